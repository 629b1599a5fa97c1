"""Reads of work orders, in a known number of statements and only within the actor's area."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, F, Model, OrderBy, OuterRef, Q, QuerySet, UUIDField
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.kit.kept_query import KeptQuery, Slot
from jiezhi.kit.models import StoredPicture
from jiezhi.workorders.choices import (
    ANSWER_AWAITED,
    CLOCK_RUNS,
    HANDED_OVER,
    LEAD_ACTS,
    UNFINISHED,
    ExtensionState,
    OrderState,
)
from jiezhi.workorders.models import Extension, OrderEntry, WorkOrder
from jiezhi.workorders.outcomes import complaints, is_overdue, outcomes
from jiezhi.workorders.search import order_search

Row = TypeVar("Row", bound=Model)
PICTURE_OWNER = "workorders.order"
PAGE_ROWS = 50
SENT_BACK_OFTEN = 2
"""How often an order came back before it stands out."""
COUNT_CAP = 1000
"""Counting further costs more than it tells: the page says "more than 1,000"."""


@dataclass(frozen=True)
class OrderFilter:
    """What a list of orders is narrowed to; None leaves a column open.

    `outcome` names a measure's yes or no, so that a figure opens exactly the orders behind it; `is_outside` leaves
    those that lie in no community, `is_sent_back_often` those that came back `SENT_BACK_OFTEN` times.
    """

    state: str | None = None
    is_unfinished: bool = False
    is_late: bool = False
    matter_id: UUID | None = None
    lead_id: UUID | None = None
    community_id: UUID | None = None
    opened_from: date | None = None
    opened_until: date | None = None
    cause_id: UUID | None = None
    outcome: str | None = None
    hand_over: str | None = None
    is_answer_late: bool = False
    is_outside: bool = False
    is_sent_back_often: bool = False
    is_reopened: bool = False
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the list is not narrowed at all."""
        return all(getattr(self, column.name) == column.default for column in fields(self))


def visible_orders(actor: Actor) -> QuerySet[WorkOrder]:
    """Give the orders within the actor's area: the whole street, the own departments, the own communities."""
    orders = WorkOrder.objects.filter(sub_district_id=actor.tenant_id)
    if actor.scope.whole:
        return orders
    return orders.filter(
        Q(lead_id__in=actor.scope.department_ids) | Q(community_id__in=actor.scope.community_ids)
    )


def of_area(actor: Actor, rows: QuerySet[Row], *, order: str = "order") -> QuerySet[Row]:
    """Give the rows of the street whose order lies within the actor's area; for the whole street nothing is asked.

    Args:
        actor: Whose area.
        rows: Few of many, such as wishes that wait: each is asked for its order, since the ids of an area would be
            read in full.
        order: The way from a row to its order's key.
    """
    return (
        rows if actor.scope.whole else rows.filter(Exists(visible_orders(actor).filter(pk=OuterRef(order))))
    )


def is_visible(actor: Actor, order: WorkOrder) -> bool:
    """Whether an order of the actor's street lies within their area: what `visible_orders` asks of the database."""
    scope = actor.scope
    return scope.whole or order.lead_id in scope.department_ids or order.community_id in scope.community_ids


@dataclass(frozen=True)
class Area:
    """Where a thing lies and who leads it: by this it is within somebody's area or not."""

    community_id: UUID | None
    community_name: str | None
    lead_id: UUID | None
    lead_name: str | None


def area_of_order(sub_district_id: UUID, number: str) -> Area | None:
    """Give where an order of the street lies, and nothing of what stands in it."""
    orders = WorkOrder.objects.filter(sub_district_id=sub_district_id, number=number)
    row = orders.values_list("community_id", "community__name", "lead_id", "lead__name").first()
    return Area(*row) if row else None


SORTS: dict[str, tuple[OrderBy | str, ...]] = {
    "": ("-opened_at", "-id"),
    "due": (F("due_at").asc(nulls_last=True), "-id"),
    "-due": (F("due_at").desc(nulls_last=True), "-id"),
}
"""How a list may be ordered; the newest first unless something else is asked for."""


def order_rows(actor: Actor, wanted: OrderFilter, *, at: datetime, page: int = 1) -> list[WorkOrder]:
    """Give one page of a list of orders, newest first, in one statement with everything a row shows.

    Args:
        actor: Whose area.
        wanted: What the list is narrowed to.
        at: Now, for what is late.
        page: From 1; a page has `PAGE_ROWS` rows.
    """
    start = (max(page, 1) - 1) * PAGE_ROWS
    return list(_rows(filtered_orders(actor, wanted, at=at))[start : start + PAGE_ROWS])


def filtered_orders(actor: Actor, wanted: OrderFilter, *, at: datetime) -> QuerySet[WorkOrder]:
    """Narrow the visible orders."""
    orders = visible_orders(actor)
    columns = {
        "state": wanted.state,
        "hand_over": wanted.hand_over,
        "matter_id": wanted.matter_id,
        "lead_id": wanted.lead_id,
        "community_id": wanted.community_id,
        "opened_on__gte": wanted.opened_from,
        "opened_on__lte": wanted.opened_until,
    }
    asked = _conditions(wanted, at=at)
    named = {name: value for name, value in columns.items() if value}
    orders = orders.filter(*asked, **named) if asked or named else orders
    if wanted.words:
        search = order_search(actor, wanted.words)
        orders = orders.filter(search.ask()) if search else orders.none()
    return orders


def _conditions(wanted: OrderFilter, *, at: datetime) -> list[Q]:
    """Give what is asked beyond plain columns; nothing else is built, since twelve saved filters are twelve queries."""
    boxes = {
        "is_unfinished": partial(Q, state__in=UNFINISHED),
        "is_late": partial(is_overdue, at),
        "is_outside": partial(Q, community=None),
        "is_sent_back_often": partial(Q, sent_back_count__gte=SENT_BACK_OFTEN),
        "is_reopened": partial(Q, reopened_count__gte=1),
        "is_answer_late": partial(Q, state__in=ANSWER_AWAITED, step_due_at__lt=at),
    }
    asked = [condition() for name, condition in boxes.items() if getattr(wanted, name)]
    if wanted.opened_from or wanted.opened_until:
        # What is counted of a period is counted by the order that answers for it.
        asked.append(Q(merged_into__isnull=True))
    if wanted.cause_id:
        asked += [complaints(), Q(matter__cause_id=wanted.cause_id)]
    if wanted.outcome and wanted.outcome in (known := outcomes(at)):
        asked.append(known[wanted.outcome])
    return asked


def capped_count(orders: QuerySet[Any], *, cap: int = COUNT_CAP) -> int:
    """Count orders up to the cap plus one."""
    return orders.order_by()[: cap + 1].count()


_STREET, _ORDER_ID = Slot("street_id", UUIDField()), Slot("order_id", UUIDField())
_ORDER = KeptQuery(
    lambda: (
        WorkOrder.objects.select_related(
            "matter", "lead", "first_receiver", "community", "estate", "grid_cell"
        )
        # A whistle, or what patrol saw, may have nobody who reported it.
        .annotate(is_reported=Exists(WorkOrder.objects.filter(pk=OuterRef("pk"), concerns__isnull=False)))
        .filter(sub_district_id=_STREET, pk=_ORDER_ID)
    )
)
_ENTRIES = KeptQuery(
    lambda: (
        OrderEntry.objects.select_related("department", "old_matter", "new_matter")
        .filter(order_id=_ORDER_ID)
        .order_by("at", "id")
    )
)
_EXTENSIONS = KeptQuery(lambda: Extension.objects.filter(order_id=_ORDER_ID).order_by("asked_at"))
_PICTURES = KeptQuery(
    lambda: StoredPicture.objects.filter(owner_kind=PICTURE_OWNER, owner_id=_ORDER_ID).order_by("created_at")
)


def get_order(actor: Actor, order_id: UUID) -> WorkOrder:
    """Give an order with everything its page shows, in one statement.

    Raises:
        MissingError: No such order in the actor's area; outside it looks the same as missing.
    """
    orders = _ORDER.rows(street_id=actor.tenant_id, order_id=order_id)
    if not orders or not is_visible(actor, orders[0]):
        raise MissingError(_("There is no such work order in your area."))
    return orders[0]


def history_of(order: WorkOrder) -> list[OrderEntry]:
    """Give an order's history, oldest first, in one statement."""
    return _ENTRIES.rows(order_id=order.pk)


def extensions_of(order: WorkOrder) -> list[Extension]:
    """Give the wishes for more time of an order, oldest first."""
    return _EXTENSIONS.rows(order_id=order.pk)


def waiting_extensions(actor: Actor) -> QuerySet[Extension]:
    """Give the wishes for more time about orders of the area that nobody has decided."""
    waiting = Extension.objects.filter(sub_district_id=actor.tenant_id, state=ExtensionState.ASKED)
    return of_area(actor, waiting)


def pictures_of(order: WorkOrder) -> list[StoredPicture]:
    """Give the pictures that were added to an order, oldest first."""
    return _PICTURES.rows(order_id=order.pk)


def get_picture(order: WorkOrder, picture_id: UUID) -> StoredPicture:
    """Give a picture of an order.

    Raises:
        MissingError: The order has no such picture.
    """
    picture = StoredPicture.objects.filter(owner_kind=PICTURE_OWNER, owner_id=order.pk, pk=picture_id).first()
    if picture is None:
        raise MissingError(_("This work order has no such picture."))
    return picture


def has_pictures(order: WorkOrder) -> bool:
    """Whether a picture was added since the present step began.

    A check that failed begins the handling anew: neither the picture of the first try counts again, nor the one
    that the grid worker took at that very moment.
    """
    pictures = StoredPicture.objects.filter(owner_kind=PICTURE_OWNER, owner_id=order.pk)
    return pictures.filter(created_at__gt=order.step_entered_at).exists()


def orders_to_check(actor: Actor, *, limit: int = PAGE_ROWS) -> list[WorkOrder]:
    """Give the orders of the area that wait for the on-site check, the nearest limit first."""
    waiting = visible_orders(actor).filter(state=OrderState.AWAITING_CHECK)
    nearest = F("step_due_at").asc(nulls_last=True)
    rows = waiting.select_related("matter", "lead", "community", "estate")
    rows = rows.prefetch_related("matter__step_limits")
    return list(rows.order_by(nearest, "step_entered_at", "id")[:limit])


def rows_to_check(actor: Actor) -> QuerySet[WorkOrder]:
    """Give the orders of the area that wait for the on-site check, to be counted up to one above the cap."""
    return visible_orders(actor).filter(state=OrderState.AWAITING_CHECK)[: COUNT_CAP + 1]


def orders_in_own_hands(actor: Actor) -> QuerySet[WorkOrder]:
    """Give the orders that lie with the actor's departments."""
    return WorkOrder.objects.filter(
        sub_district_id=actor.tenant_id,
        lead_id__in=actor.scope.department_ids,
        state__in=LEAD_ACTS,
    )


def rows_in_own_hands(actor: Actor) -> QuerySet[WorkOrder]:
    """Give the same orders, to be counted up to one above the cap."""
    return orders_in_own_hands(actor)[: COUNT_CAP + 1]


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


def _rows(orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    return orders.select_related("matter", "lead", "community", "estate").order_by(*SORTS[""])


def overdue_by_state(*, at: datetime) -> dict[str, int]:
    """Give for each state in which the clock runs how many orders of all streets are overdue, in one statement."""
    late = WorkOrder.objects.filter(is_overdue(at)).values_list("state").annotate(count=Count("id"))
    counts: dict[str, int] = {state.value: 0 for state in CLOCK_RUNS}
    return counts | dict(late.order_by("state"))


def find_order_id(actor: Actor, number: str) -> UUID | None:
    """Give the id of the order with this number, if it lies within the actor's area; one statement."""
    return visible_orders(actor).filter(number=number).values_list("pk", flat=True).first()


def overdue_orders(*, at: datetime) -> QuerySet[WorkOrder]:
    """Give the orders of every street whose clock runs and whose limit has passed."""
    return WorkOrder.objects.filter(is_overdue(at))


def answer_late_orders(*, at: datetime) -> QuerySet[WorkOrder]:
    """Give the orders of every street that nobody has taken on by the limit of that step."""
    return WorkOrder.objects.filter(state__in=HANDED_OVER, step_due_at__lt=at)


def rework_count(order: WorkOrder) -> int:
    """Give how often an order was found not done, on site or by a reporter: the same rework that the rate counts."""
    return order.failed_check_count + order.reopened_count


def waiting_orders() -> QuerySet[WorkOrder]:
    """Give the orders of all streets that wait for an outcome elsewhere, for what must hold of them."""
    return WorkOrder.objects.filter(state=OrderState.WAITING)


def waiting_for_callback() -> QuerySet[WorkOrder]:
    """Give the orders of all streets that wait for the callback, for what must hold of them."""
    return WorkOrder.objects.filter(state=OrderState.AWAITING_CALLBACK)


def find_any_order(order_id: UUID) -> WorkOrder | None:
    """Give an order of whichever street, for news of it; None when there is none."""
    return WorkOrder.objects.filter(pk=order_id).first()
