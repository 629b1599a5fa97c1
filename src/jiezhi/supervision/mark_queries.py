"""Reads of marks on orders, and of the marks that are due, within the actor's area."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jiezhi.core.supervision import RED_AFTER_MIN, MarkKind, MarkRule, OrderFacts, marks_due
from jiezhi.kit.actor import Actor
from jiezhi.organisation.calendars import working_calendar
from jiezhi.supervision.choices import MarkKinds, MarkRules
from jiezhi.supervision.models import OrderMark
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import (
    PAGE_ROWS,
    answer_late_orders,
    find_any_order,
    overdue_orders,
    rework_count,
    visible_orders,
)
from jiezhi.workorders.supports import orders_with, overdue_supports

RULE_ROWS = 200
"""How many orders a run of the rules takes; the rest follows with the next."""


_MARK_TELLS = ("department", "entry__matter")


def marks_of(order: WorkOrder) -> list[OrderMark]:
    """Give what lies on an order, the oldest first; no statement where nothing does."""
    if not order.is_marked:
        return []
    return list(OrderMark.objects.filter(order_id=order.pk).select_related(*_MARK_TELLS).order_by("at", "id"))


def has_mark(kind: MarkKinds, *, rule: MarkRules | None = None) -> Q:
    """Give the condition on orders that a mark of this kind lies on them since they were last reopened.

    Args:
        kind: Of the mark.
        rule: By which it was put, where one is meant.
    """
    marks = OrderMark.objects.filter(order_id=OuterRef("pk"), kind=kind, round=OuterRef("reopened_count"))
    return Q(is_marked=True) & Q(Exists(marks.filter(rule=rule) if rule else marks))


def marks_in(actor: Actor, *, kind: str = "") -> list[OrderMark]:
    """Give the newest marks on orders of the area, in one statement."""
    rows = OrderMark.objects.filter(sub_district_id=actor.tenant_id, order__in=visible_orders(actor))
    if kind in MarkKinds.values:
        rows = rows.filter(kind=kind)
    return list(
        rows.select_related("order__matter", "order__lead", "department").order_by("-at", "-id")[:PAGE_ROWS]
    )


@dataclass(frozen=True)
class MarkCount:
    """How many marks of each kind lie on the orders of one department, or of one matter by the list."""

    name: str
    by_kind: tuple[int, ...]

    @property
    def labelled(self) -> list[tuple[str, int]]:
        """Each count with the kind that it is of."""
        return [(str(kind.label), count) for kind, count in zip(MarkKinds, self.by_kind, strict=True)]


def marks_by_department(actor: Actor, *, since_on: date) -> list[MarkCount]:
    """Count the marks on each department's orders since a day, by name and not by number: no ranking."""
    return _counts(actor, since_on, "department__name")


def marks_by_entry(actor: Actor, *, since_on: date) -> list[MarkCount]:
    """Count the marks per line of the responsibility list since a day, by the matter of the line."""
    return _counts(actor, since_on, "entry__matter__name")


def _counts(actor: Actor, since_on: date, column: str) -> list[MarkCount]:
    rows = OrderMark.objects.filter(
        sub_district_id=actor.tenant_id, order__in=visible_orders(actor), at__date__gte=since_on
    ).exclude(**{column: None})
    counts = {kind.value: Count("id", filter=Q(kind=kind)) for kind in MarkKinds}
    found = rows.values_list(column).annotate(**counts).order_by(column)
    return [MarkCount(str(name), tuple(numbers)) for name, *numbers in found]


@dataclass(frozen=True)
class DueMark:
    """A mark that a rule puts on an order."""

    order_id: UUID
    sub_district_id: UUID
    kind: MarkKind
    rule: MarkRule


def facts_of(order: WorkOrder) -> OrderFacts:
    """Give what has happened to an order as far as its own row tells."""
    return OrderFacts(sent_back=order.sent_back_count, reworked=rework_count(order))


def late_marks_due(*, at: datetime) -> list[DueMark]:
    """Give the reminders and cards that time has called down and nobody has put yet, of every street."""
    found: list[DueMark] = []
    pairs = (
        (answer_late_orders(at=at), MarkKind.REMINDER, MarkRule.ANSWER_LATE),
        (overdue_orders(at=at), MarkKind.YELLOW_CARD, MarkRule.LATE),
    )
    for orders, kind, rule in pairs:
        found += [DueMark(*row, kind, rule) for row in _unmarked(orders, kind, rule)]
    found += _long_late(at=at)
    kind, rule = MarkKind.REMINDER, MarkRule.SUPPORT_LATE
    supported = orders_with(overdue_supports(at=at))
    return found + [DueMark(*row, kind, rule) for row in _unmarked(supported, kind, rule)]


def _unmarked(orders: QuerySet[WorkOrder], kind: MarkKind, rule: MarkRule) -> list[tuple[UUID, UUID]]:
    known = OrderMark.objects.filter(
        order_id=OuterRef("pk"), kind=kind, rule=rule, round=OuterRef("reopened_count")
    )
    rows = orders.filter(~Exists(known)).order_by("due_at")
    return list(rows.values_list("pk", "sub_district_id")[:RULE_ROWS])


def _long_late(*, at: datetime) -> list[DueMark]:
    """Give red cards: at least two days lie between, so the clock of the wall sieves before the calendar counts."""
    kind, rule = MarkKind.RED_CARD, MarkRule.LONG_LATE
    known = OrderMark.objects.filter(
        order_id=OuterRef("pk"), kind=kind, rule=rule, round=OuterRef("reopened_count")
    )
    orders = overdue_orders(at=at - timedelta(days=1)).filter(~Exists(known)).order_by("due_at")[:RULE_ROWS]
    late = [row for row in orders if row.due_at is not None]
    calendars = {street: working_calendar(street) for street in {row.sub_district_id for row in late}}
    return [
        DueMark(row.pk, row.sub_district_id, kind, rule)
        for row in late
        if calendars[row.sub_district_id].working_minutes_between(row.due_at or at, at) >= RED_AFTER_MIN
    ]


def may_be_raised(order_id: UUID) -> bool:
    """Whether an order came back, or was found not done, often enough to look at it under its lock."""
    order = find_any_order(order_id)
    return order is not None and any(kind is MarkKind.RAISED for kind, _rule in marks_due(facts_of(order)))
