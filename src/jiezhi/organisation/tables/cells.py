"""What every list has in common as a table: texts of cells, labels, limits, and rows that are refused."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from jiezhi.core.spellings import squeeze_text
from jiezhi.intake.sheets.reading import SheetRow
from jiezhi.kit.errors import InvalidError

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken, where it stands and why."""

    sheet: str
    row: int
    column: str
    reason: str


class CellError(InvalidError):
    """A cell of a row cannot be taken."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column = column


def labels_of(choices: type[TextChoices]) -> dict[str, str]:
    """Give values by their labels in both languages."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found |= {str(label): str(value) for value, label in choices.choices}
    return found


def text_of(row: SheetRow, place: int) -> str:
    """Give a cell as a text; a whole number has no decimals."""
    cell = row.cell(place)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return squeeze_text(str(cell)) if cell is not None else ""


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
    if not amount.isdecimal() or not 0 < int(amount) <= 999 or unit not in units:
        raise CellError(column, _("A limit is a number from 1 to 999 with its unit."))
    return int(amount), units[unit]
