"""Where figures stand on the way to their targets, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiezhi.insight.periods import last_months
from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Figure, Measure, Question, Unit
from jiezhi.kit.numerals import DASH, PER_CENT, decimal
from jiezhi.programme.queries import Goal, goal_measures, goals_on

MONTHS_BEFORE = 12
"""How far back a figure counts while the phase of its target has not begun."""


@dataclass(frozen=True)
class GoalRow:
    """One target and where its figure stands.

    Args:
        measure: What is measured.
        now: As printed; a dash when there is nothing to count.
        basis: How many things it rests on.
        since: From which day on it counts.
        words: The target, and whether the figure is on its way.
        is_behind: Whether it is short of the way.
    """

    measure: Measure
    now: str
    basis: str
    since: date
    words: str
    is_behind: bool


def goal_rows(actor: Actor, *, at: datetime) -> list[GoalRow]:
    """Give the targets that count today with their figures since the phase began; one statement and two a target."""
    today = timezone.localdate(at)
    goals = goals_on(actor, today)
    return [
        _row(actor, measure, goals[measure.key], at=at) for measure in goal_measures() if measure.key in goals
    ]


def _row(actor: Actor, measure: Measure, goal: Goal, *, at: datetime) -> GoalRow:
    today = timezone.localdate(at)
    begun = goal.way.begins_on
    since = begun if begun <= today else last_months(today, MONTHS_BEFORE)[-1]
    figure = measure.compute(Question(actor, since, today, at)).get(None, Figure(None, 0))
    words, is_behind = goal_words(measure, figure.value, goal, today, is_running=True)
    now = DASH if figure.value is None else with_unit(figure.value, measure)
    basis = str(figure.whole) if figure.part is None else f"{figure.part} / {figure.whole}"
    return GoalRow(measure, now, basis, since, words, is_behind)


def goal_words(
    measure: Measure, value: float | None, goal: Goal, on: date, *, is_running: bool
) -> tuple[str, bool]:
    """Say what the target is and how a value stands to it on a day, and whether it is behind.

    Args:
        measure: What is measured.
        value: In its unit; None when there is nothing to count.
        goal: The target that counts.
        on: The day.
        is_running: Whether the value may still change.
    """
    told = _("Target of %(phase)s: %(target)s by %(day)s") % {
        "phase": goal.phase,
        "target": with_unit(goal.way.target, measure),
        "day": goal.way.ends_on.isoformat(),
    }
    if value is None:
        return told, False
    if goal.way.gap(value, higher_is_better=measure.higher_is_better) <= 0:
        reached = _("reached so far") if is_running else _("reached")
        return f"{told} · {reached}", False
    if not goal.way.is_behind(value, on, higher_is_better=measure.higher_is_better):
        on_its_way = _("on its way")
        return f"{told} · {on_its_way}", False
    due = goal.way.due_by(on)
    if due is None:
        return told, True
    by_now = _("%(value)s by now") % {"value": with_unit(due, measure)}
    return f"{told} · {by_now}", True


def shown(value: float, measure: Measure) -> float:
    """Give what is printed, so that a change is the one between printed figures."""
    return round(value * (PER_CENT if measure.unit is Unit.SHARE else 1), 1)


def unit_of(measure: Measure) -> str:
    """Give the unit as it stands after a number."""
    if measure.unit is Unit.SHARE:
        return "%"
    if measure.unit is Unit.MINUTES:
        return pgettext("after a number", "minutes")
    return pgettext("after a number", "working hours")


def with_unit(value: float, measure: Measure) -> str:
    """Give a value with its unit; per cent stands close to its number."""
    number, unit = decimal(shown(value, measure)), unit_of(measure)
    return f"{number}{unit}" if measure.unit is Unit.SHARE else f"{number} {unit}"
