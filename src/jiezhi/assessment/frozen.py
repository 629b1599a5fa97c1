"""The figures of a month as they are fixed: plain names and counts, for the brief and for the public page."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jiezhi.core.monthly_brief import Attention, late_bodies, rising_causes, three_things, worse_rates
from jiezhi.core.scorecards import Tally
from jiezhi.insight.periods import MONTHS_A_QUARTER, Period, last_months, month_of
from jiezhi.insight.queries import cause_counts
from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Figures, Question, Split, every_measure
from jiezhi.organisation.queries import departments_of
from jiezhi.places.queries import communities_of
from jiezhi.workorders.measures import order_counts

RATES = (
    "on_time",
    "responded",
    "solved",
    "satisfied",
    "served",
    "cross_on_time",
    "participants_on_time",
    "reworked",
    "sent_back",
    "merged_orders",
    "repeat_contacts",
    "settled_near",
    "objections_upheld",
    "mediation_agreed",
    "emergencies_in_time",
)
"""What a brief tells of, by keys of measures; each with its numerator and denominator."""


def month_figures(actor: Actor, month_on: date, *, at: datetime) -> dict[str, Any]:
    """Compute the figures of a month, in two statements a rate and ten more.

    Args:
        actor: Who sees the whole street.
        month_on: Its first day; the month is over.
        at: Now: what is late by now is late.
    """
    month = month_of(month_on, date.max)
    before = month_of(last_months(month_on, 2)[1], date.max)
    measures = {measure.key: measure for measure in every_measure()}
    asked = {name: _question(actor, period, at) for name, period in (("now", month), ("before", before))}
    rates = {
        key: [*_pair(measures[key].compute(asked["now"])), *_pair(measures[key].compute(asked["before"]))]
        for key in RATES
    }
    causes, causes_before = (cause_counts(actor, period, at=at) for period in (month, before))
    earlier = {row.name: row.orders for row in causes_before.causes}
    names: dict[UUID, str] = {row.pk: row.name for row in departments_of(actor.tenant_id)}
    on_time = measures["on_time"].compute(_question(actor, month, at, Split.DEPARTMENT))
    figures = {
        "orders": order_counts(asked["now"]).get(None, 0),
        "orders_before": order_counts(asked["before"]).get(None, 0),
        "rates": rates,
        "departments": sorted(
            [names[pk], *_of(on_time, pk)] for pk in on_time if isinstance(pk, UUID) and pk in names
        ),
        "causes": [[row.name, row.orders, earlier.get(row.name, 0)] for row in causes.causes],
        "without_cause": causes.without,
        "communities": _by_community(actor, month, at=at),
    }
    if month_on.month % MONTHS_A_QUARTER == 0:
        quarter = Period(last_months(month_on, MONTHS_A_QUARTER)[-1], month.last_on)
        figures["quarter"] = _by_community(actor, quarter, at=at)
    return figures


def _question(actor: Actor, period: Period, at: datetime, split: Split = Split.NONE) -> Question:
    return Question(actor, period.first_on, period.last_on, at, split)


def _pair(found: Figures) -> tuple[int, int]:
    figure = found.get(None)
    return (figure.part or 0, figure.whole) if figure else (0, 0)


def _of(found: Figures, pk: UUID) -> tuple[int, int]:
    return found[pk].part or 0, found[pk].whole


def _by_community(actor: Actor, period: Period, *, at: datetime) -> list[list[Any]]:
    """Give how many orders each community had; the last row, without a name, is what lies in none."""
    counts = order_counts(_question(actor, period, at, Split.COMMUNITY))
    rows: list[list[Any]] = [[row.name, counts.get(row.pk, 0)] for row in communities_of(actor.tenant_id)]
    return [*rows, ["", counts.get(None, 0)]]


def needing_attention(figures: Mapping[str, Any]) -> list[Attention]:
    """Give the three things of a month that need attention, from its fixed figures alone."""
    rates = {key: (Tally(*row[:2]), Tally(*row[2:])) for key, row in figures["rates"].items()}
    falling = [measure.key for measure in every_measure() if not measure.higher_is_better]
    bodies = {name: Tally(part, whole) for name, part, whole in figures["departments"]}
    causes = {name: (now, before) for name, now, before in figures["causes"]}
    return three_things(
        worse_rates(rates, falling), late_bodies(bodies, rates["on_time"][0]), rising_causes(causes)
    )
