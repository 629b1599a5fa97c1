"""Whether each step of an order was done within its own limit: counted from the history, and from what runs now.

A deed keeps the limit of the step that it ended. Late is a step that ended after its limit, whoever ended it, and one
whose limit has passed while it still runs. A step that was taken out of a department's hands before its limit was
neither in time nor late. An order that was opened before limits were kept is left out as a whole, or only its failures
would be known; so is one that was merged, which another answers for.
"""

from collections import Counter
from collections.abc import Callable, Collection

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Figure, Figures, Question, Split
from jiezhi.workorders.choices import BREAKS_STEP, HANDED_OVER, OrderState
from jiezhi.workorders.measures import Group, counted, orders_in
from jiezhi.workorders.models import OrderEntry, WorkOrder

_EACH: dict[str, tuple[OrderState, ...]] = {
    "taken_on_time": HANDED_OVER,
    "sent_on_time": (OrderState.SENT_BACK,),
    "checked_on_time": (OrderState.AWAITING_CHECK,),
    "called_on_time": (OrderState.AWAITING_CALLBACK,),
}
STEPS = {"steps_on_time": tuple(state for states in _EACH.values() for state in states), **_EACH}
"""The states in which an order is while a step runs, by the key of its measure; all steps together first.

What is in hand is bound by the limit of the whole: that step has none of its own.
"""

_KEPT = Q(keeps_steps=True)
_COLUMNS = {
    Split.COMMUNITY: "order__community_id",
    Split.DEPARTMENT: "step_lead_id",
    Split.MATTER: "order__matter_id",
    Split.MONTH: "month_on",
}


def ended_outcomes() -> dict[str, Q]:
    """Give the yes and no of steps that ended, as conditions for the deeds that ended them."""
    late = Q(at__gt=F("step_due_at"))
    broken = Q(verb__in=BREAKS_STEP, from_state__in=HANDED_OVER)
    return {"in_time": ~late & ~broken, "late": late}


def step_figures(key: str) -> Callable[[Question], Figures]:
    """Give what computes the share of steps done in time, by a key of `STEPS`; two statements, ended and running."""

    def compute(question: Question) -> Figures:
        in_time: Counter[Group] = Counter()
        late: Counter[Group] = Counter()
        for group, counts in _ended(question, STEPS[key]).items():
            in_time[group] += counts["in_time"]
            late[group] += counts["late"]
        over = orders_in(question).filter(_KEPT, state__in=STEPS[key], step_due_at__lt=question.at)
        for group, counts in counted(question, over, late=Count("id")).items():
            late[group] += counts["late"]
        return {
            group: Figure.of(in_time[group], in_time[group] + late[group]) for group in {**in_time, **late}
        }

    return compute


def _ended(question: Question, states: Collection[OrderState]) -> dict[Group, dict[str, int]]:
    rows = OrderEntry.objects.filter(
        _held_by(question.actor), from_state__in=states, step_due_at__isnull=False
    )
    orders = WorkOrder.objects.filter(
        _KEPT,
        sub_district_id=question.actor.tenant_id,
        merged_into__isnull=True,
        opened_on__gte=question.first_on,
        opened_on__lte=question.last_on,
    )
    rows = rows.filter(order__in=orders).order_by()
    counts = {name: Count("id", filter=condition) for name, condition in ended_outcomes().items()}
    if question.split is Split.NONE:
        return {None: rows.aggregate(**counts)}
    if question.split is Split.MONTH:
        rows = rows.annotate(month_on=TruncMonth("order__opened_on"))
    column = _COLUMNS[question.split]
    return {row.pop(column): row for row in rows.values(column).annotate(**counts)}


def _held_by(actor: Actor) -> Q:
    """Give the condition for steps within the actor's area: by the department that held it, not by the present one."""
    if actor.scope.whole:
        return Q()
    own, places = actor.scope.department_ids, actor.scope.community_ids
    of_office = Q(step_lead__isnull=True, order__lead_id__in=own)
    return Q(step_lead_id__in=own) | of_office | Q(order__community_id__in=places)
