"""Where the titles of a table stand: below title lines, over two lines, or nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiezhi.core.spellings import squeeze_text
from jiezhi.intake.sheets.reading import Cell, Sheet, SheetRow

LOOKED_AT = 15
LONGEST_TITLE = 30


@dataclass(frozen=True)
class Header:
    """The titles of a sheet.

    Args:
        titles: One a column; a blank one is `列3` by its place. No two are the same.
        body: The rows below.
        row_number: Of the (last) title line; None where the sheet has none.
    """

    titles: tuple[str, ...]
    body: tuple[SheetRow, ...]
    row_number: int | None


def find_header(sheet: Sheet, *, known: frozenset[str] = frozenset()) -> Header:
    """Find the titles of a sheet.

    The line with the most titles that are known goes before all others; without one, the first line that is about as
    wide as the widest and holds short texts only. A merged title over several columns is joined with the line below
    (上级/下级). A sheet that begins with its first record has no titles.

    Args:
        sheet: With at least one row.
        known: Titles that would be recognised, such as the aliases of the columns that are asked for.
    """
    head = sheet.rows[:LOOKED_AT]
    width = max(len(row.cells) for row in sheet.rows[:200])
    hits = [sum(_title(cell) in known for cell in row.cells) for row in head]
    best = max(range(len(head)), key=lambda at: (hits[at], -at))
    if hits[best] < 2 and not (hits[best] and width <= 2):
        best = next((at for at, row in enumerate(head) if _looks_like_titles(row, width)), -1)
        # A line of groups stands above the titles: these are the fuller line.
        if 0 <= best < len(head) - 1 and _looks_like_titles(head[best + 1], width):
            best += _filled(head[best + 1]) > _filled(head[best])
    if best < 0:
        return Header(_unique([""] * width), sheet.rows, None)
    titles = [_title(head[best].cell(column)) for column in range(width)]
    above = head[best - 1] if best and head[best - 1].number == head[best].number - 1 else None
    if above is not None and sum(bool(_title(cell)) for cell in above.cells) >= 2:
        titles = _joined(above, titles)
    return Header(_unique(titles), sheet.rows[best + 1 :], head[best].number)


def _title(cell: Cell) -> str:
    return squeeze_text(cell).replace("\n", "") if isinstance(cell, str) else ""


def _filled(row: SheetRow) -> int:
    return sum(bool(_title(cell)) for cell in row.cells)


def _looks_like_titles(row: SheetRow, width: int) -> bool:
    texts = [_title(cell) for cell in row.cells]
    filled = [text for text in texts if text]
    if any(cell is not None and not isinstance(cell, str) for cell in row.cells):
        return False
    is_short = all(len(text) <= LONGEST_TITLE and not any(c.isdigit() for c in text) for text in filled)
    return is_short and len(set(filled)) == len(filled) and len(filled) >= max(1, (width + 1) // 2)


def _joined(above: SheetRow, titles: Sequence[str]) -> list[str]:
    """Join each title with the group it stands under; a group reaches to the next one."""
    joined, group = [], ""
    for column, title in enumerate(titles):
        group = _title(above.cell(column)) or group
        is_same = not group or group == title
        joined.append(title if is_same else f"{group}/{title}" if title else group)
    return joined


def _unique(titles: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for number, title in enumerate(titles, start=1):
        name, again = title or f"列{number}", 2
        while name in found:
            name, again = f"{title or f'列{number}'} ({again})", again + 1
        found.append(name)
    return tuple(found)
