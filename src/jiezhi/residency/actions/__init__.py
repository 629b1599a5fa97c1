"""What is done about residents who show who they are, one verb a function."""

from jiezhi.residency.actions.phone import (
    ask_phone_code,
    enter_phone_code,
    forget_phone_codes,
    leave_by_phone,
    note_phone_code_sent,
)
from jiezhi.residency.actions.tries import KEPT, forget_wrong_tries, note_wrong_try

__all__ = [
    "KEPT",
    "ask_phone_code",
    "enter_phone_code",
    "forget_phone_codes",
    "forget_wrong_tries",
    "leave_by_phone",
    "note_phone_code_sent",
    "note_wrong_try",
]
