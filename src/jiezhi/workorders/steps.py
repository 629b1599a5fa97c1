"""Whether each step of an order was done within its own limit: counted from the history, and from what runs now.

A deed keeps the limit of the step that it ended. Late is a step that ended after its limit, whoever ended it, and one
whose limit has passed while it still runs. A step that was taken out of a department's hands before its limit was
neither in time nor late.
"""

from collections import Counter
from collections.abc import Callable, Collection

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from jiezhi.kit.measure import Figure, Figures, Question, Split
from jiezhi.workorders.choices import BREAKS_STEP, HANDED_OVER, UNFINISHED, OrderState
from jiezhi.workorders.measures import Group, counted, orders_in
from jiezhi.workorders.models import OrderEntry

STEPS: dict[str, tuple[OrderState, ...]] = {
    "steps_on_time": UNFINISHED,
    "taken_on_time": HANDED_OVER,
    "handled_on_time": (OrderState.IN_HAND,),
    "sent_on_time": (OrderState.SENT_BACK,),
    "checked_on_time": (OrderState.AWAITING_CHECK,),
    "called_on_time": (OrderState.AWAITING_CALLBACK,),
}
"""The states in which an order is while a step runs, by the key of its measure; all steps together first."""

_COLUMNS = {
    Split.COMMUNITY: "order__community_id",
    Split.DEPARTMENT: "step_lead_id",
    Split.MATTER: "order__matter_id",
    Split.MONTH: "month_on",
}


def ended_outcomes() -> dict[str, Q]:
    """Give the yes and no of steps that ended, as conditions for the deeds that ended them."""
    late = Q(at__gt=F("step_due_at"))
    return {"in_time": ~late & ~Q(verb__in=BREAKS_STEP), "late": late}


def step_figures(key: str) -> Callable[[Question], Figures]:
    """Give what computes the share of steps done in time, by a key of `STEPS`; two statements, ended and running."""

    def compute(question: Question) -> Figures:
        in_time: Counter[Group] = Counter()
        late: Counter[Group] = Counter()
        for group, counts in _ended(question, STEPS[key]).items():
            in_time[group] += counts["in_time"]
            late[group] += counts["late"]
        over = orders_in(question).filter(state__in=STEPS[key], step_due_at__lt=question.at)
        for group, counts in counted(question, over, late=Count("id")).items():
            late[group] += counts["late"]
        return {
            group: Figure.of(in_time[group], in_time[group] + late[group]) for group in {**in_time, **late}
        }

    return compute


def _ended(question: Question, states: Collection[OrderState]) -> dict[Group, dict[str, int]]:
    rows = OrderEntry.objects.filter(order__in=orders_in(question), from_state__in=states)
    rows = rows.filter(step_due_at__isnull=False).order_by()
    counts = {name: Count("id", filter=condition) for name, condition in ended_outcomes().items()}
    if question.split is Split.NONE:
        return {None: rows.aggregate(**counts)}
    if question.split is Split.MONTH:
        rows = rows.annotate(month_on=TruncMonth("order__opened_on"))
    column = _COLUMNS[question.split]
    return {row.pop(column): row for row in rows.values(column).annotate(**counts)}
