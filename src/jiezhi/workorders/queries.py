"""Reads of work orders, in a known number of statements and only within the actor's area."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.kit.models import StoredPicture
from jiezhi.workorders.choices import CLOCK_RUNS, UNFINISHED, ExtensionState, OrderState
from jiezhi.workorders.models import Extension, OrderEntry, WorkOrder

PICTURE_OWNER = "workorders.order"
PAGE_ROWS = 50
COUNT_CAP = 1000
"""Counting further costs more than it tells: the page says "more than 1,000"."""


@dataclass(frozen=True)
class OrderFilter:
    """What a list of orders is narrowed to; None leaves a column open.

    `outcome` names a measure's yes or no, so that a figure opens exactly the orders behind it.
    """

    state: str | None = None
    is_unfinished: bool = False
    is_late: bool = False
    matter_id: UUID | None = None
    lead_id: UUID | None = None
    community_id: UUID | None = None
    opened_from: date | None = None
    opened_until: date | None = None
    outcome: str | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the list is not narrowed at all."""
        return all(getattr(self, column.name) == column.default for column in fields(self))


OUTCOMES: dict[str, Q] = {
    "done": Q(resolved_at__isnull=False),
    "on_time": Q(resolved_at__isnull=False, resolved_at__lte=F("due_at")),
    "late": Q(resolved_at__isnull=False, resolved_at__gt=F("due_at")),
    "answered": Q(was_solved__isnull=False),
    "solved": Q(was_solved=True),
    "unsolved": Q(was_solved=False),
    "satisfied": Q(was_satisfied=True),
    "unsatisfied": Q(was_satisfied=False),
}
"""The yes and no behind each measure, defined once for the figure and for the list that it opens."""


def visible_orders(actor: Actor) -> QuerySet[WorkOrder]:
    """Give the orders within the actor's area: the whole street, the own departments, the own communities."""
    orders = WorkOrder.objects.filter(sub_district_id=actor.tenant_id)
    if actor.scope.whole:
        return orders
    return orders.filter(
        Q(lead_id__in=actor.scope.department_ids) | Q(community_id__in=actor.scope.community_ids)
    )


def order_rows(actor: Actor, wanted: OrderFilter, *, at: datetime, page: int = 1) -> list[WorkOrder]:
    """Give one page of a list of orders, newest first, in one statement with everything a row shows.

    Args:
        actor: Whose area.
        wanted: What the list is narrowed to.
        at: Now, for what is late.
        page: From 1; a page has `PAGE_ROWS` rows.
    """
    orders = filtered_orders(actor, wanted, at=at).select_related("matter", "lead", "community", "estate")
    start = (max(page, 1) - 1) * PAGE_ROWS
    return list(orders.order_by("-opened_at", "-id")[start : start + PAGE_ROWS])


def filtered_orders(actor: Actor, wanted: OrderFilter, *, at: datetime) -> QuerySet[WorkOrder]:
    """Narrow the visible orders."""
    orders = visible_orders(actor)
    columns = {
        "state": wanted.state,
        "matter_id": wanted.matter_id,
        "lead_id": wanted.lead_id,
        "community_id": wanted.community_id,
        "opened_on__gte": wanted.opened_from,
        "opened_on__lte": wanted.opened_until,
    }
    orders = orders.filter(**{name: value for name, value in columns.items() if value})
    if wanted.is_unfinished:
        orders = orders.filter(state__in=UNFINISHED)
    if wanted.is_late:
        orders = orders.filter(state__in=CLOCK_RUNS, due_at__lt=at)
    if wanted.outcome in OUTCOMES:
        orders = orders.filter(OUTCOMES[wanted.outcome])
    if wanted.words:
        orders = orders.filter(Q(number__icontains=wanted.words) | Q(brief__icontains=wanted.words))
    return orders


def capped_count(orders: QuerySet[WorkOrder], *, cap: int = COUNT_CAP) -> int:
    """Count orders up to the cap plus one."""
    return orders.order_by()[: cap + 1].count()


def get_order(actor: Actor, order_id: UUID) -> WorkOrder:
    """Give an order with everything its page shows, in one statement.

    Raises:
        MissingError: No such order in the actor's area; outside it looks the same as missing.
    """
    related = ("matter__parent", "lead", "community", "estate", "grid_cell")
    order = visible_orders(actor).select_related(*related).filter(pk=order_id).first()
    if order is None:
        raise MissingError(_("There is no such work order in your area."))
    return order


def history_of(order: WorkOrder) -> list[OrderEntry]:
    """Give an order's history, oldest first, in one statement."""
    return list(order.entries.select_related("department").order_by("at", "id"))


def extensions_of(order: WorkOrder) -> list[Extension]:
    """Give the wishes for more time of an order, oldest first."""
    return list(order.extensions.order_by("asked_at"))


def extensions_waiting(actor: Actor, *, limit: int = 50) -> list[Extension]:
    """Give the wishes for more time that wait for a decision, oldest first, in one statement."""
    wishes = Extension.objects.filter(
        sub_district_id=actor.tenant_id, state=ExtensionState.ASKED, order__in=visible_orders(actor)
    )
    return list(wishes.select_related("order__matter", "order__lead").order_by("asked_at")[:limit])


def pictures_of(order: WorkOrder) -> list[StoredPicture]:
    """Give the pictures that were added to an order, oldest first."""
    return list(
        StoredPicture.objects.filter(owner_kind=PICTURE_OWNER, owner_id=order.pk).order_by("created_at")
    )


def has_pictures(order: WorkOrder) -> bool:
    """Whether a picture was added since the order last came to the department."""
    pictures = StoredPicture.objects.filter(owner_kind=PICTURE_OWNER, owner_id=order.pk)
    return pictures.filter(created_at__gte=order.accepted_at or order.opened_at).exists()


def counts_by_state(actor: Actor) -> dict[str, int]:
    """Give how many unfinished orders of the area stand in each state, in one statement."""
    rows = (
        visible_orders(actor)
        .filter(state__in=UNFINISHED)
        .values_list("state")
        .annotate(Count("id"))
        .order_by()
    )
    found = dict(rows)
    return {state.value: found.get(state.value, 0) for state in OrderState if state in UNFINISHED}
