"""What is measured of handling besides the figures of the cockpit; each with what it counts and what it rests on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Count, DateField, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.choices import ObjectionOutcome
from jiezhi.concerns.superior_queries import objections_raised
from jiezhi.kit.measure import EVERY_SPLIT, Figure, Figures, Measure, Question, Split, Unit, register_measure
from jiezhi.workorders.measures import outcome_counts
from jiezhi.workorders.steps import step_figures

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ABOUT = "handling"


def _of_orders(yes: str, no: str) -> Callable[[Question], Figures]:
    """Give a share of orders by two names in `outcomes`, in one statement."""

    def compute(question: Question) -> Figures:
        counts = outcome_counts(question, yes=yes, all=f"{yes},{no}")
        return {group: Figure.of(row["yes"], row["all"]) for group, row in counts.items()}

    return compute


_OF_OBJECTIONS = {
    Split.COMMUNITY: "superior__concern__community_id",
    Split.DEPARTMENT: "superior__concern__order__lead_id",
    Split.MATTER: "superior__concern__order__matter_id",
    Split.MONTH: "month_on",
}


def objections_upheld(question: Question) -> Figures:
    """Give which part of the objections to orders from above the superior upheld; one statement.

    By department and by matter it is those of the order that came of it; under None stand those without an order.
    """
    rows = objections_raised(question.actor, first_on=question.first_on, last_on=question.last_on)
    yes, no = Q(outcome=ObjectionOutcome.UPHELD), Q(outcome=ObjectionOutcome.REFUSED)
    counts = {"yes": Count("pk", filter=yes), "whole": Count("pk", filter=yes | no)}
    if question.split is Split.NONE:
        row = rows.aggregate(**counts)
        return {None: Figure.of(row["yes"], row["whole"])}
    rows = rows.annotate(month_on=TruncMonth("raised_at", output_field=DateField()))
    grouped = rows.values_list(_OF_OBJECTIONS[question.split]).annotate(**counts)
    return {part: Figure.of(upheld, whole) for part, upheld, whole in grouped}


_ORDERS = _("Work orders")
_EMPTY = _("No order of this period can be counted yet.")
RESPONDED = register_measure(
    Measure(
        key="responded",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Response rate"),
        sentence=_("Of the orders opened in the period, how many their department took on within a day."),
        unit=Unit.SHARE,
        source=_ORDERS,
        formula=_(
            "orders taken on within 24 hours of being sent out ÷ (those taken on + those that wait longer)"
        ),
        sensitivity=_(
            "Counted is the first taking-on after the first dispatch, whichever department it was: handed on, sent "
            "back or taken up again afterwards, it stays as it was and with the department that has the order now. "
            "Nights and holidays count, as they do for whoever reported it."
        ),
        higher_is_better=True,
        empty=_EMPTY,
        compute=_of_orders("responded", "unresponded"),
    )
)
SERVED = register_measure(
    Measure(
        key="served",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Satisfied with the service"),
        sentence=_("Of the reporters who said how the service was, how many are satisfied with it."),
        unit=Unit.SHARE,
        source=_("Callbacks"),
        formula=_(
            "orders whose reporter is satisfied with the service ÷ orders whose reporter said so or not"
        ),
        sensitivity=_(
            "The question may stay open and is asked since it exists: look at how many it rests on."
        ),
        higher_is_better=True,
        empty=_EMPTY,
        compute=_of_orders("served", "unserved"),
    )
)
REWORKED = register_measure(
    Measure(
        key="reworked",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Rework rate"),
        sentence=_(
            "Of the orders opened in the period and reported done at least once, how many were found not done: at the "
            "check on site, or by a reporter."
        ),
        unit=Unit.SHARE,
        source=_ORDERS,
        formula=_("orders found not done at least once ÷ orders done or found not done"),
        sensitivity=_(
            "Who checks more on site and asks more reporters finds more to do again; a low share may be silence."
        ),
        higher_is_better=False,
        empty=_EMPTY,
        compute=_of_orders("reworked", "done_at_once"),
    )
)
SENT_BACK = register_measure(
    Measure(
        key="sent_back",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Send-back rate"),
        sentence=_("Of the orders sent out, how many came back to the dispatcher at least once."),
        unit=Unit.SHARE,
        source=_ORDERS,
        formula=_("orders sent back at least once ÷ orders sent out"),
        sensitivity=_("It says as much of the list and of dispatching as of who sends back."),
        higher_is_better=False,
        empty=_EMPTY,
        compute=_of_orders("was_sent_back", "never_sent_back"),
    )
)
UPHELD = register_measure(
    Measure(
        key="objections_upheld",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Objections upheld"),
        sentence=_(
            "Of the objections to orders from above that were answered, how many the superior upheld."
        ),
        unit=Unit.SHARE,
        source=_("Objections to orders from above"),
        formula=_("objections upheld ÷ (upheld + refused); by the day on which they were raised"),
        sensitivity=_("Objections that nobody has answered yet, and those withdrawn, are not in it."),
        higher_is_better=True,
        empty=_("No objection of this period has been answered yet."),
        compute=objections_upheld,
    )
)

OFFICE_SPLITS = tuple(split for split in EVERY_SPLIT if split is not Split.DEPARTMENT)
"""For steps that are on the office: the department of the order is not to answer for them."""


def _step(
    key: str, label: "_StrPromise", sentence: "_StrPromise", *, splits: tuple[Split, ...] = OFFICE_SPLITS
) -> Measure:
    """Register how one step keeps its own limit."""
    return register_measure(
        Measure(
            key=key,
            splits=splits,
            about=ABOUT,
            label=label,
            sentence=sentence,
            unit=Unit.SHARE,
            source=_("The history of work orders"),
            formula=_(
                "steps ended at or before their own limit ÷ (those + steps ended after it + steps still running after "
                "it); of orders opened in the period"
            ),
            sensitivity=_(
                "Only steps that the matter gives a limit are in it, and only orders opened since limits of steps are "
                "kept. A step that was taken out of a department's hands before its limit is neither in time nor late."
            ),
            higher_is_better=True,
            empty=_("No step with a limit of its own has ended in this period."),
            compute=step_figures(key),
        )
    )


STEPS_ON_TIME = _step(
    "steps_on_time",
    _("Steps on time"),
    _("Of all steps of the orders opened in the period, how many ended within their own limit."),
)
STEP_MEASURES = (
    _step(
        "taken_on_time",
        _("Taken on in time"),
        _("Of the orders handed to a department, how often it answered within the limit of that step."),
        splits=EVERY_SPLIT,
    ),
    _step(
        "sent_on_time",
        _("Sent out again in time"),
        _("Of the orders that came back, how often the dispatcher sent them out again within the limit."),
    ),
    _step(
        "checked_on_time",
        _("Checked in time"),
        _("Of the orders reported done, how often the on-site check came within its limit."),
    ),
    _step(
        "called_on_time",
        _("Called back in time"),
        _("Of the orders done, how often the reporters had been asked within the limit of the callback."),
    ),
)
"""Each step by itself."""
