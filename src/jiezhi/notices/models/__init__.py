"""What is told to whom, by which way, with its state."""

from jiezhi.notices.models.notice import Notice
from jiezhi.notices.models.sending import Sending, SendingLine
from jiezhi.notices.models.way import WayOut
from jiezhi.notices.models.wishes import Preference, StoppedNumber, TextWish

__all__ = ["Notice", "Preference", "Sending", "SendingLine", "StoppedNumber", "TextWish", "WayOut"]
