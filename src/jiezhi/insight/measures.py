"""The measures of the burden meter: what the office's own forms cost, an order."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import Spent, spent_between
from jiezhi.insight.periods import month_of
from jiezhi.kit.measure import Figure, Figures, Measure, Question, Split, Unit, register_measure
from jiezhi.workorders.measures import order_counts

BURDEN = "burden"


def _an_order(amount: Callable[[Spent], float]) -> Callable[[Question], Figures]:
    """Give a measure that divides a sum of the meter by the orders opened; by month one statement a month more."""

    def compute(question: Question) -> Figures:
        counts = order_counts(question)
        if question.split is Split.NONE:
            return {None: _figure(question, question.first_on, question.last_on, counts.get(None, 0))}
        if question.split is not Split.MONTH:
            return {}
        months = {first: month_of(first, question.last_on) for first in counts if isinstance(first, date)}
        return {
            first: _figure(question, month.first_on, month.last_on, counts[first])
            for first, month in months.items()
        }

    def _figure(question: Question, first_on: date, last_on: date, orders: int) -> Figure:
        spent = spent_between(question.actor.tenant_id, first_on, last_on)
        return Figure(sum(map(amount, spent)) / orders if orders and spent else None, orders)

    return compute


RETYPED = register_measure(
    Measure(
        key="retyped",
        splits=(Split.MONTH,),
        label=_("Fields typed again, an order"),
        sentence=_("How many fields an order makes people type that the office already held."),
        unit=Unit.FIELDS,
        source=_("Accepted forms of the desk"),
        formula=_("fields typed again in all processes ÷ orders opened"),
        sensitivity=_(
            "Only what is equal or stands word for word in what was held counts; what is told again in other words is "
            "not seen."
        ),
        higher_is_better=False,
        empty=_("No form was posted or no order opened in this period."),
        compute=_an_order(lambda spent: spent.retyped),
        about=BURDEN,
    )
)
TYPED = register_measure(
    Measure(
        key="typed",
        splits=(Split.MONTH,),
        label=_("Fields typed, an order"),
        sentence=_("How many fields an order makes people fill in."),
        unit=Unit.FIELDS,
        source=_("Accepted forms of the desk"),
        formula=_("fields filled in all processes ÷ orders opened; what was offered and left does not count"),
        sensitivity=_("A long text and a choice from a list are one field each."),
        higher_is_better=False,
        empty=_("No form was posted or no order opened in this period."),
        compute=_an_order(lambda spent: spent.typed),
        about=BURDEN,
    )
)
MINUTES = register_measure(
    Measure(
        key="form_minutes",
        splits=(Split.MONTH,),
        label=_("Minutes at forms, an order"),
        sentence=_("How long forms are open, from shown to accepted, for one order."),
        unit=Unit.MINUTES,
        source=_("Accepted forms of the desk"),
        formula=_("time from shown to accepted, at most 30 minutes a form, in all processes ÷ orders opened"),
        sensitivity=_("Reading, telephoning and being interrupted while a form is open count as well."),
        higher_is_better=False,
        empty=_("No form was posted or no order opened in this period."),
        compute=_an_order(lambda spent: spent.minutes),
        about=BURDEN,
    )
)
