"""The responsibility list as a table file: written out, and read back with every row matched by the names in it.

This does not go through the runs of `intake`: a row there is read without knowing the street, and is taken part by
part, while a list is one thing: each row names matters, places and departments that exist, and all come in or none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from jiezhi.core.spellings import squeeze_text
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.sheets.header import find_header
from jiezhi.intake.sheets.reading import SheetRow, read_table
from jiezhi.intake.sheets.writing import Out, OutSheet
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.actions import LineDraft, SupportDraft
from jiezhi.organisation.choices import LimitUnits, OrderLevel
from jiezhi.organisation.queries import ListRow, departments_of, matter_names
from jiezhi.places.queries import communities_of, estates_of

SHEET = "责任清单"
CODE, MATTER, COMMUNITY, ESTATE, LEVEL, LEAD, SUPPORTS, AMOUNT, UNIT, BASIS = TITLES = (
    "事项编码",
    "事项",
    "社区",
    "小区",
    "等级",
    "主办",
    "协办",
    "时限",
    "时限单位",
    "依据",
)
WIDTHS = (16, 20, 14, 18, 8, 22, 36, 8, 12, 36)
LineKey = tuple[UUID, UUID | None, UUID | None, str, UUID]
Kept = TypeVar("Kept")
SUPPORT = re.compile(r"^(?P<name>.+?)(?:[（(]\s*(?P<amount>\d{1,3})\s*(?P<unit>[^\d）)]+?)\s*[）)])?$")


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken, where it stands and why."""

    sheet: str
    row: int
    column: str
    reason: str


@dataclass
class TableRead:
    """What a file holds."""

    drafts: list[LineDraft] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


class CellError(InvalidError):
    """A cell of a row cannot be taken."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column = column


def list_sheet(rows: Iterable[ListRow]) -> OutSheet:
    """Lay lines out as a table that can be brought in again."""
    with translation.override("zh-hans"):
        return OutSheet(SHEET, TITLES, [_cells(row) for row in rows], WIDTHS)


def _cells(row: ListRow) -> list[Out]:
    supports = [
        f"{each.department.name}（{each.limit_amount} {each.get_limit_unit_display()}）"
        if each.limit_amount
        else each.department.name
        for each in row.supports.all()
    ]
    return [
        row.matter.code,
        row.matter.name,
        row.community.name if row.community else "",
        row.estate.name if row.estate else "",
        row.get_level_display() if row.level else "",
        row.lead.name,
        "、".join(supports),
        row.limit_amount,
        row.get_limit_unit_display() if row.limit_unit else "",
        row.basis,
    ]


@dataclass(frozen=True)
class Names:
    """What the street's matters, places and departments are called."""

    codes: dict[str, UUID]
    matters: dict[str, UUID | None]
    communities: dict[str, UUID]
    estates: dict[str, UUID]
    departments: dict[str, UUID]
    levels: dict[str, str]
    units: dict[str, str]


def street_names(street_id: UUID) -> Names:
    """Read the names of a street, in four statements; a name that two matters share stands for neither."""
    codes: dict[str, UUID] = {}
    matters: dict[str, UUID | None] = {}
    for pk, code, name in matter_names(street_id):
        codes[code] = pk
        matters[name] = None if name in matters else pk
    return Names(
        codes=codes,
        matters=matters,
        communities={row.name: row.pk for row in communities_of(street_id)},
        estates={row.name: row.pk for row in estates_of(street_id)},
        departments={row.name: row.pk for row in departments_of(street_id)},
        levels=_labels(OrderLevel),
        units=_labels(LimitUnits),
    )


def _labels(choices: type[OrderLevel] | type[LimitUnits]) -> dict[str, str]:
    """Give values by their labels in both languages."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found |= {str(label): str(value) for value, label in choices.choices}
    return found


def read_list(upload: bytes, names: Names) -> TableRead:
    """Read a file, and match each row by its names.

    Raises:
        FileRefusedError: It is no table, or none of its sheets has the titles of the list.
    """
    read, is_found = TableRead(), False
    seen: set[LineKey] = set()
    for sheet in read_table(upload).sheets:
        header = find_header(sheet, known=frozenset(TITLES))
        places = {title: header.titles.index(title) for title in TITLES if title in header.titles}
        if LEAD not in places or not {CODE, MATTER} & set(places):
            continue
        is_found = True
        for row in header.body:
            try:
                draft = _draft({title: _text(row, place) for title, place in places.items()}, names)
                _require_first(draft, seen)
            except CellError as problem:
                read.refused.append(RefusedRow(sheet.name, row.number, problem.column, problem.message))
            else:
                seen.add(draft.key)
                read.drafts.append(draft)
    if not is_found:
        raise FileRefusedError(
            _(
                "No sheet has the titles %(matter)s and %(lead)s. Fetch the list as a table, change that, and send it."
            )
            % {"matter": MATTER, "lead": LEAD}
        )
    return read


def _require_first(draft: LineDraft, seen: set[LineKey]) -> None:
    if draft.key in seen:
        raise CellError(MATTER, _("The same matter, place, level and lead stand in a row above."))


def _text(row: SheetRow, place: int) -> str:
    cell = row.cell(place)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return squeeze_text(str(cell)) if cell is not None else ""


def _draft(cells: dict[str, str], names: Names) -> LineDraft:
    community, estate = cells.get(COMMUNITY, ""), cells.get(ESTATE, "")
    return LineDraft(
        matter_id=_matter(cells.get(CODE, ""), cells.get(MATTER, ""), names),
        lead_id=_named(
            LEAD, cells.get(LEAD, ""), names.departments, _("No department of this street is called so.")
        ),
        # An estate says where more exactly; the community beside it only helps the reader.
        community_id=None
        if estate or not community
        else _named(COMMUNITY, community, names.communities, _("No community of this street is called so.")),
        estate_id=_named(ESTATE, estate, names.estates, _("No estate of this street is called so."))
        if estate
        else None,
        level=_named(
            LEVEL, cells[LEVEL], names.levels, _("Write the level as in the table that was fetched.")
        )
        if cells.get(LEVEL)
        else "",
        supports=_supports(cells.get(SUPPORTS, ""), cells.get(LEAD, ""), names),
        limit=_limit(AMOUNT, cells.get(AMOUNT, ""), cells.get(UNIT, ""), names),
        basis=_short(cells.get(BASIS, "")),
    )


def _matter(code: str, name: str, names: Names) -> UUID:
    found = names.codes.get(code) if code else names.matters.get(name)
    if found is None:
        column = CODE if code else MATTER
        raise CellError(column, _("No matter in use is called so, or several are. Write its code."))
    return found


def _named(column: str, name: str, known: dict[str, Kept], words: str) -> Kept:
    if name not in known:
        raise CellError(column, words)
    return known[name]


def _short(basis: str) -> str:
    if len(basis) > 200:
        raise CellError(BASIS, _("The basis is longer than 200 characters. Shorten it."))
    return basis


def _supports(text: str, lead: str, names: Names) -> tuple[SupportDraft, ...]:
    found: dict[UUID, SupportDraft] = {}
    for part in filter(None, (piece.strip() for piece in re.split(r"[、,，;；\n]", text))):
        shape = SUPPORT.match(part)
        name = shape["name"].strip() if shape else part
        department = _named(
            SUPPORTS, name, names.departments, _("No department of this street is called so.")
        )
        if name == lead or department in found:
            raise CellError(SUPPORTS, _("A department stands twice in the row. Name each once."))
        amount, unit = (shape["amount"] or "", shape["unit"] or "") if shape else ("", "")
        found[department] = SupportDraft(department, _limit(SUPPORTS, amount, unit, names))
    return tuple(found.values())


def _limit(column: str, amount: str, unit: str, names: Names) -> tuple[int, str] | None:
    if not amount and not unit:
        return None
    if not amount.isdecimal() or not 0 < int(amount) <= 999 or unit not in names.units:
        raise CellError(column, _("A limit is a number from 1 to 999 with its unit."))
    return int(amount), names.units[unit]
