"""The figures of a month as they are fixed: plain names and counts, for the brief and for the public page."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from jiezhi.assessment.queries import figures_kept
from jiezhi.core.monthly_brief import Attention, late_bodies, rising_causes, three_things, worse_rates
from jiezhi.core.scorecards import Tally
from jiezhi.insight.periods import MONTHS_A_QUARTER, Period, last_months, month_of
from jiezhi.insight.queries import cause_counts
from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Figures, Question, Split, every_measure
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.queries import departments_of
from jiezhi.places.queries import communities_of
from jiezhi.workorders.measures import counted, order_counts, orders_in, orders_undecided

RATES = (
    "on_time",
    "responded",
    "solved",
    "satisfied",
    "served",
    "cross_on_time",
    "participants_on_time",
    "steps_on_time",
    "reworked",
    "sent_back",
    "merged_orders",
    "repeat_contacts",
    "settled_community",
    "objections_upheld",
    "mediation_agreed",
    "emergencies_in_time",
)
"""What a brief tells of, by keys of measures; each with its numerator and denominator."""


def month_figures(actor: Actor, month_on: date, *, at: datetime) -> dict[str, Any]:
    """Compute the figures of a month, in one statement a rate and ten more, two a rate where none was kept before.

    What is said of the month before is what was fixed of it: computed again it would have moved.

    Args:
        actor: Who sees the whole street.
        month_on: Its first day; the month is over.
        at: Now: what is late by now is late.
    """
    month = month_of(month_on, date.max)
    before = month_of(last_months(month_on, 2)[1], date.max)
    measures = {measure.key: measure for measure in every_measure()}
    now, then = (_question(actor, period, at) for period in (month, before))
    kept = figures_kept(actor.tenant_id, before.first_on)
    rates_kept = kept.get("rates", {})
    rates = {
        key: [
            *_pair(measures[key].compute(now)),
            *(rates_kept[key][:2] if key in rates_kept else _pair(measures[key].compute(then))),
        ]
        for key in RATES
    }
    causes = cause_counts(actor, month, at=at)
    names: dict[UUID, str] = {row.pk: row.name for row in departments_of(actor.tenant_id)}
    on_time = measures["on_time"].compute(_question(actor, month, at, Split.DEPARTMENT))
    earlier = _causes_kept(kept) if kept else _causes_counted(actor, before, at=at)
    figures = {
        "orders": order_counts(now).get(None, 0),
        "orders_before": kept["orders"] if kept else order_counts(then).get(None, 0),
        "still_open": orders_undecided(now).count(),
        "rates": rates,
        "departments": sorted(
            [names[pk], *_of(on_time, pk)] for pk in on_time if isinstance(pk, UUID) and pk in names
        ),
        "causes": [[row.name, row.orders, earlier.get(row.name, 0)] for row in causes.causes],
        "without_cause": causes.without,
        "requests": _requests(actor, month, at=at),
    }
    if month_on.month % MONTHS_A_QUARTER == 0:
        quarter = Period(last_months(month_on, MONTHS_A_QUARTER)[-1], month.last_on)
        figures["quarter"] = _requests_by_community(actor, quarter, at=at)
    return figures


def _causes_kept(kept: Mapping[str, Any]) -> dict[str, int]:
    return {name: orders for name, orders, _before in kept["causes"]}


def _causes_counted(actor: Actor, period: Period, *, at: datetime) -> dict[str, int]:
    return {row.name: row.orders for row in cause_counts(actor, period, at=at).causes}


def _question(actor: Actor, period: Period, at: datetime, split: Split = Split.NONE) -> Question:
    return Question(actor, period.first_on, period.last_on, at, split)


def _pair(found: Figures) -> tuple[int, int]:
    figure = found.get(None)
    return (figure.part or 0, figure.whole) if figure else (0, 0)


def _of(found: Figures, pk: UUID) -> tuple[int, int]:
    return found[pk].part or 0, found[pk].whole


def _counts_of_requests(question: Question) -> Mapping[Any, Mapping[str, int]]:
    """Count the orders that residents asked for, and how many different people asked, in one statement.

    What a patrol or a meeting asked for is no request. A request without a telephone may be anybody's again, so it
    stands for nobody.
    """
    orders = orders_in(question).filter(concerns__isnull=False).exclude(flow=FlowName.TASK)
    people = Count("concerns__phone_index", filter=~Q(concerns__phone_index=""), distinct=True)
    return counted(question, orders, requests=Count("id", distinct=True), people=people)


def _requests(actor: Actor, period: Period, *, at: datetime) -> list[int]:
    found = _counts_of_requests(_question(actor, period, at))[None]
    return [found["requests"], found["people"]]


def _requests_by_community(actor: Actor, period: Period, *, at: datetime) -> list[list[Any]]:
    """Give orders and people of each community; the last row, without a name, is what lies in none."""
    found = _counts_of_requests(_question(actor, period, at, Split.COMMUNITY))
    places: list[tuple[str, UUID | None]] = [(row.name, row.pk) for row in communities_of(actor.tenant_id)]
    none = {"requests": 0, "people": 0}
    rows = [(name, found.get(pk, none)) for name, pk in [*places, ("", None)]]
    return [[name, counts["requests"], counts["people"]] for name, counts in rows]


def needing_attention(figures: Mapping[str, Any]) -> list[Attention]:
    """Give the three things of a month that need attention, from its fixed figures alone."""
    rates = {key: (Tally(*row[:2]), Tally(*row[2:])) for key, row in figures["rates"].items()}
    falling = [measure.key for measure in every_measure() if not measure.higher_is_better]
    bodies = {name: Tally(part, whole) for name, part, whole in figures["departments"]}
    causes = {name: (now, before) for name, now, before in figures["causes"]}
    return three_things(
        worse_rates(rates, falling), late_bodies(bodies, rates["on_time"][0]), rising_causes(causes)
    )
