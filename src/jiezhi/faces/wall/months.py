"""The months beside each other: every value with its change to the month before, and the way to its orders."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from jiezhi.faces.wall.cards import value_words
from jiezhi.faces.wall.links import opened_in, orders_address
from jiezhi.insight.periods import month_of
from jiezhi.insight.queries import MonthRow, measures_by_month
from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Figure, Measure, all_measures
from jiezhi.workorders.measures import RATE_OUTCOMES


@dataclass(frozen=True)
class MonthCell:
    """One value of one month.

    Args:
        value: As printed.
        whole: How many orders it rests on.
        url: Those it counts.
        tone: `better` or `worse` than the month before; empty for as before, nothing to compare or not over.
    """

    value: str
    whole: int
    url: str
    tone: str


@dataclass(frozen=True)
class MonthLine:
    """One month; the one that is running is not held against the month before."""

    first_on: date
    orders: int
    url: str
    cells: tuple[MonthCell, ...]
    is_running: bool


def month_lines(actor: Actor, *, at: datetime) -> list[MonthLine]:
    """Give the last thirteen months, the newest first."""
    today = timezone.localdate(at)
    rows = measures_by_month(actor, at=at)
    befores: list[MonthRow | None] = [*rows[1:], None]
    return [_line(row, before, today) for row, before in zip(rows, befores, strict=True)]


def _line(row: MonthRow, before: MonthRow | None, today: date) -> MonthLine:
    month = month_of(row.first_on, today)
    opened, is_running = opened_in(month), month.is_running(today)
    cells = []
    for place, measure in enumerate(all_measures()):
        figure = row.figures[place]
        yes, _no = RATE_OUTCOMES.get(measure.key, ("done", ""))
        cells.append(
            MonthCell(
                value=value_words(measure, figure),
                whole=figure.whole,
                url=orders_address(replace(opened, outcome=yes)),
                tone="" if is_running else _tone(measure, figure, before.figures[place] if before else None),
            )
        )
    return MonthLine(row.first_on, row.orders, orders_address(opened), tuple(cells), is_running)


def _tone(measure: Measure, now: Figure, before: Figure | None) -> str:
    if now.value is None or before is None or before.value is None:
        return ""
    if value_words(measure, now) == value_words(measure, before):
        return ""
    return "better" if (now.value > before.value) is measure.higher_is_better else "worse"
