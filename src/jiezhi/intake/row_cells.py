"""The cells of one row by the names of the wanted columns, read as a text, a moment or a number."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from jiezhi.core.spellings import (
    EXACT_INTEGERS,
    SpellingError,
    SpellingFault,
    parse_long_number,
    parse_moment,
    squeeze_text,
)
from jiezhi.intake.errors import RowRefusedError
from jiezhi.intake.sheets.reading import Cell, SheetRow


@dataclass(frozen=True)
class RowCells:
    """One row, and where each wanted column stands in it."""

    row: SheetRow
    places: dict[str, int]

    def cell(self, name: str) -> Cell:
        """Give a cell as it stands; None where the table has no such column."""
        return self.row.cell(self.places[name]) if name in self.places else None

    def text(self, name: str) -> str:
        """Give a text without the blanks around and inside it that say nothing.

        Raises:
            RowRefusedError: It is a long number whose last digits a spreadsheet has rounded.
        """
        cell = self.cell(name)
        if isinstance(cell, bool):
            return str(cell).upper()
        if isinstance(cell, float) and abs(cell) >= EXACT_INTEGERS:
            raise RowRefusedError(name, SpellingFault.PRECISION_LOST)
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return squeeze_text(str(cell)) if cell is not None else ""

    def number(self, name: str) -> str:
        """Give a number of a record, whose digits must all be there.

        Raises:
            RowRefusedError: A spreadsheet has rounded it.
        """
        try:
            return parse_long_number(self.cell(name)) if self.text(name) else ""
        except SpellingError as error:
            raise RowRefusedError(name, error.fault) from error

    def moment(self, name: str) -> datetime:
        """Give a moment, written in the office's zone.

        Raises:
            RowRefusedError: It is missing or cannot be read.
        """
        try:
            return parse_moment(self.cell(name), zone=timezone.get_current_timezone())
        except SpellingError as error:
            raise RowRefusedError(name, error.fault) from error

    def moment_or_none(self, name: str) -> datetime | None:
        """Give a moment, or None where nothing is written."""
        cell = self.cell(name)
        is_blank = cell is None or (isinstance(cell, str) and not squeeze_text(cell))
        return None if is_blank else self.moment(name)
