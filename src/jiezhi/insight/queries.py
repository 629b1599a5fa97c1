"""What leaders look at: the measures with the period before, demand by community, and what needs attention."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from jiezhi.insight.periods import Period, last_months
from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Figure, Figures, Measure, Question, Split, all_measures
from jiezhi.organisation.queries import FaultLine, departments_of, list_faults
from jiezhi.places.models import Community
from jiezhi.places.queries import communities_of
from jiezhi.workorders.measures import LEVEL_MEASURES, level_figures, order_counts, orders_in
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.outcomes import complaints
from jiezhi.workorders.queries import OrderFilter, capped_count, filtered_orders

ATTENTION_ROWS = 5
MONTHS = 13
"""A year and the month it is compared with."""


@dataclass(frozen=True)
class MeasuredNow:
    """A measure in a period and in the one before.

    Args:
        measure: What is measured.
        now: In the period.
        before: In the period of the same length before it.
    """

    measure: Measure
    now: Figure
    before: Figure


@dataclass(frozen=True)
class Demand:
    """How many orders a community had in a period."""

    community: Community
    orders: int


@dataclass(frozen=True)
class DemandCounts:
    """How many orders a period had.

    Args:
        places: Of each community, those with none included.
        outside: Of no community.
    """

    places: tuple[Demand, ...]
    outside: int

    @property
    def orders(self) -> int:
        """All of them, wherever they lie."""
        return self.outside + sum(place.orders for place in self.places)


@dataclass(frozen=True)
class Row:
    """The measures of one department in a period.

    Args:
        name: The department.
        id: Its id.
        orders: How many orders were opened.
        figures: One per measure, in the order of `all_measures`.
    """

    name: str
    id: UUID
    orders: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class MonthRow:
    """The measures of one month.

    Args:
        first_on: Its first day.
        orders: How many orders were opened.
        figures: One per measure, in the order of `all_measures`.
    """

    first_on: date
    orders: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class MatterCount:
    """How many orders of a cause a matter had."""

    id: UUID
    name: str
    orders: int


@dataclass(frozen=True)
class CauseCount:
    """How many orders a cause of complaint had, and of which matters, most first."""

    id: UUID
    name: str
    orders: int
    matters: tuple[MatterCount, ...]


@dataclass(frozen=True)
class CauseCounts:
    """The causes of complaint in a period.

    Args:
        causes: Those that had orders, most first.
        without: How many orders have a matter without a cause, such as a question.
    """

    causes: tuple[CauseCount, ...]
    without: int

    @property
    def orders(self) -> int:
        """How many orders have a cause."""
        return sum(cause.orders for cause in self.causes)


@dataclass(frozen=True)
class Waiting:
    """Orders that should not wait, for one reason.

    Args:
        wanted: The filter under which a list shows exactly these.
        count: How many there are, up to the cap of lists and one.
        rows: Some of them, those that wait longest.
    """

    wanted: OrderFilter
    count: int
    rows: tuple[WorkOrder, ...]


@dataclass(frozen=True)
class Attention:
    """What should not wait.

    Args:
        late: Orders that are late now, longest overdue first.
        unanswered: About which a body was asked that has not answered in time.
        sent_back: Unfinished ones that came back twice or more.
        reopened: Unfinished ones whose reporter was not satisfied.
        faults: Gaps and ties of the responsibility list.
    """

    late: Waiting
    unanswered: Waiting
    sent_back: Waiting
    reopened: Waiting
    faults: tuple[FaultLine, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing needs attention."""
        waiting = (self.late, self.unanswered, self.sent_back, self.reopened)
        return not (any(each.count for each in waiting) or self.faults)


def measures_now(actor: Actor, period: Period, *, at: datetime) -> list[MeasuredNow]:
    """Give every measure for the actor's area, with the period before: two statements a measure.

    Both are as of now, so an order of the period before that is still open and late makes that period worse too.
    """
    questions = [_question(actor, asked, at=at) for asked in (period, period.before)]
    return [
        MeasuredNow(measure, *(measure.compute(question)[None] for question in questions))
        for measure in all_measures()
    ]


def levels_now(actor: Actor, period: Period, *, at: datetime) -> list[tuple[Measure, Figure]]:
    """Give at which level the orders of a period were settled, in one statement."""
    figures = level_figures(_question(actor, period, at=at))
    return [(measure, figures[measure.key]) for measure in LEVEL_MEASURES]


def measures_by_month(actor: Actor, *, at: datetime, months: int = MONTHS) -> list[MonthRow]:
    """Give each measure of the last months, the newest first, months without orders included: a statement a measure."""
    today = timezone.localdate(at)
    firsts = last_months(today, months)
    question = _question(actor, Period(firsts[-1], today), Split.MONTH, at=at)
    counts = order_counts(question)
    columns: list[Figures] = [measure.compute(question) for measure in all_measures()]
    none = Figure(None, 0)
    return [
        MonthRow(first, counts.get(first, 0), tuple(column.get(first, none) for column in columns))
        for first in firsts
    ]


def demand_by_community(actor: Actor, period: Period, *, at: datetime) -> DemandCounts:
    """Give how many orders each community had and how many lie in none, in two statements."""
    counts = order_counts(_question(actor, period, Split.COMMUNITY, at=at))
    places = communities_of(actor.tenant_id)
    return DemandCounts(
        tuple(Demand(community, counts.get(community.pk, 0)) for community in places), counts.get(None, 0)
    )


def measures_by_department(actor: Actor, period: Period, *, at: datetime) -> list[Row]:
    """Give the measures of each department that had orders, most orders first: one statement a measure."""
    question = _question(actor, period, Split.DEPARTMENT, at=at)
    counts = order_counts(question)
    columns: list[Figures] = [measure.compute(question) for measure in all_measures()]
    none = Figure(None, 0)
    rows = [
        Row(lead.name, lead.pk, counts[lead.pk], tuple(column.get(lead.pk, none) for column in columns))
        for lead in departments_of(actor.tenant_id)
        if lead.pk in counts
    ]
    return sorted(rows, key=lambda row: (-row.orders, row.name))


def cause_counts(actor: Actor, period: Period, *, at: datetime) -> CauseCounts:
    """Give how many orders each cause of complaint has, most first, in one statement.

    Nobody types a cause: it is that of the order's matter. Questions have none and are counted beside.
    """
    orders = orders_in(_question(actor, period, at=at)).filter(complaints()).order_by()
    columns = (
        "matter__cause_id",
        "matter__cause__name",
        "matter__cause__position",
        "matter_id",
        "matter__name",
    )
    found: dict[UUID, tuple[str, int, list[MatterCount]]] = {}
    without = 0
    for pk, name, position, matter_id, matter, count in orders.values_list(*columns).annotate(Count("id")):
        if pk is None:
            without += count
        else:
            found.setdefault(pk, (name, position, []))[2].append(MatterCount(matter_id, matter, count))
    causes = [
        (
            position,
            CauseCount(
                pk, name, sum(each.orders for each in matters), tuple(sorted(matters, key=_most_first))
            ),
        )
        for pk, (name, position, matters) in found.items()
    ]
    causes.sort(key=lambda row: (-row[1].orders, row[0], row[1].name))
    return CauseCounts(tuple(cause for _position, cause in causes), without)


def _most_first(matter: MatterCount) -> tuple[int, str]:
    return -matter.orders, matter.name


def needing_attention(actor: Actor, *, at: datetime) -> Attention:
    """Give what should not wait, whatever the period."""
    return Attention(
        late=_waiting(actor, OrderFilter(is_late=True), at=at, first="due_at"),
        unanswered=_waiting(actor, OrderFilter(is_answer_late=True), at=at),
        sent_back=_waiting(actor, OrderFilter(is_unfinished=True, is_sent_back_often=True), at=at),
        reopened=_waiting(actor, OrderFilter(is_unfinished=True, is_reopened=True), at=at),
        faults=tuple(list_faults(sub_district_id=actor.tenant_id, on=timezone.localdate(at))),
    )


def _waiting(actor: Actor, wanted: OrderFilter, *, at: datetime, first: str = "opened_at") -> Waiting:
    orders = filtered_orders(actor, wanted, at=at)
    rows = tuple(orders.select_related("matter", "lead", "community").order_by(first)[:ATTENTION_ROWS])
    # Only where the rows do not show all of them is anything left to count.
    count = len(rows) if len(rows) < ATTENTION_ROWS else capped_count(orders)
    return Waiting(wanted, count, rows)


def _question(actor: Actor, period: Period, split: Split = Split.NONE, *, at: datetime) -> Question:
    return Question(actor, period.first_on, period.last_on, at, split)
