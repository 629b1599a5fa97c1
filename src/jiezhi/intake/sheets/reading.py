"""A stranger's table as rows: parsed in a child whose memory and time are limited.

The child costs about 40 ms. A file of 1.4 kB can end the process that parses it: then only the child ends.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import cast

import python_calamine
from django.utils.translation import gettext as _

from jiezhi.core.spellings import squeeze_text
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.sheets import child
from jiezhi.intake.sheets.gate import pass_gate

_CHILD = str(Path(child.__file__))
_LIBRARIES = str(Path(python_calamine.__file__).parents[1])
_TIMEOUT_S = 60
LONGEST_NAME = 50
"""Of a sheet: Excel allows 31 characters, other programs any number."""

Cell = str | int | float | bool | datetime | date | time | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not blank; `number` is the one Excel shows, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Give a cell; None beyond the last one that is filled."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True)
class Sheet:
    """One sheet with its rows; rows that are blank are left out, the numbers of the others stay."""

    name: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class Workbook:
    """A file as it was read."""

    sheets: tuple[Sheet, ...]


def read_table(upload: bytes) -> Workbook:
    """Read a workbook (xlsx, xlsm, xlsb, xls, ods), or a table in text: csv, and HTML or XML that is named xls.

    Formulas give the value they had when the file was saved; macros are never run. Sheets without rows are left out.

    Raises:
        FileRefusedError: It cannot be read; the message says what to do.
    """
    pass_gate(upload)
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-S", _CHILD, _LIBRARIES],
            input=upload,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise _refusal(child.TOO_COSTLY) from None
    if done.returncode:
        raise _refusal(done.returncode)
    sheets: list[tuple[str, list[SheetRow]]] = []
    for line in done.stdout.splitlines():
        read = json.loads(line)
        if isinstance(read, dict):
            sheets.append((read["sheet"], []))
        else:
            sheets[-1][1].append(SheetRow(read[0], tuple(_cell(value) for value in read[1])))
    found = tuple(Sheet(name, tuple(rows)) for name, rows in _named_apart(sheets) if rows)
    if not found:
        raise FileRefusedError(_("No sheet of the file holds a row. Check that it is the right file."))
    return Workbook(found)


def _named_apart(sheets: list[tuple[str, list[SheetRow]]]) -> list[tuple[str, list[SheetRow]]]:
    """Give each sheet a short name of its own: refused rows are found again by it."""
    taken: set[str] = set()
    named = []
    for written, rows in sheets:
        name = first = squeeze_text(written).replace("\n", " ")[:LONGEST_NAME]
        again = 2
        while name in taken:
            name, again = f"{first} ({again})", again + 1
        taken.add(name)
        named.append((name, rows))
    return named


_MOMENTS: dict[str, Callable[[str], Cell]] = {
    "at": datetime.fromisoformat,
    "on": date.fromisoformat,
    "clock": time.fromisoformat,
}


def _cell(value: object) -> Cell:
    if isinstance(value, dict):
        ((kind, written),) = value.items()
        return _MOMENTS[kind](written)
    return cast("Cell", value)


def _refusal(code: int) -> FileRefusedError:
    words = {
        child.TOO_LARGE: _(
            "The table has more than %(rows)d rows or %(columns)d columns. Divide it, for example by months."
        )
        % {"rows": child.MOST_ROWS, "columns": child.MOST_COLUMNS},
        child.LOCKED: _("The file is locked by a password. Save it without one, and send that."),
        child.UNKNOWN: _("The file is no table. Send xlsx, xls, ods or csv."),
        child.OPEN_QUOTE: _(
            "A quotation mark in the file is opened and never closed, so its last lines cannot be told apart. "
            "Close it, or save the table as xlsx."
        ),
        child.BROKEN: _("The file is damaged or no table. Open it, save it anew as xlsx, and send that."),
    }
    costly = _(
        "The file takes too much memory or time to read. Copy the table into a new file, and send that."
    )
    return FileRefusedError(words.get(code, costly))
