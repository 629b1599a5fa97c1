"""Everything that can be done about supervision, one verb a function."""

from jiezhi.supervision.actions.emergencies import (
    answer_emergency,
    call_next,
    note_taken,
    open_response,
)
from jiezhi.supervision.actions.marking import put_mark, put_mark_by_rule, raise_if_due
from jiezhi.supervision.actions.rostering import ShiftDraft, copy_month, drop_shift, enter_shift

__all__ = [
    "ShiftDraft",
    "answer_emergency",
    "call_next",
    "copy_month",
    "drop_shift",
    "enter_shift",
    "note_taken",
    "open_response",
    "put_mark",
    "put_mark_by_rule",
    "raise_if_due",
]
