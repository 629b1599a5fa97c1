"""What a scorecard counts, aggregated by the database: three statements a period, however many orders there are."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from jiezhi.assessment.choices import SubjectKind
from jiezhi.concerns.behind import has_reporter
from jiezhi.concerns.choices import SuperiorState
from jiezhi.concerns.models import SuperiorOrder
from jiezhi.concerns.superior_queries import visible_superiors
from jiezhi.core.scorecards import Indicator, Tally
from jiezhi.evidence.queries import is_excluded
from jiezhi.insight.periods import Period
from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Question
from jiezhi.workorders.choices import OrderState, SupportKind
from jiezhi.workorders.measures import orders_in
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.outcomes import outcomes, support_outcomes
from jiezhi.workorders.supports import supports_in_reach

OF_ORDERS = (
    Indicator.SATISFIED,
    Indicator.SERVED,
    Indicator.SOLVED,
    Indicator.TAKEN_PART,
    Indicator.ON_TIME,
)
_COLUMNS = {
    SubjectKind.DEPARTMENT: ("lead_id", "department_id", "concern__order__lead_id"),
    SubjectKind.COMMUNITY: ("community_id", "order__community_id", "concern__order__community_id"),
}
"""The subject of an order, of a support, of an order from above."""


ORDER_OF = ("", "order__", "concern__order__")
"""The way from an order, a support and an order from above to the order."""


@dataclass
class Line:
    """One indicator of one subject: over all, and without what was decided not to count. One is never given alone."""

    raw: Tally = field(default_factory=Tally)
    net: Tally = field(default_factory=Tally)


Lines = Mapping[Indicator, Line]


def sides(at: datetime) -> dict[Indicator, tuple[Q, Q]]:
    """Give the yes and the no behind each indicator of orders, as conditions for the database.

    A reporter who was asked and gave no answer has not taken part; that is no fault of theirs, and is what an office
    can change by asking well.
    """
    known = outcomes(at)
    asked = Q(state=OrderState.CLOSED, resolved_at__isnull=False, was_solved__isnull=True, has_reporter=True)
    return {
        Indicator.SATISFIED: (known["satisfied"], known["unsatisfied"]),
        Indicator.SERVED: (known["served"], known["unserved"]),
        Indicator.SOLVED: (known["solved"], known["unsolved"]),
        Indicator.TAKEN_PART: (known["answered"], asked),
        Indicator.ON_TIME: (known["on_time"], known["late"]),
    }


def support_sides(at: datetime) -> tuple[Q, Q]:
    """Give the yes and the no of supports."""
    known = support_outcomes(at)
    return known["in_time"], known["late"]


def above_sides(at: datetime) -> tuple[Q, Q]:
    """Give the yes and the no of orders from above: answered within the superior's own limit, or past it."""
    open_now = Q(replied_at__isnull=True, their_due_at__lt=at)
    return Q(replied_at__lte=F("their_due_at")), Q(replied_at__gt=F("their_due_at")) | open_now


def orders_of(actor: Actor, period: Period, *, at: datetime) -> QuerySet[WorkOrder]:
    """Give the orders of a period, each marked whether it is excluded and whether a resident reported it."""
    rows = orders_in(Question(actor, period.first_on, period.last_on, at))
    return rows.annotate(is_excluded=is_excluded(), has_reporter=has_reporter(actor))


def supports_of(actor: Actor, period: Period) -> QuerySet[Support]:
    """Give the supports asked in a period, each marked whether its order is excluded.

    Calls of communities are no supports: they are measured by whether somebody came, as in `supervision.measures`.
    """
    rows = supports_in_reach(actor).filter(
        kind=SupportKind.SUPPORT,
        asked_at__date__gte=period.first_on,
        asked_at__date__lte=period.last_on,
    )
    return rows.annotate(is_excluded=is_excluded("order_id"))


def superiors_of(actor: Actor, period: Period) -> QuerySet[SuperiorOrder]:
    """Give the orders from above sent in a period and not returned, each marked whether it is excluded."""
    rows = (
        visible_superiors(actor)
        .exclude(state=SuperiorState.RETURNED)
        .filter(issued_at__date__gte=period.first_on, issued_at__date__lte=period.last_on)
    )
    return rows.annotate(is_excluded=is_excluded("concern__order_id"))


def lines_by_subject(
    actor: Actor, kind: SubjectKind, period: Period, *, at: datetime
) -> dict[UUID | None, dict[Indicator, Line]]:
    """Give every line of every subject that has any, in three statements.

    Args:
        actor: Whose area.
        kind: The office, its departments or its communities; under None stands the office, or what belongs to none.
        period: Orders opened, supports asked and orders from above sent in it.
        at: Now.
    """
    of_order, of_support, of_superior = _COLUMNS.get(kind, ("", "", ""))
    yes_no = sides(at)
    found: dict[UUID | None, dict[Indicator, Line]] = defaultdict(dict)
    _add(found, _counted(orders_of(actor, period, at=at), of_order, yes_no))
    _add(found, _counted(supports_of(actor, period), of_support, {Indicator.TOGETHER: support_sides(at)}))
    _add(found, _counted(superiors_of(actor, period), of_superior, {Indicator.ABOVE: above_sides(at)}))
    return dict(found)


Counted = dict[UUID | None, dict[Indicator, Line]]


def _counted(rows: QuerySet[Any], column: str, yes_no: Mapping[Indicator, tuple[Q, Q]]) -> Counted:
    counts = {}
    for indicator, (yes, no) in yes_no.items():
        for name, left in (("raw", Q()), ("net", Q(is_excluded=False))):
            counts[f"{indicator}_{name}"] = Count("pk", filter=yes & left)
            counts[f"{indicator}_{name}_all"] = Count("pk", filter=(yes | no) & left)
    if not column:
        return {None: _lines(rows.order_by().aggregate(**counts), yes_no)}
    grouped: list[dict[str, Any]] = list(rows.order_by().values(column).annotate(**counts))
    return {row[column]: _lines(row, yes_no) for row in grouped}


def _lines(row: Mapping[str, int], yes_no: Mapping[Indicator, object]) -> dict[Indicator, Line]:
    return {
        each: Line(
            Tally(row[f"{each}_raw"], row[f"{each}_raw_all"]),
            Tally(row[f"{each}_net"], row[f"{each}_net_all"]),
        )
        for each in yes_no
    }


def _add(found: dict[UUID | None, dict[Indicator, Line]], counted: Counted) -> None:
    for subject, lines in counted.items():
        found[subject].update(lines)


def rows_behind(
    actor: Actor, kind: SubjectKind, subject_id: UUID, indicator: Indicator, period: Period, *, at: datetime
) -> QuerySet[Any]:
    """Give what a line counts, its no first, each marked `is_yes`: orders, supports or orders from above."""
    place = 0 if indicator in OF_ORDERS else 1 if indicator is Indicator.TOGETHER else 2
    column = _COLUMNS.get(kind, ("", "", ""))[place]
    rows: QuerySet[Any]
    if place == 0:
        rows, (yes, no) = orders_of(actor, period, at=at), sides(at)[indicator]
    elif place == 1:
        rows, (yes, no) = supports_of(actor, period), support_sides(at)
    else:
        rows, (yes, no) = superiors_of(actor, period), above_sides(at)
    is_yes = Case(When(yes, then=Value(value=True)), default=Value(value=False))
    rows = rows.filter(yes | no).annotate(is_yes=is_yes).order_by("is_yes", "-id")
    path = ORDER_OF[place]
    rows = rows.select_related(*(f"{path}{name}" for name in ("matter", "lead", "community")))
    return rows.filter(**{column: subject_id}) if column else rows


def order_of(row: Any) -> WorkOrder | None:
    """Give the order of what a line counts; an order from above may have none yet."""
    if isinstance(row, WorkOrder):
        return row
    order: WorkOrder | None = row.order if isinstance(row, Support) else row.concern.order
    return order
