"""The matters of a street as a table file: written out, and read back as what each shall be."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from jiezhi.core.levels import tree_faults
from jiezhi.intake.sheets.writing import Out, OutSheet
from jiezhi.kit.actor import Actor
from jiezhi.kit.ids import new_id
from jiezhi.organisation.actions import BroughtMatter, MatterDraft, name_words, placing_words
from jiezhi.organisation.choices import FlowName, LimitedStep, LimitUnits
from jiezhi.organisation.models import Matter
from jiezhi.organisation.queries import NOT_KEPT, MatterRow, list_choices, matter_tree
from jiezhi.organisation.tables.cells import labels_of, limit_in, named, named_limits, with_limit, yes_or_no
from jiezhi.organisation.tables.rows import VERSION, CellError, RefusedRow, TableRow, require_fresh, rows_of

SHEET = "事项清单"
CODE, NAME, PARENT, FLOW, AMOUNT, UNIT, STEPS, KEYWORDS, PHOTO, CAUSE, USED, _VERSION = TITLES = (
    "事项编码",
    "名称",
    "上级编码",
    "办理流程",
    "时限",
    "时限单位",
    "步骤时限",
    "关键词",
    "需要照片",
    "投诉原因",
    "在用",
    VERSION,
)
WIDTHS = (20, 24, 20, 28, 8, 12, 36, 40, 10, 16, 8, 6)
CODE_SHAPE = re.compile(r"[-a-zA-Z0-9_]{1,32}")
BETWEEN_WORDS = re.compile(r"[\s,，、;；]+")


@dataclass
class MattersRead:
    """What a file holds: the matters that it adds or changes, how many it leaves as they are, and wrong rows."""

    brought: list[BroughtMatter] = field(default_factory=list)
    same: int = 0
    refused: list[RefusedRow] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    kept: dict[str, Matter]
    ids: dict[str, UUID]
    causes: dict[str, UUID]
    flows: dict[str, str]
    steps: dict[str, str]
    units: dict[str, str]


def matter_sheet(rows: Iterable[MatterRow]) -> OutSheet:
    """Lay matters out as a table that can be brought in again, each below the one it stands below."""
    with translation.override("zh-hans"):
        found = list(rows)
        codes = {row.matter.pk: row.matter.code for row in found}
        return OutSheet(SHEET, TITLES, [_cells(row.matter, codes) for row in found], WIDTHS)


def _cells(matter: Matter, codes: dict[UUID, str]) -> list[Out]:
    steps = dict(LimitedStep.choices)
    told = [each for each in matter.step_limits.all() if each.step in steps]
    limits = sorted(told, key=lambda each: LimitedStep.values.index(each.step))
    return [
        matter.code,
        matter.name,
        codes.get(matter.parent_id, "") if matter.parent_id else "",
        matter.get_flow_display(),
        matter.limit_amount,
        matter.get_limit_unit_display(),
        "、".join(with_limit(str(steps[each.step]), each.amount, each.unit) for each in limits),
        " ".join(matter.keywords),
        "是" if matter.needs_photo else "否",
        matter.cause.name if matter.cause else "",
        "是" if matter.is_in_use else "否",
        matter.version,
    ]


def read_matters(upload: bytes, actor: Actor) -> MattersRead:
    """Read a file, and match each row by its code; columns that the file leaves out stay as they are.

    Raises:
        FileRefusedError: It is no table, or none of its sheets has the titles of the list.
    """
    read = MattersRead()
    rows = rows_of(upload, TITLES, is_list=_is_list, needed=f"{CODE}、{NAME}")
    kept = {row.matter.code: row.matter for row in matter_tree(actor)}
    ids = {row.text(CODE): new_id() for row in rows} | {code: matter.pk for code, matter in kept.items()}
    causes = {name: pk for pk, name in list_choices(actor.tenant_id).causes}
    labels = (labels_of(FlowName), labels_of(LimitedStep), labels_of(LimitUnits))
    known = _Known(kept, ids, causes, *labels)
    taken: dict[str, tuple[TableRow, BroughtMatter]] = {}
    for row in rows:
        try:
            matter = _brought(row, known, taken)
        except CellError as problem:
            read.refused.append(row.refused(problem))
        else:
            taken[row.text(CODE)] = (row, matter)
    read.refused += [*_misplaced(taken, kept), *_confusable(taken, kept)]
    unchanged = {pk for pk in (_unchanged(matter, kept) for _row, matter in taken.values()) if pk}
    read.brought = [matter for _row, matter in taken.values() if matter.matter_id not in unchanged]
    read.same = len(unchanged)
    return read


def _is_list(titles: Collection[str]) -> bool:
    return CODE in titles and NAME in titles


def _brought(row: TableRow, known: _Known, taken: Collection[str]) -> BroughtMatter:
    code = row.text(CODE)
    if not CODE_SHAPE.fullmatch(code):
        raise CellError(CODE, _("A code is letters, digits and hyphens, such as street-lamp."))
    if code == NOT_KEPT:
        raise CellError(CODE, _("This code is for records of earlier systems. Write another."))
    if code in taken:
        raise CellError(CODE, _("The same code stands in a row above."))
    kept = known.kept.get(code)
    name = row.short(NAME, 64)
    if not name:
        raise CellError(NAME, _("Enter what the matter is called."))
    before = draft_of(kept) if kept else None
    draft = MatterDraft(
        code=code,
        name=name,
        flow=_flow(row, before, known),
        limit=_limit(row, before, known),
        parent_id=_parent(row, before, known),
        step_limits=_steps(row, before, known),
        keywords=_keywords(row, before),
        needs_photo=yes_or_no(row, PHOTO, otherwise=bool(before and before.needs_photo)),
        cause_id=_cause(row, before, known),
    )
    is_in_use = yes_or_no(row, USED, otherwise=kept is None or kept.is_in_use)
    brought = BroughtMatter(known.ids[code], draft, is_in_use, kept.version if kept else None)
    if kept and not _is_same(brought, kept):
        require_fresh(row, kept.version)
    return brought


def draft_of(matter: Matter) -> MatterDraft:
    """Give what a matter is now."""
    return MatterDraft(
        code=matter.code,
        name=matter.name,
        flow=matter.flow,
        limit=(matter.limit_amount, matter.limit_unit),
        parent_id=matter.parent_id,
        step_limits={each.step: (each.amount, each.unit) for each in matter.step_limits.all()},
        keywords=tuple(matter.keywords),
        needs_photo=matter.needs_photo,
        cause_id=matter.cause_id,
    )


def _flow(row: TableRow, before: MatterDraft | None, known: _Known) -> str:
    if before and not row.has(FLOW):
        return before.flow
    return named(
        FLOW, row.text(FLOW), known.flows, _("Write how it is handled as in the table that was fetched.")
    )


def _limit(row: TableRow, before: MatterDraft | None, known: _Known) -> tuple[int, str]:
    if before and not (row.has(AMOUNT) or row.has(UNIT)):
        return before.limit
    limit = limit_in(AMOUNT, row.text(AMOUNT), row.text(UNIT), known.units)
    if limit is None:
        raise CellError(AMOUNT, _("A limit is a number from 1 to 999 with its unit."))
    return limit


def _parent(row: TableRow, before: MatterDraft | None, known: _Known) -> UUID | None:
    if before and not row.has(PARENT):
        return before.parent_id
    code = row.text(PARENT)
    words = _("Neither the street nor the file has a matter with this code.")
    return named(PARENT, code, known.ids, words) if code else None


def _steps(row: TableRow, before: MatterDraft | None, known: _Known) -> dict[str, tuple[int, str]]:
    if before and not row.has(STEPS):
        return before.step_limits
    # What the table does not show it cannot take away.
    kept = before.step_limits.items() if before else ()
    found = {step: limit for step, limit in kept if step not in LimitedStep.values}
    words = _("Write the steps as in the table that was fetched.")
    for _name, step, limit in named_limits(STEPS, row.text(STEPS), known.steps, known.units, words):
        if limit is None or step in found:
            raise CellError(STEPS, _("Write each step once, with its limit in brackets."))
        found[step] = limit
    return found


def _keywords(row: TableRow, before: MatterDraft | None) -> tuple[str, ...]:
    if before and not row.has(KEYWORDS):
        return before.keywords
    return tuple(dict.fromkeys(filter(None, BETWEEN_WORDS.split(row.short(KEYWORDS, 1000)))))


def _cause(row: TableRow, before: MatterDraft | None, known: _Known) -> UUID | None:
    if before and not row.has(CAUSE):
        return before.cause_id
    name = row.text(CAUSE)
    return (
        named(CAUSE, name, known.causes, _("This street has no such cause of complaint.")) if name else None
    )


def _unchanged(matter: BroughtMatter, kept: dict[str, Matter]) -> UUID | None:
    now = kept.get(matter.draft.code)
    return matter.matter_id if now is not None and _is_same(matter, now) else None


def _is_same(matter: BroughtMatter, now: Matter) -> bool:
    return (matter.draft, matter.is_in_use) == (draft_of(now), now.is_in_use)


def _confusable(
    taken: dict[str, tuple[TableRow, BroughtMatter]], kept: dict[str, Matter]
) -> list[RefusedRow]:
    """Find rows that would be called as another one below the same matter; the later row is the wrong one."""
    names = {
        (matter.parent_id, matter.name)
        for code, matter in kept.items()
        if matter.is_in_use and code not in taken
    }
    found = []
    for row, matter in taken.values():
        name = (matter.draft.parent_id, matter.draft.name)
        if matter.is_in_use and name in names:
            found.append(row.refused(CellError(NAME, name_words(matter.draft.name))))
        elif matter.is_in_use:
            names.add(name)
    return found


def _misplaced(taken: dict[str, tuple[TableRow, BroughtMatter]], kept: dict[str, Matter]) -> list[RefusedRow]:
    """Look at the tree as it would be; a fault of one that the file does not name stands at the one above it."""
    parents: dict[str, str | None] = {
        str(matter.pk): str(matter.parent_id) if matter.parent_id else None for matter in kept.values()
    }
    used = {str(matter.pk) for matter in kept.values() if matter.is_in_use}
    rows: dict[str, TableRow] = {}
    for row, matter in taken.values():
        pk = str(matter.matter_id)
        rows[pk] = row
        parents[pk] = str(matter.draft.parent_id) if matter.draft.parent_id else None
        used = used | {pk} if matter.is_in_use else used - {pk}
    # One that would stand below a refused row waits for that row; it is not wrong itself.
    waiting = {above for above in parents.values() if above and above not in parents}
    whole = parents | dict.fromkeys(waiting)
    found: dict[str, RefusedRow] = {}
    for name, fault in tree_faults(whole, used=used | waiting).items():
        at = _named_above(name, whole, rows)
        if at:
            found[at] = rows[at].refused(CellError(PARENT, placing_words(fault)))
    return list(found.values())


def _named_above(name: str, parents: dict[str, str | None], rows: Collection[str]) -> str | None:
    seen: set[str] = set()
    at: str | None = name
    while at and at not in rows and at not in seen:
        seen.add(at)
        at = parents[at]
    return at if at in rows else None
