"""Everything that can be done about supervision, one verb a function."""

from jiezhi.supervision.actions.alarms import Alarm, move_alarms, raise_alarm, take_alarm_up
from jiezhi.supervision.actions.calling_off import CallingOff, call_off_emergency
from jiezhi.supervision.actions.emergencies import (
    answer_emergency,
    call_next,
    note_taken,
    open_response,
)
from jiezhi.supervision.actions.marking import put_mark, put_mark_by_rule, raise_if_due
from jiezhi.supervision.actions.rostering import ShiftDraft, copy_month, drop_shift, enter_shift

__all__ = [
    "Alarm",
    "CallingOff",
    "ShiftDraft",
    "answer_emergency",
    "call_next",
    "call_off_emergency",
    "copy_month",
    "drop_shift",
    "enter_shift",
    "move_alarms",
    "note_taken",
    "open_response",
    "put_mark",
    "put_mark_by_rule",
    "raise_alarm",
    "raise_if_due",
    "take_alarm_up",
]
