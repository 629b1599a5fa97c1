"""Deeds about scorecards: weights, objections to lines, what the superior counted, demonstration sites, months."""

from jiezhi.assessment.actions.briefs import (
    ask_brief,
    freeze_month,
    note_brief_failed,
    note_brief_made,
    read_brief,
)
from jiezhi.assessment.actions.demonstration import mark_demonstration_sites
from jiezhi.assessment.actions.objecting import Lined, decide_objection, object_to_line, withdraw_objection
from jiezhi.assessment.actions.superior import (
    SuperiorDraft,
    bring_superior_lines,
    take_back_superior_score,
)
from jiezhi.assessment.actions.weighing import WeightDraft, enter_weights

__all__ = [
    "Lined",
    "SuperiorDraft",
    "WeightDraft",
    "ask_brief",
    "bring_superior_lines",
    "decide_objection",
    "enter_weights",
    "freeze_month",
    "mark_demonstration_sites",
    "note_brief_failed",
    "note_brief_made",
    "object_to_line",
    "read_brief",
    "take_back_superior_score",
    "withdraw_objection",
]
