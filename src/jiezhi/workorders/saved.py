"""Reads of saved filters: one's own, and those that one's departments share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.db import count_together
from jiezhi.kit.errors import MissingError
from jiezhi.organisation.staff import staff_of_department
from jiezhi.workorders.models import SavedFilter, WorkOrder
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.queries import OrderFilter, filtered_orders

SAVED_CAP = 99
"""A count beside a name says whether something is there; a list says how many."""
MOST_SAVED = 12
"""Own ones, and as many that a department shares: more is no shortcut."""
COUNTED = frozenset(
    (
        "state", "is_unfinished", "is_late", "is_answer_late", "matter_id", "lead_id", "community_id", "is_outside",
        "opened_from", "opened_until",
    )
)  # fmt: skip
"""What an index narrows. Anything else is looked for in every order of the street: such a filter shows no number."""


@dataclass(frozen=True)
class SavedLine:
    """A saved filter as the list shows it.

    Args:
        saved: With its name and address.
        count: How many orders it has now, `99+` from there on; empty where counting would walk all orders.
        is_current: Whether the list shows just that.
        may_tend: Whether the reader may take it off.
    """

    saved: SavedFilter
    count: str
    is_current: bool = False
    may_tend: bool = False


def visible_filters(actor: Actor) -> QuerySet[SavedFilter]:
    """Give the filters that the actor keeps, and those that are shared with their departments."""
    rows = SavedFilter.objects.filter(sub_district_id=actor.tenant_id)
    shared = Q(department_id__in=actor.scope.department_ids)
    if actor.department_id:
        shared |= Q(department_id=actor.department_id)
    return rows.filter(Q(keeper_id=actor.id, department=None) | shared).order_by("position", "saved_at", "id")


def get_filter(actor: Actor, filter_id: UUID) -> SavedFilter:
    """Give a saved filter of the actor or their department.

    Raises:
        MissingError: There is none.
    """
    found = visible_filters(actor).filter(pk=filter_id).first()
    if found is None:
        raise MissingError(_("There is no such saved filter of yours or of your department."))
    return found


def may_tend(actor: Actor, saved: SavedFilter, *, on: date) -> bool:
    """Whether the actor may take a filter off or write over it: whoever keeps it, and once they left, a colleague.

    One statement where a colleague shares it.
    """
    return saved.keeper_id == actor.id or _is_left_behind(saved, _staff_of([saved], on=on))


def tended_lines(actor: Actor, *, read: Callable[[str], OrderFilter], at: datetime) -> list[SavedLine]:
    """Give the saved filters as `saved_lines`, each with whether the actor may take it off."""
    on = timezone.localdate(at)
    lines = saved_lines(actor, read=read, at=at)
    others = [line.saved for line in lines if line.saved.keeper_id != actor.id]
    staff = _staff_of(others, on=on)
    return [
        replace(line, may_tend=line.saved.keeper_id == actor.id or _is_left_behind(line.saved, staff))
        for line in lines
    ]


def _staff_of(saved: Sequence[SavedFilter], *, on: date) -> dict[UUID, set[str]]:
    """Give who is in the departments that share some filters, in one statement a department."""
    departments = {row.department_id for row in saved if row.department_id}
    return {pk: {str(one.pk) for one in staff_of_department(pk, allowed=VIEW, on=on)} for pk in departments}


def _is_left_behind(saved: SavedFilter, staff: Mapping[UUID, set[str]]) -> bool:
    """Whether whoever shared a filter is in its department no more."""
    return saved.department_id is not None and saved.keeper_id not in staff.get(saved.department_id, set())


def is_counted(wanted: OrderFilter) -> bool:
    """Whether an index serves all that a filter narrows."""
    return all(
        column.name in COUNTED or getattr(wanted, column.name) == column.default for column in fields(wanted)
    )


def saved_lines(
    actor: Actor, *, read: Callable[[str], OrderFilter], at: datetime, here: str = ""
) -> list[SavedLine]:
    """Give the saved filters with how many orders each has: one statement, and one where there are any.

    Args:
        actor: Whose.
        read: Gives what an address narrows a list to.
        at: Now, for what is late.
        here: The address of the list that is shown, as `plain_query` writes it.
    """
    saved = list(visible_filters(actor))
    wanted = {row.pk: read(row.query) for row in saved}
    counted = [row.pk for row in saved if is_counted(wanted[row.pk])]
    asked = [to_count(actor, wanted[pk], at=at) for pk in counted]
    counts = dict(zip(counted, count_together(asked), strict=True)) if asked else {}
    return [SavedLine(row, _shown(counts.get(row.pk)), is_current=row.query == here) for row in saved]


def to_count(actor: Actor, wanted: OrderFilter, *, at: datetime) -> QuerySet[WorkOrder]:
    """Give the orders of a filter, to be counted up to one above `SAVED_CAP`."""
    orders = filtered_orders(actor, wanted, at=at)
    has_state = wanted.state or wanted.is_unfinished or wanted.is_late
    # Sorted as the index has it: of many states at once SQLite else walks from the oldest order, which is closed.
    return orders.order_by(*(("state", "due_at") if has_state else ()))[: SAVED_CAP + 1]


def _shown(count: int | None) -> str:
    if count is None:
        return ""
    return f"{SAVED_CAP}+" if count > SAVED_CAP else str(count)
