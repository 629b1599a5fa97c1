"""A table as drafts of one kind: which rows can be taken, and why the others cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jiezhi.intake.columns import match_columns
from jiezhi.intake.errors import RowRefusedError
from jiezhi.intake.kinds import IntakeKind
from jiezhi.intake.row_cells import RowCells
from jiezhi.intake.sheets.header import Header, find_header
from jiezhi.intake.sheets.reading import SheetRow, Workbook
from jiezhi.kit.actor import Actor


@dataclass(frozen=True)
class Refusal:
    """Where a refused row stands and why, never what it says."""

    sheet: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class ReadRow:
    """A row as it was read: a draft, or why it is none."""

    sheet: str
    row: SheetRow
    titles: tuple[str, ...]
    draft: Any
    refusal: Refusal | None


@dataclass(frozen=True)
class TableRead:
    """A file as a kind reads it.

    Args:
        rows: Of all sheets that hold the kind, in their order.
        titles: Of the first such sheet, or of the fullest one when there is none.
        found: The title found for each wanted column.
        chosen: The choice of titles that it was read with.
        left_out: Sheets that lack a column without which nothing can be taken.
    """

    rows: tuple[ReadRow, ...]
    titles: tuple[str, ...]
    found: dict[str, str]
    chosen: dict[str, str]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """What would become of a file: counts as in a run."""

    read: int
    new: int
    completed: int
    already: int
    refusals: tuple[Refusal, ...]


def read_rows(book: Workbook, kind: IntakeKind, *, chosen: Mapping[str, str], at: datetime) -> TableRead:
    """Read every sheet that has the columns of a kind.

    Args:
        book: The file.
        kind: What is looked for.
        chosen: Titles that a person chose for columns; an empty one means that the file has no such column.
        at: Now: what lies in the future is refused.
    """
    needed = {column.name for column in kind.columns if column.is_required}
    rows: list[ReadRow] = []
    fits: list[tuple[Header, dict[str, int]]] = []
    others: list[tuple[str, Header, dict[str, int]]] = []
    for sheet in book.sheets:
        header = find_header(sheet, known=kind.titles | set(chosen.values()) - {""})
        places = match_columns(header, kind.columns, chosen=chosen)
        if needed <= set(places):
            fits.append((header, places))
            rows += [_read(sheet.name, header, RowCells(row, places), kind, at=at) for row in header.body]
        else:
            others.append((sheet.name, header, places))
    header, places = (
        fits[0] if fits else max((each[1:] for each in others), key=lambda each: len(each[0].body))
    )
    return TableRead(
        rows=tuple(rows),
        titles=header.titles,
        found={name: header.titles[place] for name, place in places.items()},
        chosen=dict(chosen),
        left_out=tuple(name for name, _header, _places in others),
    )


def against_registers(table: TableRead, kind: IntakeKind, *, option: str, actor: Actor) -> TableRead:
    """Refuse the rows that the street's own registers do not allow; a kind that asks none gives the table as it is."""
    if kind.refuses is None:
        return table
    places = [place for place, row in enumerate(table.rows) if row.refusal is None]
    faults = kind.refuses([table.rows[place].draft for place in places], option, actor)
    rows = list(table.rows)
    for number, (column, reason) in faults.items():
        row = rows[places[number]]
        refusal = Refusal(row.sheet, row.row.number, table.found.get(column, ""), reason)
        rows[places[number]] = replace(row, draft=None, refusal=refusal)
    return replace(table, rows=tuple(rows))


def look_at(table: TableRead, kind: IntakeKind, *, option: str, actor: Actor) -> Look:
    """Say what would become of a file, without writing anything."""
    drafts = [row.draft for row in table.rows if row.refusal is None]
    keys = {kind.key(draft) for draft in drafts}
    new = len(keys - kind.known(keys, option, actor))
    refusals = tuple(row.refusal for row in table.rows if row.refusal is not None)
    completed = len(kind.completes(drafts, option, actor)) if kind.completes else 0
    return Look(len(table.rows), new, completed, len(drafts) - new - completed, refusals)


def _read(sheet: str, header: Header, cells: RowCells, kind: IntakeKind, *, at: datetime) -> ReadRow:
    try:
        return ReadRow(sheet, cells.row, header.titles, kind.parse(cells, at), None)
    except RowRefusedError as error:
        place = cells.places.get(error.column)
        title = header.titles[place] if place is not None else ""
        refusal = Refusal(sheet, cells.row.number, title, error.reason)
        return ReadRow(sheet, cells.row, header.titles, None, refusal)
