"""Everything that can be done with a mediation, one verb a function."""

from jiezhi.mediation.actions.agreeing import (
    AgreementDraft,
    agree,
    ask_court,
    follow_up,
    note_court,
)
from jiezhi.mediation.actions.ending import end_mediation, refer, remind_of_term
from jiezhi.mediation.actions.mediating import SittingDraft, begin_mediation, extend_term, hold_sitting
from jiezhi.mediation.actions.opening import (
    MediationDraft,
    PartyDraft,
    add_party,
    end_mediator,
    enter_mediator,
    open_mediation,
)

__all__ = [
    "AgreementDraft",
    "MediationDraft",
    "PartyDraft",
    "SittingDraft",
    "add_party",
    "agree",
    "ask_court",
    "begin_mediation",
    "end_mediation",
    "end_mediator",
    "enter_mediator",
    "extend_term",
    "follow_up",
    "hold_sitting",
    "note_court",
    "open_mediation",
    "refer",
    "remind_of_term",
]
