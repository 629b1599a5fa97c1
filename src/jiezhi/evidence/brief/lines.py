"""What the document is made of: pairs and lines of plain words, with days and moments in the office's time."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

Pair = tuple[str, str]
"""What something is called, and what it is."""


@dataclass(frozen=True)
class Line:
    """One line of a table: when, what, who, and in which words."""

    at: str
    what: str
    who: str
    text: str = ""


def moment(at: datetime | None) -> str:
    """Give a moment in the office's time."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "—"


def day(on: date) -> str:
    """Give a day."""
    return f"{on:%Y-%m-%d}"


def in_time(done: datetime | None, due: datetime | None) -> str:
    """Say whether something was done by its limit."""
    if done is None or due is None:
        return "—"
    return _("in time") if done <= due else _("late")
