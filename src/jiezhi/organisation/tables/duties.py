"""The duty list of a street as a table file: written out, and read back as what each entry shall say."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from jiezhi.intake.sheets.writing import Out, OutSheet
from jiezhi.kit.actor import Actor
from jiezhi.organisation.actions import BroughtDuty, DutyDraft
from jiezhi.organisation.choices import DutyKind
from jiezhi.organisation.models import DutyEntry
from jiezhi.organisation.queries import departments_of, duties_of, matter_tree
from jiezhi.organisation.tables.cells import labels_of, named
from jiezhi.organisation.tables.rows import VERSION, CellError, RefusedRow, TableRow, require_fresh, rows_of

SHEET = "履职事项清单"
CODE, NAME, KIND, OWNER, MATTER, BASIS, NUMBER, BASIS_ON, BEGINS, ENDS, _VERSION = TITLES = (
    "编号",
    "履职事项",
    "类别",
    "承担单位",
    "事项编码",
    "依据文件",
    "文号",
    "文件日期",
    "生效日期",
    "失效日期",
    VERSION,
)
WIDTHS = (10, 44, 28, 22, 18, 36, 22, 14, 14, 14, 6)


@dataclass
class DutiesRead:
    """What a file holds: the entries that it adds or changes, how many it leaves as they are, and wrong rows."""

    brought: list[BroughtDuty] = field(default_factory=list)
    same: int = 0
    refused: list[RefusedRow] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    kept: dict[str, DutyEntry]
    departments: dict[str, UUID]
    matters: dict[str, UUID]
    kinds: dict[str, str]


def duty_sheet(duties: Iterable[DutyEntry]) -> OutSheet:
    """Lay entries out as a table that can be brought in again."""
    with translation.override("zh-hans"):
        return OutSheet(SHEET, TITLES, [_cells(duty) for duty in duties], WIDTHS)


def _cells(duty: DutyEntry) -> list[Out]:
    return [
        duty.code,
        duty.name,
        duty.get_kind_display(),
        duty.owner_name,
        duty.matter.code if duty.matter else "",
        duty.basis_title,
        duty.basis_number,
        _written(duty.basis_on),
        _written(duty.in_force_from),
        _written(duty.in_force_until),
        duty.version,
    ]


def _written(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def read_duties(upload: bytes, actor: Actor) -> DutiesRead:
    """Read a file, and match each row by its code; columns that the file leaves out stay as they are.

    Raises:
        FileRefusedError: It is no table, or none of its sheets has the titles of the list.
    """
    read = DutiesRead()
    rows = rows_of(upload, TITLES, is_list=_is_list, needed=f"{CODE}、{NAME}")
    known = _Known(
        kept={duty.code: duty for duty in duties_of(actor)},
        departments={row.name: row.pk for row in departments_of(actor.tenant_id)},
        matters={row.matter.code: row.matter.pk for row in matter_tree(actor)},
        kinds=labels_of(DutyKind),
    )
    seen: set[str] = set()
    for row in rows:
        try:
            brought = _brought(row, known, seen)
        except CellError as problem:
            read.refused.append(row.refused(problem))
            continue
        seen.add(brought.draft.code)
        now = known.kept.get(brought.draft.code)
        if now is not None and _is_same(brought, now):
            read.same += 1
        else:
            read.brought.append(brought)
    return read


def draft_of(duty: DutyEntry) -> DutyDraft:
    """Give what an entry says now."""
    return DutyDraft(
        code=duty.code,
        name=duty.name,
        kind=duty.kind,
        basis_title=duty.basis_title,
        in_force_from=duty.in_force_from,
        owner=duty.owner,
        department_id=duty.department_id,
        matter_id=duty.matter_id,
        basis_number=duty.basis_number,
        basis_on=duty.basis_on,
    )


def _is_list(titles: Collection[str]) -> bool:
    return CODE in titles and NAME in titles


def _brought(row: TableRow, known: _Known, seen: Collection[str]) -> BroughtDuty:
    code = row.short(CODE, 32)
    if not code:
        raise CellError(CODE, _("Enter the number of the entry."))
    if code in seen:
        raise CellError(CODE, _("The same code stands in a row above."))
    kept = known.kept.get(code)
    before = draft_of(kept) if kept else None
    owner, department_id = _owner(row, kept, known)
    begins = row.day(BEGINS) if row.has(BEGINS) or not before else before.in_force_from
    until_on = row.day(ENDS) if row.has(ENDS) or not kept else kept.in_force_until
    if begins is None:
        raise CellError(BEGINS, _("Enter the day."))
    if until_on is not None and until_on < begins:
        raise CellError(ENDS, _("The entry would end before it begins. Check the day."))
    draft = DutyDraft(
        code=code,
        name=_required(row, NAME, 200, _("Enter what the duty is.")),
        kind=_kind(row, before, known),
        basis_title=before.basis_title
        if before and not row.has(BASIS)
        else _required(row, BASIS, 200, _("Name the document the entry rests on.")),
        in_force_from=begins,
        owner=owner,
        department_id=department_id,
        matter_id=_matter(row, before, known),
        basis_number=row.short(NUMBER, 64) if row.has(NUMBER) or not before else before.basis_number,
        basis_on=row.day(BASIS_ON) if row.has(BASIS_ON) or not before else before.basis_on,
    )
    brought = BroughtDuty(draft, until_on, kept.version if kept else None)
    if kept and not _is_same(brought, kept):
        require_fresh(row, kept.version)
    return brought


def _is_same(brought: BroughtDuty, now: DutyEntry) -> bool:
    return (brought.draft, brought.until_on) == (draft_of(now), now.in_force_until)


def _required(row: TableRow, column: str, longest: int, missing: str) -> str:
    text = row.short(column, longest)
    if not text:
        raise CellError(column, missing)
    return text


def _kind(row: TableRow, before: DutyDraft | None, known: _Known) -> str:
    if before and not row.has(KIND):
        return before.kind
    return named(KIND, row.text(KIND), known.kinds, _("Write the kind as in the table that was fetched."))


def _owner(row: TableRow, kept: DutyEntry | None, known: _Known) -> tuple[str, UUID | None]:
    """Give whose duty it is: a department of the street where one is called so, the words as written otherwise."""
    text = row.short(OWNER, 64)
    if kept and (not row.has(OWNER) or text == kept.owner_name):
        return kept.owner, kept.department_id
    department_id = known.departments.get(text)
    return ("", department_id) if department_id else (text, None)


def _matter(row: TableRow, before: DutyDraft | None, known: _Known) -> UUID | None:
    if before and not row.has(MATTER):
        return before.matter_id
    code = row.text(MATTER)
    return (
        named(MATTER, code, known.matters, _("This street has no matter with this code.")) if code else None
    )
