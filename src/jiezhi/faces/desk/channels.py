"""What the page of the ways in shows: each way by month, with its share and the list behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator

from jiezhi.concerns.choices import ProxyPart, Way
from jiezhi.concerns.measures import (
    CHANNELS,
    PART_OF,
    WAY_OF,
    Part,
    Ways,
    counted_concerns,
    elder_requests,
    ways_in,
)
from jiezhi.concerns.models import Concern
from jiezhi.insight.periods import Period, last_months, month_of
from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Measure, Question, Split, all_measures
from jiezhi.kit.numerals import per_cent

MONTHS = 6
PAGE_ROWS = 50


@dataclass(frozen=True)
class WayCell:
    """A month of a way: how many, which part of all, and whether there is a list."""

    month_on: date
    count: int
    share: str


@dataclass(frozen=True)
class WayLine:
    """A way with its months, the newest first; `key` names its list, empty where there is none."""

    measure: Measure
    key: str
    cells: tuple[WayCell, ...]


@dataclass(frozen=True)
class ChannelPage:
    """The ways in, which add up to all requests, and parts of them."""

    months: tuple[date, ...]
    totals: tuple[int, ...]
    ways: tuple[WayLine, ...]
    parts: tuple[WayLine, ...]


def channel_page(actor: Actor, *, today: date, at: datetime) -> ChannelPage:
    """Give the last six months in two statements."""
    months = tuple(last_months(today, MONTHS))
    question = Question(actor=actor, first_on=months[-1], last_on=today, at=at, split=Split.MONTH)
    found, elder = ways_in(question), elder_requests(question)
    measures = {measure.key: measure for measure in all_measures(CHANNELS)}
    ways = [_way_line(measures[f"way_{way.value}"], way, months, found) for way in Way]
    parts = [_part_line(measures[f"proxy_{part.value}"], part, months, found) for part in ProxyPart]
    parts.append(_elder_line(measures["elder_share"], months, found, elder))
    totals = tuple(_of(found, month).whole for month in months)
    return ChannelPage(months, totals, tuple(ways), tuple(parts))


def listed(actor: Actor, key: str, month: Period, page: str, *, at: datetime) -> Page[Concern]:
    """Give a page of the requests that a figure counts, newest first, in two statements."""
    question = Question(actor=actor, first_on=month.first_on, last_on=month.last_on, at=at)
    rows = counted_concerns(question)
    if key in ProxyPart.values:
        rows = rows.filter(PART_OF[ProxyPart(key)])
    else:
        rows = rows.annotate(way=WAY_OF).filter(way=key)
    rows = rows.select_related("community", "estate", "order").order_by("-submitted_at", "-id")
    return Paginator(rows, PAGE_ROWS).get_page(page)


def label_of(key: str) -> str | None:
    """Give the words for a figure that has a list; None for any other key."""
    labels = dict(Way.choices) | dict(ProxyPart.choices)
    return str(labels[key]) if key in labels else None


def asked_month(asked: str, *, today: date) -> Period:
    """Give the month that an address names, this one where it names none of the last six."""
    months = last_months(today, MONTHS)
    return month_of(next((month for month in months if f"{month:%Y-%m}" == asked), months[0]), today)


def _way_line(measure: Measure, way: Way, months: tuple[date, ...], found: Mapping[Part, Ways]) -> WayLine:
    cells = (_cell(month, _of(found, month).by_way[way], _of(found, month).whole) for month in months)
    return WayLine(measure, way.value, tuple(cells))


def _part_line(
    measure: Measure, part: ProxyPart, months: tuple[date, ...], found: Mapping[Part, Ways]
) -> WayLine:
    cells = (_cell(month, _of(found, month).by_part[part], _of(found, month).whole) for month in months)
    return WayLine(measure, part.value, tuple(cells))


def _elder_line(
    measure: Measure, months: tuple[date, ...], found: Mapping[Part, Ways], elder: Mapping[date, int]
) -> WayLine:
    cells = []
    for month in months:
        counts = _of(found, month).by_way
        cells.append(_cell(month, elder.get(month, 0), counts[Way.PORTAL] + counts[Way.PORTAL_PROXY]))
    return WayLine(measure, "", tuple(cells))


def _of(found: Mapping[Part, Ways], month: date) -> Ways:
    return found.get(month) or Ways()


def _cell(month: date, count: int, whole: int) -> WayCell:
    return WayCell(month, count, per_cent(count / whole if whole else None))
