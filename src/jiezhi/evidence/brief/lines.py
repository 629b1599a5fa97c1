"""What the document is made of: pairs, lines and sections of plain words, cut where a text or a story is too long.

What people wrote is printed as they wrote it, but for what would set the page instead of being read: signs that turn
the direction of a line round, controls, and words so long that no line holds them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.core.masking import without_personal
from jiezhi.kit.actor import Actor
from jiezhi.workorders.models import WorkOrder

Pair = tuple[str, str]
"""What something is called, and what it is."""

LONGEST = 4000
"""Characters of one text: twice what a brief may have. More than that is read on the screen."""
MOST_BREAKS = 120
"""Line breaks of one text, so that a column of single signs fills no twenty pages."""
MOST_LINES = 200
"""Lines of one table: three times the deeds of the longest stories of offices."""
WORD, NARROW_WORD = 34, 17
"""How wide a word may be in digits' widths; an order's number is less wide, so that it is found and copied whole."""
WIDE = 1.7
"""A capital letter, or one of a script that we have not measured, against a digit in the fonts that set Chinese."""

_UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BREAK = re.compile("\r\n?|[\u2028\u2029\x85]")
_LETTER = r"[^\s\u2e80-\u9fff\uff00-\uffef]"
"""Neither a blank nor of a script whose lines break between any two signs."""
_NARROW = frozenset("0123456789abcdefghijklnopqrstuvxyz-_./:,;()[]'\"")
_BREAK_HERE = "\u200b"


@dataclass(frozen=True)
class Line:
    """One line of a table: when, what, who, and in which words."""

    at: str
    what: str
    who: str
    text: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the document that only some orders have.

    Args:
        title: Its heading.
        facts: What holds of it as a whole.
        lines: What happened, the oldest first.
    """

    title: str
    facts: Sequence[Pair]
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Wanted:
    """Of what a section is to tell.

    Args:
        reader: For whom it is gathered, with their area.
        order: The order.
        at: Up to when what still runs is counted.
    """

    reader: Actor
    order: WorkOrder
    at: datetime


def seen(text: str) -> str:
    r"""Give a text without the signs in it that nobody sees, its lines broken in one way.

    Examples:
        >>> seen("灯坏了\u202e。\r\n请\t修")
        '灯坏了。\n请 修'
    """
    return _UNSEEN.sub("", _BREAK.sub("\n", text).replace("\t", " "))


def fit(text: str, *, word: int = WORD) -> str:
    r"""Give a text as it is printed: what is seen of it, cut where it is too long, with a word that says so.

    Args:
        text: As it was written.
        word: How wide a word may be before it may break, in digits' widths.

    Examples:
        >>> len(fit("字" * 4000))
        4000
        >>> fit("RX20261125-000001 WWWWWWWWWWWWWWWWWWWW", word=19).split(_BREAK_HERE)
        ['RX20261125-000001 WWWWWWWWWWW', 'WWWWWWWWW']
    """
    plain = seen(text)
    kept = "\n".join(plain.split("\n")[: MOST_BREAKS + 1])[:LONGEST]
    left = len(plain) - len(kept)
    broken = re.sub(rf"{_LETTER}{{8,}}", lambda hit: _breakable(hit[0], word), kept)
    if not left:
        return broken
    told = ngettext(
        "(%(n)d more character is left out here; the whole text stands in the system)",
        "(%(n)d more characters are left out here; the whole text stands in the system)",
        left,
    )
    return f"{broken}…\n{told % {'n': left}}"


def _breakable(word: str, room: float) -> str:
    parts, used = [], 0.0
    for letter in word:
        width = 1.0 if letter in _NARROW else WIDE
        if used + width > room:
            parts.append(_BREAK_HERE)
            used = 0.0
        parts.append(letter)
        used += width
    return "".join(parts)


def fit_pairs(pairs: Sequence[Pair]) -> list[Pair]:
    """Give pairs as they are printed."""
    return [(fit(name, word=NARROW_WORD), fit(text)) for name, text in pairs]


def fit_lines(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of a table as printed; of too many the middle goes, since how it began and how it ended counts."""
    shown = [Line(line.at, fit(line.what), fit(line.who, word=NARROW_WORD), fit(line.text)) for line in lines]
    left = len(shown) - MOST_LINES
    if left <= 0:
        return shown
    told = ngettext(
        "%(n)d line is left out here; all stand in the system",
        "%(n)d lines are left out here; all stand in the system",
        left,
    )
    begun = MOST_LINES // 2
    return [*shown[:begun], Line("…", told % {"n": left}, "…"), *shown[begun + left :]]


def masked(text: str) -> str:
    r"""Give what somebody wrote without telephone and identity numbers; an unseen sign between digits hides none.

    Examples:
        >>> masked("请打138\u200b12345678")
        '请打138****5678'
    """
    return without_personal(seen(text))


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
