"""Figures as the wall prints them: value, unit, change in words, what they rest on, and where they lead."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.faces.wall.links import opened_in, orders_address
from jiezhi.insight.periods import Period
from jiezhi.insight.queries import MeasuredNow
from jiezhi.kit.measure import Figure, Measure, Unit
from jiezhi.kit.numerals import DASH, decimal
from jiezhi.programme.queries import Goal
from jiezhi.programme.standing import goal_words, shown, unit_of
from jiezhi.workorders.measures import RATE_OUTCOMES


@dataclass(frozen=True)
class Card:
    """One figure.

    Args:
        measure: What it measures, with its words.
        value: As printed; a dash when there is nothing to count.
        unit: As printed.
        url: The orders that the value counts.
        basis: How many orders it rests on.
        exceptions: How many say no, as a sentence; empty where there is no such thing.
        exceptions_url: Those orders.
        change: Compared with the period before, in words.
        tone: `better`, `worse` or `same`.
        goal: The target that counts today, in words; empty where none is set.
        is_behind: Whether the value is short of the way to it.
    """

    measure: Measure
    value: str
    unit: str
    url: str
    basis: str
    exceptions: str
    exceptions_url: str
    change: str
    tone: str
    goal: str
    is_behind: bool


def card_for(
    measured: MeasuredNow,
    period: Period,
    *,
    today: date,
    goal: Goal | None = None,
    lead_id: UUID | None = None,
) -> Card:
    """Give a measure as a card, against its target where one is set; of a period that runs it judges so far only."""
    measure, figure = measured.measure, measured.now
    yes, no = RATE_OUTCOMES.get(measure.key, ("done", ""))
    missed = 0 if figure.part is None else figure.whole - figure.part
    is_running = period.is_running(today)
    change, tone = _change(measured, is_running=is_running)
    told, is_behind = "", False
    if goal is not None:
        told, is_behind = goal_words(measure, figure.value, goal, period.last_on, is_running=is_running)
    return Card(
        measure=measure,
        value=value_words(measure, figure),
        unit=unit_of(measure) if figure.value is not None else "",
        url=_list_of(yes, period, lead_id),
        basis=_basis(figure),
        exceptions=_exceptions(measure, missed) if missed else "",
        exceptions_url=_list_of(no, period, lead_id) if missed else "",
        change=change,
        tone=tone,
        goal=told,
        is_behind=is_behind,
    )


def value_words(measure: Measure, figure: Figure) -> str:
    """Give a figure's value with one decimal, per cent for a share; a dash when there is none."""
    if figure.value is None:
        return DASH
    return decimal(shown(figure.value, measure))


def _basis(figure: Figure) -> str:
    if figure.part is None:
        return _("%(whole)d orders") % {"whole": figure.whole}
    return _("%(part)d of %(whole)d orders") % {"part": figure.part, "whole": figure.whole}


def _exceptions(measure: Measure, count: int) -> str:
    sentences = {
        "on_time": _("%(count)d late or overdue"),
        "cross_on_time": _("%(count)d late or overdue"),
        "solved": _("%(count)d not solved"),
        "satisfied": _("%(count)d not satisfied"),
    }
    return sentences[measure.key] % {"count": count}


def _change(measured: MeasuredNow, *, is_running: bool) -> tuple[str, str]:
    """Give the change in words, as a reader would subtract the two printed values."""
    measure, now, before = measured.measure, measured.now.value, measured.before.value
    if now is None:
        return str(measure.empty), "same"
    if before is None:
        return _("Nothing to compare with in the period before"), "same"
    change = round(shown(now, measure) - shown(before, measure), 1)
    so_far = _("So far: %(change)s") if is_running else "%(change)s"
    if change == 0:
        return so_far % {"change": _("As in the period before")}, "same"
    facts = {"amount": decimal(abs(change)), "before": value_words(measure, measured.before)}
    is_better = (change > 0) is measure.higher_is_better
    told = _sentence(measure.unit, is_more=change > 0) % facts
    return so_far % {"change": told}, "better" if is_better else "worse"


def _sentence(unit: Unit, *, is_more: bool) -> str:
    if unit is Unit.SHARE and is_more:
        return _("%(amount)s points more than before (%(before)s%%)")
    if unit is Unit.SHARE:
        return _("%(amount)s points less than before (%(before)s%%)")
    if is_more:
        return _("%(amount)s hours longer than before (%(before)s)")
    return _("%(amount)s hours shorter than before (%(before)s)")


def _list_of(outcome: str, period: Period, lead_id: UUID | None) -> str:
    return orders_address(replace(opened_in(period), outcome=outcome, lead_id=lead_id))
