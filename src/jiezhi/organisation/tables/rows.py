"""The rows of a list as a table, read by their titles, and those that are refused."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from django.utils.translation import gettext as _

from jiezhi.core.spellings import SpellingError, parse_moment, squeeze_text
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.sheets.header import find_header
from jiezhi.intake.sheets.reading import SheetRow, read_table
from jiezhi.kit.errors import InvalidError


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


@dataclass(frozen=True)
class TableRow:
    """A row with its cells by title.

    Args:
        sheet: On which it stands.
        number: As Excel shows it.
        row: Its cells.
        places: Where each title stands; titles the file does not have are left out.
    """

    sheet: str
    number: int
    row: SheetRow
    places: dict[str, int]

    def has(self, title: str) -> bool:
        """Whether the file has the column."""
        return title in self.places

    def text(self, title: str) -> str:
        """Give a cell as a text; empty where the file has no such column. A whole number has no decimals."""
        cell = self.row.cell(self.places[title]) if self.has(title) else None
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return squeeze_text(str(cell)) if cell is not None else ""

    def short(self, title: str, longest: int) -> str:
        """Give a cell as a text that fits.

        Raises:
            CellError: It is longer.
        """
        text = self.text(title)
        if len(text) > longest:
            raise CellError(
                title, _("It is longer than %(longest)d characters. Shorten it.") % {"longest": longest}
            )
        return text

    def day(self, title: str) -> date | None:
        """Give a cell as a day; None where nothing is written.

        Raises:
            CellError: It is no day.
        """
        cell = self.row.cell(self.places[title]) if self.has(title) else None
        if cell is None or not str(cell).strip():
            return None
        try:
            return parse_moment(cell, zone=UTC).date()
        except SpellingError as problem:
            raise CellError(title, _("Write it as 2026-01-01.")) from problem

    def refused(self, problem: CellError) -> RefusedRow:
        """Say that it cannot be taken."""
        return RefusedRow(self.sheet, self.number, problem.column, problem.message)


VERSION = "版本"
"""The column that tells which writing of a row a file was fetched from."""


def require_fresh(row: TableRow, version: int) -> None:
    """Refuse a row that was changed here since the file was fetched; a file without the column is not asked.

    Raises:
        CellError: It was.
    """
    if row.text(VERSION) not in ("", str(version)):
        words = _(
            "Somebody changed this entry after the file was fetched. Fetch the list again and change that."
        )
        raise CellError(VERSION, words)


def rows_of(
    upload: bytes, titles: Sequence[str], *, is_list: Callable[[Collection[str]], bool], needed: str
) -> list[TableRow]:
    """Read the rows of every sheet that has the titles of a list.

    Args:
        upload: The file.
        titles: Of the list.
        is_list: Whether a sheet with these of the titles is one.
        needed: The titles that it asks for, in words.

    Raises:
        FileRefusedError: It is no table, or none of its sheets is such a list.
    """
    found: list[TableRow] = []
    is_found = False
    for sheet in read_table(upload).sheets:
        header = find_header(sheet, known=frozenset(titles))
        places = {title: header.titles.index(title) for title in titles if title in header.titles}
        if is_list(places):
            is_found = True
            found += [TableRow(sheet.name, row.number, row, places) for row in header.body]
    if not is_found:
        raise FileRefusedError(
            _("No sheet has the titles %(needed)s. Fetch the list as a table, change that, and send it.")
            % {"needed": needed}
        )
    return found
