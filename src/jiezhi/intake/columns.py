"""Which column of a stranger's table holds what we ask for: by its title first, then by how its cells look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise

from jiezhi.core.spellings import SpellingError, parse_moment
from jiezhi.intake.sheets.header import Header
from jiezhi.intake.sheets.reading import Cell

SAMPLE = 30


@dataclass(frozen=True)
class Column:
    """Something that is asked for.

    Args:
        name: In code.
        label: As the office calls it.
        aliases: Titles it goes by, the surest first.
        is_required: Whether nothing can be taken without it.
        is_moment: Whether its cells are moments; such a column is never given to anything else.
    """

    name: str
    label: str | Promise
    aliases: tuple[str, ...]
    is_required: bool = False
    is_moment: bool = False


def match_columns(
    header: Header, wanted: Sequence[Column], *, chosen: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Give the place of each wanted column that the table has.

    What a person chose comes first, then a title that is an alias, then one that contains it; each place is given once.
    Where a title only contains the alias, a column of moments must look like moments in its first filled cells.

    Args:
        header: Of the table.
        wanted: What is asked for, the most important first.
        chosen: Titles that a person chose for columns; an empty one means that the table has no such column.
    """
    told = chosen or {}
    found = {name: header.titles.index(title) for name, title in told.items() if title in header.titles}
    # A choice was made for tables with other titles as well: where its title is missing, the column is looked for.
    settled = set(found) | {name for name, title in told.items() if not title}
    for is_exact in (True, False):
        for column in wanted:
            if column.name in found or column.name in settled:
                continue
            for alias in column.aliases:
                place = _place(header, alias, column, taken=found, is_exact=is_exact)
                if place is not None:
                    found[column.name] = place
                    break
    return found


def _place(
    header: Header, alias: str, column: Column, *, taken: Mapping[str, int], is_exact: bool
) -> int | None:
    for place, title in enumerate(header.titles):
        bare = title.rpartition("/")[2]
        is_match = alias in (title, bare) if is_exact else alias in title
        if is_match and place not in taken.values() and (is_exact or _fits(header, place, column)):
            return place
    return None


def _fits(header: Header, place: int, column: Column) -> bool:
    if not column.is_moment:
        return True
    cells = [row.cell(place) for row in header.body[:SAMPLE] if row.cell(place) is not None]
    return not cells or sum(map(_is_moment, cells)) * 2 > len(cells)


def _is_moment(cell: Cell) -> bool:
    if isinstance(cell, datetime):
        return True
    try:
        parse_moment(cell, zone=UTC)
    except SpellingError:
        return False
    return True
