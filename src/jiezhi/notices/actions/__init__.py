"""Deeds of notices."""

from jiezhi.notices.actions.sendings import send_again, show_number
from jiezhi.notices.actions.telling import read_notices, tell_staff
from jiezhi.notices.actions.ways import GatewayShape, WayDraft, end_way, set_up_way, try_way
from jiezhi.notices.actions.wishes import (
    PreferenceDraft,
    ask_to_be_told,
    end_wish,
    note_receipt,
    note_stop,
    set_preference,
    tell_resident,
)

__all__ = [
    "GatewayShape",
    "PreferenceDraft",
    "WayDraft",
    "ask_to_be_told",
    "end_way",
    "end_wish",
    "note_receipt",
    "note_stop",
    "read_notices",
    "send_again",
    "set_preference",
    "set_up_way",
    "show_number",
    "tell_resident",
    "tell_staff",
    "try_way",
]
