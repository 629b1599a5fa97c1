"""The measures of work orders, from live rows.

What counts as yes and no is `outcomes`, the same definition that lists are filtered by, so that the list behind a
figure holds exactly the orders that it counts. All are about orders *opened* in the period: an order belongs to the
period in which it came in, whether it was done since or is overdue, and is counted in no other.
"""

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from jiezhi.core.measures import median
from jiezhi.kit.measure import EVERY_SPLIT, Figure, Figures, Measure, Question, Split, Unit, register_measure
from jiezhi.kit.measure_parts import register_part
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.outcomes import outcomes
from jiezhi.workorders.queries import visible_orders
from jiezhi.workorders.supports import support_counts

RATE_OUTCOMES = {
    "on_time": ("on_time", "late"),
    "cross_on_time": ("cross_on_time", "cross_late"),
    "solved": ("solved", "unsolved"),
    "satisfied": ("satisfied", "unsatisfied"),
}
"""The yes and the no of each rate, as names in `outcomes`."""

LEVELS = {
    "settled_community": _("Settled at the community"),
    "settled_street": _("Settled at the street"),
    "settled_district": _("Settled at the district"),
}
"""Where things are settled, by the kind of the department that did them last; names in `outcomes`."""

MINUTES_AN_HOUR = 60
Group = UUID | date | None
"""What a figure belongs to: a community, a department, a month by its first day, or nothing."""
_COLUMNS = {
    Split.COMMUNITY: "community_id",
    Split.DEPARTMENT: "lead_id",
    Split.MATTER: "matter_id",
    Split.MONTH: "month_on",
}


def opened_orders(question: Question) -> QuerySet[WorkOrder]:
    """Give the orders that the actor sees and that were opened in the period, merged ones among them."""
    opened = {"opened_on__gte": question.first_on, "opened_on__lte": question.last_on}
    orders = visible_orders(question.actor).filter(**opened)
    return orders.annotate(month_on=TruncMonth("opened_on")) if question.split is Split.MONTH else orders


def orders_in(question: Question) -> QuerySet[WorkOrder]:
    """Give the orders that a question is about; what was merged is counted by the order that answers for it."""
    return opened_orders(question).filter(merged_into__isnull=True)


def orders_undecided(question: Question) -> QuerySet[WorkOrder]:
    """Give those that are neither done nor late yet: their limit lies ahead, or their clock stands still."""
    known = outcomes(question.at)
    rows = orders_in(question).exclude(state=OrderState.CLOSED)
    return rows.filter(resolved_at__isnull=True).exclude(known["late"])


def counted(question: Question, orders: QuerySet[WorkOrder], **counts: Count) -> dict[Group, dict[str, int]]:
    """Count some of the orders of a question, split as it asks, in one statement."""
    if question.split is Split.NONE:
        return {None: orders.order_by().aggregate(**counts)}
    column = _COLUMNS[question.split]
    return {row.pop(column): row for row in orders.order_by().values(column).annotate(**counts)}


def outcome_counts(question: Question, **wanted: str) -> dict[Group, dict[str, int]]:
    """Count the orders of a question by names in `outcomes`, of which one must hold, in one statement."""
    known = outcomes(question.at)
    counts = {
        name: Count("id", filter=reduce(or_, (known[each] for each in names.split(","))))
        for name, names in wanted.items()
    }
    return _grouped(question, **counts)


def order_counts(question: Question) -> dict[Group, int]:
    """Give how many orders were opened in the period, in one statement."""
    return {group: counts["all"] for group, counts in _grouped(question, all=Count("id")).items()}


def _grouped(question: Question, **counts: Count) -> dict[Group, dict[str, int]]:
    return counted(question, orders_in(question), **counts)


def _rate(key: str) -> Callable[[Question], Figures]:
    def compute(question: Question) -> Figures:
        known = outcomes(question.at)
        yes, no = (known[name] for name in RATE_OUTCOMES[key])
        groups = _grouped(question, part=Count("id", filter=yes), whole=Count("id", filter=Q(yes | no)))
        return {group: Figure.of(counts["part"], counts["whole"]) for group, counts in groups.items()}

    return compute


def _level(key: str) -> Callable[[Question], Figures]:
    def compute(question: Question) -> Figures:
        known = outcomes(question.at)
        part = Count("id", filter=known[key])
        groups = _grouped(question, part=part, whole=Count("id", filter=known["settled"]))
        return {group: Figure.of(counts["part"], counts["whole"]) for group, counts in groups.items()}

    return compute


def level_figures(question: Question) -> dict[str, Figure]:
    """Give at which level the orders of a period were settled, every level in one statement."""
    known = outcomes(question.at)
    counts = orders_in(question).aggregate(
        settled=Count("id", filter=known["settled"]),
        **{key: Count("id", filter=known[key]) for key in LEVELS},
    )
    whole = counts["settled"]
    return {key: Figure.of(counts[key], whole) for key in LEVELS}


def median_handling_hours(question: Question) -> Figures:
    """Give the median of working hours from dispatch to done, in one statement."""
    done = orders_in(question).filter(outcomes(question.at)["done"], handling_min__isnull=False).order_by()
    column = _COLUMNS.get(question.split)
    groups: dict[Group, list[float]] = {} if column else {None: []}
    for group, minutes in done.values_list(column or "sub_district_id", "handling_min"):
        groups.setdefault(group if column else None, []).append((minutes or 0) / MINUTES_AN_HOUR)
    return {group: Figure(median(hours), len(hours)) for group, hours in groups.items()}


def supports_due(question: Question) -> Figures:
    """Give of the supports and whistles due in the period and decided the share done in time; one statement."""
    counts = support_counts(question, None, moment="due_at", part="in_time", whole="in_time,late")
    return {group: Figure.of(row["part"], row["whole"]) for group, row in counts.items()}


register_part("collaboration_done", "supports", supports_due)
ON_TIME = register_measure(
    Measure(
        key="on_time",
        splits=EVERY_SPLIT,
        label=_("On-time rate"),
        sentence=_(
            "Of the orders opened in the period that are done or over their limit by now, how many were done within it."
        ),
        unit=Unit.SHARE,
        source=_("Work orders"),
        formula=_(
            "orders done at or before the limit ÷ (orders done that have a limit + orders still open whose limit has "
            "passed); enquiries answered at once count as in time"
        ),
        sensitivity=_(
            "Granted extra time and reopening give a later limit, and what was done last counts. Open orders whose "
            "limit lies ahead or whose clock stands still are not in it yet, so it moves until they are done or late."
        ),
        higher_is_better=True,
        empty=_("No order of this period is done or late yet."),
        compute=_rate("on_time"),
    )
)
CROSS_ON_TIME = register_measure(
    Measure(
        key="cross_on_time",
        splits=EVERY_SPLIT,
        label=_("Collaboration on time"),
        sentence=_(
            "Of the orders opened in the period in which more than one department had a hand and that are done or over "
            "their limit by now, how many were done within it."
        ),
        unit=Unit.SHARE,
        source=_("Work orders"),
        formula=_(
            "orders of several departments done at or before the limit ÷ (orders of several departments done that "
            "have a limit + those still open whose limit has passed); of several are those handed from one to another, "
            "and those to which other departments were brought in beside the lead"
        ),
        sensitivity=_(
            "An order sent to the wrong department first counts as one of several, so a better list makes the "
            "number smaller as well as the share larger; granted extra time and reopening give a later limit."
        ),
        higher_is_better=True,
        empty=_("No order of several departments of this period is done or late yet."),
        compute=_rate("cross_on_time"),
    )
)
SOLVED = register_measure(
    Measure(
        key="solved",
        splits=EVERY_SPLIT,
        label=_("Solved rate"),
        sentence=_("Of the reporters who answered the callback, how many say that the problem is solved."),
        unit=Unit.SHARE,
        source=_("Callbacks"),
        formula=_(
            "orders whose reporter says solved ÷ orders whose reporter answered; the last answer to an "
            "order counts"
        ),
        sensitivity=_(
            "Not in it are reporters who could not be reached, and reopened orders until their "
            "reporter answers again; few answers make it jump."
        ),
        higher_is_better=True,
        empty=_("No reporter of this period has answered yet."),
        compute=_rate("solved"),
    )
)
SATISFIED = register_measure(
    Measure(
        key="satisfied",
        splits=EVERY_SPLIT,
        label=_("Satisfaction rate"),
        sentence=_("Of the reporters who answered the callback, how many are satisfied."),
        unit=Unit.SHARE,
        source=_("Callbacks"),
        formula=_(
            "orders whose reporter is satisfied ÷ orders whose reporter answered; the last answer to "
            "an order counts"
        ),
        sensitivity=_(
            "Not in it are reporters who could not be reached, and reopened orders until their "
            "reporter answers again; few answers make it jump."
        ),
        higher_is_better=True,
        empty=_("No reporter of this period has answered yet."),
        compute=_rate("satisfied"),
    )
)
HANDLING = register_measure(
    Measure(
        key="handling",
        splits=EVERY_SPLIT,
        label=_("Median time to done"),
        sentence=_("Half of the orders opened in the period and done took no longer than this."),
        unit=Unit.WORKING_HOURS,
        source=_("Work orders"),
        formula=_(
            "median of working hours from the first dispatch to the last report of done; enquiries "
            "answered at once count as zero"
        ),
        sensitivity=_(
            "Orders still open are not in it, so it looks short while the slow ones are running; time "
            "in which an order was sent back or waited for its callback before it was reopened counts."
        ),
        higher_is_better=False,
        empty=_("No order of this period is done yet."),
        compute=median_handling_hours,
    )
)
LEVEL_MEASURES = tuple(
    register_measure(
        Measure(
            key=key,
            splits=EVERY_SPLIT,
            label=label,
            sentence=_("Of the orders opened in the period and done, how many were done at this level."),
            unit=Unit.SHARE,
            source=_("Work orders"),
            formula=_(
                "orders done whose last department is of this level ÷ orders done by a department; sections and "
                "outposts are the street, bureaus and utilities the district"
            ),
            sensitivity=_(
                "It says where the work was done, not who did well: a high share at the community may be a burden."
            ),
            higher_is_better=True,
            empty=_("No order of this period is done yet."),
            compute=_level(key),
            about="levels",
        )
    )
    for key, label in LEVELS.items()
)
"""At which level things are settled; the three shares make one."""
