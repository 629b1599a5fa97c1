"""The responsibility list as a table file: written out, and read back with every row matched by the names in it.

This does not go through the runs of `intake`: a row there is read without knowing the street, and is taken part by
part, while a list is one thing: each row names matters, places and departments that exist, and all come in or none.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from jiezhi.intake.sheets.writing import Out, OutSheet
from jiezhi.organisation.actions import LineDraft, SupportDraft
from jiezhi.organisation.choices import LimitUnits, OrderLevel
from jiezhi.organisation.queries import ListRow, departments_of, matter_names
from jiezhi.organisation.tables.cells import labels_of, limit_in, named, named_limits, named_words, with_limit
from jiezhi.organisation.tables.rows import CellError, RefusedRow, TableRow, rows_of
from jiezhi.places.queries import communities_of, estates_of

SHEET = "责任清单"
CODE, MATTER, COMMUNITY, ESTATE, LEVEL, LEAD, SUPPORTS, TASKS, AMOUNT, UNIT, BASIS = TITLES = (
    "事项编码",
    "事项",
    "社区",
    "小区",
    "等级",
    "主办",
    "协办",
    "协办内容",
    "时限",
    "时限单位",
    "依据",
)
WIDTHS = (16, 20, 14, 18, 8, 22, 36, 44, 8, 12, 36)
LineKey = tuple[UUID, UUID | None, UUID | None, str, UUID]


@dataclass
class TableRead:
    """What a file holds."""

    drafts: list[LineDraft] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def list_sheet(rows: Iterable[ListRow]) -> OutSheet:
    """Lay lines out as a table that can be brought in again."""
    with translation.override("zh-hans"):
        return OutSheet(SHEET, TITLES, [_cells(row) for row in rows], WIDTHS)


def _cells(row: ListRow) -> list[Out]:
    supports = [
        with_limit(each.department.name, each.limit_amount, each.limit_unit) for each in row.supports.all()
    ]
    return [
        row.matter.code,
        row.matter.name,
        row.community.name if row.community else "",
        row.estate.name if row.estate else "",
        row.get_level_display() if row.level else "",
        row.lead.name,
        "、".join(supports),
        "\n".join(f"{each.department.name}：{each.task}" for each in row.supports.all() if each.task),
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
    called: dict[UUID, str]
    homes: dict[UUID, UUID]


def street_names(street_id: UUID) -> Names:
    """Read the names of a street, in four statements; a name that two matters share stands for neither."""
    codes: dict[str, UUID] = {}
    matters: dict[str, UUID | None] = {}
    called: dict[UUID, str] = {}
    for pk, code, name in matter_names(street_id):
        called[pk] = name
        codes[code] = pk
        matters[name] = None if name in matters else pk
    estates = estates_of(street_id)
    return Names(
        codes=codes,
        matters=matters,
        communities={row.name: row.pk for row in communities_of(street_id)},
        estates={row.name: row.pk for row in estates},
        departments={row.name: row.pk for row in departments_of(street_id)},
        levels=labels_of(OrderLevel),
        units=labels_of(LimitUnits),
        called=called,
        homes={row.pk: row.community_id for row in estates},
    )


def read_list(upload: bytes, names: Names) -> TableRead:
    """Read a file, and match each row by its names.

    Raises:
        FileRefusedError: It is no table, or none of its sheets has the titles of the list.
    """
    read = TableRead()
    seen: set[LineKey] = set()
    for row in rows_of(upload, TITLES, is_list=_is_list, needed=f"{MATTER}、{LEAD}"):
        try:
            draft = _draft(row, names)
            _require_first(draft, seen)
        except CellError as problem:
            read.refused.append(row.refused(problem))
        else:
            seen.add(draft.key)
            read.drafts.append(draft)
    return read


def _is_list(titles: Collection[str]) -> bool:
    return LEAD in titles and (CODE in titles or MATTER in titles)


def _require_first(draft: LineDraft, seen: set[LineKey]) -> None:
    if draft.key in seen:
        raise CellError(MATTER, _("The same matter, place, level and lead stand in a row above."))


def _draft(row: TableRow, names: Names) -> LineDraft:
    community_id, estate_id = _place(row.text(COMMUNITY), row.text(ESTATE), names)
    level, wrong_level = row.text(LEVEL), _("Write the level as in the table that was fetched.")
    lead, no_department = row.text(LEAD), _("No department of this street is called so.")
    return LineDraft(
        matter_id=_matter(row.text(CODE), row.text(MATTER), names),
        lead_id=named(LEAD, lead, names.departments, no_department),
        community_id=community_id,
        estate_id=estate_id,
        level=named(LEVEL, level, names.levels, wrong_level) if level else "",
        supports=_with_tasks(row, _supports(row.text(SUPPORTS), lead, names), names),
        limit=limit_in(AMOUNT, row.text(AMOUNT), row.text(UNIT), names.units),
        basis=row.short(BASIS, 200),
    )


def _matter(code: str, name: str, names: Names) -> UUID:
    found = names.codes.get(code) if code else names.matters.get(name)
    if found is None:
        column = CODE if code else MATTER
        raise CellError(column, _("No matter in use is called so, or several are. Write its code."))
    if code and name and names.called[found] != name:
        raise CellError(MATTER, _("The code belongs to another matter. Correct the code or the name."))
    return found


def _place(community: str, estate: str, names: Names) -> tuple[UUID | None, UUID | None]:
    """Give the community or the estate of a row; the community beside an estate must be the one it lies in."""
    community_id = estate_id = None
    if community:
        words = _("No community of this street is called so.")
        community_id = named(COMMUNITY, community, names.communities, words)
    if estate:
        estate_id = named(ESTATE, estate, names.estates, _("No estate of this street is called so."))
        if community_id not in (None, names.homes[estate_id]):
            raise CellError(COMMUNITY, _("The estate lies in another community. Correct one of them."))
    return (None, estate_id) if estate_id else (community_id, None)


def _supports(text: str, lead: str, names: Names) -> tuple[SupportDraft, ...]:
    found: dict[UUID, SupportDraft] = {}
    words = _("No department of this street is called so.")
    for name, department, limit in named_limits(SUPPORTS, text, names.departments, names.units, words):
        if name == lead or department in found:
            raise CellError(SUPPORTS, _("A department stands twice in the row. Name each once."))
        found[department] = SupportDraft(department, limit)
    return tuple(found.values())


def _with_tasks(row: TableRow, supports: tuple[SupportDraft, ...], names: Names) -> tuple[SupportDraft, ...]:
    """Give each support what it does; a file without the column leaves what the draft says."""
    if not row.has(TASKS):
        return supports
    departments = {each.department_id for each in supports}
    called = {name: pk for name, pk in names.departments.items() if pk in departments}
    words = _("Write a line for each support of this row, beginning with its name.")
    tasks = named_words(TASKS, row.text(TASKS), called, words)
    return tuple(replace(each, task=tasks.get(each.department_id, "")) for each in supports)
