"""What the cells of every list have in common: labels, names, limits, yes and no."""

import re
from collections.abc import Hashable, Mapping
from typing import TypeVar

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from jiezhi.organisation.choices import amount_words
from jiezhi.organisation.tables.rows import CellError, TableRow

Kept = TypeVar("Kept")
Key = TypeVar("Key", bound=Hashable)
NAMED_LIMIT = re.compile(
    r"(?P<name>.+?)(?:[（(]\s*(?P<amount>\d{1,3})\s*个?\s*(?P<unit>[^\d）)]+?)\s*[）)])?"
)
"""A name with a limit in brackets: 社区（2 工作日）."""
YES_OR_NO = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}
BETWEEN_NAMES = re.compile(r"[、,，;；\n]")


def labels_of(choices: type[TextChoices]) -> dict[str, str]:
    """Give values by their labels in both languages."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for value, label in choices.choices:
                # What stands before a colon is its name, what follows explains it.
                name = re.split("[:：]", str(label))[0]
                found |= {str(label): str(value), name: str(value)}
    return found


def named(column: str, name: str, known: dict[str, Kept], words: str) -> Kept:
    """Give what a cell names.

    Raises:
        CellError: Nothing is called so.
    """
    if name not in known:
        raise CellError(column, words)
    return known[name]


def limit_in(column: str, amount: str, unit: str, units: dict[str, str]) -> tuple[int, str] | None:
    """Give a limit; None where nothing is written.

    Raises:
        CellError: It is no number from 1 to 999 with a unit.
    """
    if not amount and not unit:
        return None
    unit = unit.removeprefix("个")
    if not amount.isdecimal() or not 0 < int(amount) <= 999 or unit not in units:
        raise CellError(column, _("A limit is a number from 1 to 999 with its unit."))
    return int(amount), units[unit]


def named_limits(
    column: str, text: str, known: dict[str, Kept], units: dict[str, str], words: str
) -> list[tuple[str, Kept, tuple[int, str] | None]]:
    """Read several names in one cell, each with a limit of its own in brackets or none.

    Returns:
        For each the name as written, what it names, and the limit.

    Raises:
        CellError: Nothing is called so, or a limit makes no sense.
    """
    found = []
    for part in filter(None, (piece.strip() for piece in BETWEEN_NAMES.split(text))):
        shape = NAMED_LIMIT.fullmatch(part)
        name = shape["name"].strip() if shape else part
        thing = named(column, name, known, words)
        amount, unit = (shape["amount"] or "", shape["unit"] or "") if shape else ("", "")
        found.append((name, thing, limit_in(column, amount, unit, units)))
    return found


def named_words(column: str, text: str, known: Mapping[str, Key], words: str) -> dict[Key, str]:
    """Read words for several names in one cell, a line or a semicolon between them: 供电所：断电；派出所：维持秩序.

    Only before a known name does the next one begin, so that words may hold semicolons and colons themselves. Where
    only one can be meant, its name may be left out.

    Raises:
        CellError: Words stand there for which no name was given, or a name stands twice.
    """
    named_here = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    pieces = re.split(rf"(?:^|[\n；;])\s*({named_here})\s*[:：]", text) if known else [text]
    found = {known[name]: said.strip() for name, said in zip(pieces[1::2], pieces[2::2], strict=True)}
    if pieces[0].strip() and len(pieces) == 1 and len(known) == 1:
        return {next(iter(known.values())): text}
    if pieces[0].strip() or len(found) != len(pieces) // 2:
        raise CellError(column, words)
    return found


def yes_or_no(row: TableRow, column: str, *, otherwise: bool) -> bool:
    """Read 是 or 否; where nothing is written it stays as it is.

    Raises:
        CellError: It is neither.
    """
    text = row.text(column).lower()
    return named(column, text, YES_OR_NO, _("Write 是 or 否.")) if text else otherwise


def with_limit(name: str, amount: int | None, unit: str) -> str:
    """Write a name with its limit as `named_limits` reads it."""
    return f"{name}（{amount_words(amount, unit)}）" if amount else name
