"""Deeds about the evidence of orders."""

from jiezhi.evidence.actions.exclusions import ask_exclusion, decide_exclusion, withdraw_exclusion
from jiezhi.evidence.actions.packs import (
    ask_pack,
    note_pack_failed,
    note_pack_made,
    note_pack_read,
    note_slip_taken,
    tidy_pack,
)
from jiezhi.evidence.actions.verdicts import Heard, record_superior_callback

__all__ = [
    "Heard",
    "ask_exclusion",
    "ask_pack",
    "decide_exclusion",
    "note_pack_failed",
    "note_pack_made",
    "note_pack_read",
    "note_slip_taken",
    "record_superior_callback",
    "tidy_pack",
    "withdraw_exclusion",
]
