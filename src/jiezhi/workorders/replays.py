"""Past orders as `core.replay` asks for them, so that a draft of the responsibility list can be tried on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jiezhi.core.deadlines import Limit, LimitUnit, Urgency, WorkingCalendar, due_at, scale_limit
from jiezhi.core.replay import PastCase
from jiezhi.core.routing import Place
from jiezhi.kit.actor import Actor
from jiezhi.organisation.choices import FlowName
from jiezhi.workorders.lists import ListedOrder, listed
from jiezhi.workorders.queries import SORTS, visible_orders

PAST_CAP = 20_000
"""More orders than this are not tried: the newest ones tell enough."""
_COLUMNS = (
    "id", "matter_id", "community_id", "estate_id", "lead_id", "urgency",
    "limit_amount", "limit_unit", "dispatched_at", "due_at", "resolved_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastOrder:
    """A past order with what its clock says.

    Args:
        case: As the replay asks.
        limit: The limit that it was given, before its urgency shortened it.
        dispatched_at: When its clock began.
        resolved_at: When it was done.
    """

    case: PastCase
    limit: tuple[int, str]
    dispatched_at: datetime | None
    resolved_at: datetime | None

    def is_in_time_within(self, limit: tuple[int, str], calendar: WorkingCalendar) -> bool | None:
        """Whether it would have been done within another limit; None where no clock began or nothing is done yet.

        Args:
            limit: Amount and unit, not yet shortened by the order's urgency.
            calendar: When the office works.
        """
        if self.dispatched_at is None or self.resolved_at is None:
            return None
        amount, unit = limit
        shortened = scale_limit(Limit(amount, LimitUnit(unit)), Urgency(self.case.level or Urgency.NORMAL))
        return self.resolved_at <= due_at(calendar, self.dispatched_at, shortened)


@dataclass(frozen=True)
class PastOrders:
    """The orders of a span of time.

    Args:
        orders: The newest first, at most `PAST_CAP`.
        is_capped: Whether there are more.
    """

    orders: tuple[PastOrder, ...]
    is_capped: bool


def past_orders(actor: Actor, *, since: date) -> PastOrders:
    """Give the orders of the area that a department has had, opened since a day, in one statement.

    What a meeting assigned is left out: the meeting chose the department, not the list.

    Args:
        actor: Whose area.
        since: The first local date.
    """
    orders = visible_orders(actor).filter(opened_on__gte=since, lead__isnull=False)
    rows = orders.exclude(flow=FlowName.TASK).order_by(*SORTS[""]).values_list(*_COLUMNS)
    found = tuple(_in_cases(rows[: PAST_CAP + 1], str(actor.tenant_id)))
    return PastOrders(found[:PAST_CAP], len(found) > PAST_CAP)


def past_rows(actor: Actor, ids: Sequence[str]) -> list[ListedOrder]:
    """Give these orders of the area as a list shows them, newest first, in one statement."""
    return listed(visible_orders(actor).filter(pk__in=ids).order_by(*SORTS[""]))


def _in_cases(rows: Any, street: str) -> Iterator[PastOrder]:
    texts: dict[UUID | None, str | None] = {None: None}
    places: dict[tuple[str | None, str | None], Place] = {}

    def text(pk: UUID | None) -> str | None:
        return texts[pk] if pk in texts else texts.setdefault(pk, str(pk))

    for pk, matter, community, estate, lead, level, amount, unit, begun, due, done in rows:
        where = (text(community), text(estate))
        if where not in places:
            places[where] = Place(street, community=where[0], estate=where[1])
        case = PastCase(
            id=str(pk),
            matter=str(text(matter)),
            place=places[where],
            lead=text(lead),
            was_in_time=None if due is None or done is None else done <= due,
            level=level,
        )
        yield PastOrder(case, (amount, unit), begun, done)
