"""The record of estates and companies: how often a duty was asked about, answered, answered late and solved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, When

from jiezhi.property.choices import CallState
from jiezhi.property.models import CompanyCall, OrderDuty

REPEATED_DAYS, REPEATED = 90, 2
"""So many complaints about one duty of an estate in so many days are repeated ones; ours, no rule fixes it."""


@dataclass(frozen=True)
class DutyCount:
    """The record of one duty at one estate, or of one company.

    Args:
        orders: How many orders were about it.
        asked: How often the company was asked; what was taken back does not count.
        answered: How often it answered.
        late: How often after its limit, or not yet although it has passed.
        solved: Of the orders, how many their reporters said are solved.
        callbacks: Of how many orders the reporters said anything about that.
    """

    orders: int = 0
    asked: int = 0
    answered: int = 0
    late: int = 0
    solved: int = 0
    callbacks: int = 0

    def plus(self, other: "DutyCount") -> "DutyCount":
        """Add another record."""
        return DutyCount(
            self.orders + other.orders,
            self.asked + other.asked,
            self.answered + other.answered,
            self.late + other.late,
            self.solved + other.solved,
            self.callbacks + other.callbacks,
        )


Counts = Mapping[tuple[UUID, UUID | None, UUID], DutyCount]
"""By estate, company and duty."""


def late_calls(at: datetime) -> Q:
    """Give the condition that a call was answered after its limit, or waits although it has passed."""
    return Q(state=CallState.ANSWERED, answered_at__gt=F("due_at")) | Q(state=CallState.ASKED, due_at__lt=at)


def duty_counts(
    sub_district_id: UUID, *, at: datetime, estate_id: UUID | None = None, company_id: UUID | None = None
) -> Counts:
    """Count the record of estates, companies and duties, in two statements."""
    duties = OrderDuty.objects.filter(sub_district_id=sub_district_id)
    calls = CompanyCall.objects.filter(sub_district_id=sub_district_id).exclude(state=CallState.WITHDRAWN)
    if estate_id is not None:
        duties, calls = duties.filter(estate_id=estate_id), calls.filter(contract__estate_id=estate_id)
    if company_id is not None:
        duties = duties.filter(contract__company_id=company_id)
        calls = calls.filter(contract__company_id=company_id)
    keys = ("estate_id", "contract__company_id", "duty_id")
    orders = (
        duties.order_by()
        .values_list(*keys)
        .annotate(
            orders=Count("id"),
            solved=Count("id", filter=Q(order__was_solved=True)),
            callbacks=Count("id", filter=Q(order__was_solved__isnull=False)),
        )
    )
    found = {
        (row[0], row[1], row[2]): DutyCount(orders=row[3], solved=row[4], callbacks=row[5]) for row in orders
    }
    keys = ("contract__estate_id", "contract__company_id", "order_duty__duty_id")
    asked = (
        calls.order_by()
        .values_list(*keys)
        .annotate(
            asked=Count("id"),
            answered=Count("id", filter=Q(state=CallState.ANSWERED)),
            late=Count(Case(When(late_calls(at), then=1), output_field=IntegerField())),
        )
    )
    for row in asked:
        key = (row[0], row[1], row[2])
        found[key] = found.get(key, DutyCount()).plus(DutyCount(asked=row[3], answered=row[4], late=row[5]))
    return found


@dataclass(frozen=True)
class Repeated:
    """A duty of an estate that residents complained about again and again."""

    estate_id: UUID
    duty_id: UUID
    orders: int


def repeated_complaints(
    sub_district_id: UUID, *, at: datetime, estate_id: UUID | None = None
) -> list[Repeated]:
    """Give the duties that several orders of the last days are about, the most frequent first, in one statement."""
    since = at - timedelta(days=REPEATED_DAYS)
    rows = OrderDuty.objects.filter(sub_district_id=sub_district_id, order__opened_at__gte=since)
    if estate_id is not None:
        rows = rows.filter(estate_id=estate_id)
    counted = rows.order_by().values_list("estate_id", "duty_id").annotate(orders=Count("id"))
    return [
        Repeated(*row)
        for row in counted.filter(orders__gte=REPEATED).order_by("-orders", "estate_id", "duty_id")
    ]
