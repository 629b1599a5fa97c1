"""Everything that the wall prints, gathered once."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.faces.wall.cards import Card, card_for, value_words
from jiezhi.faces.wall.links import opened_in, orders_address
from jiezhi.faces.wall.sources import SourceLine, source_lines
from jiezhi.insight.periods import Period, PeriodName, month_of, period_named
from jiezhi.insight.queries import (
    Attention,
    Demand,
    Row,
    Waiting,
    demand_by_community,
    levels_now,
    measures_by_department,
    measures_now,
    needing_attention,
)
from jiezhi.kit.actor import Actor
from jiezhi.kit.links import link_to
from jiezhi.kit.measure import Measure, all_measures
from jiezhi.kit.ui.svg_map import MapArea, SvgMap, draw_map, heat_steps
from jiezhi.kit.worker_health import WorkerHealth, worker_health
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.programme.queries import goals_on
from jiezhi.workorders.clock import calendar_if_asked
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import COUNT_CAP
from jiezhi.workorders.standing import countdown_of

ORDER_KIND = "workorders.order"


@dataclass(frozen=True)
class Choice:
    """A period that can be chosen."""

    label: str
    name: str
    is_current: bool


@dataclass(frozen=True)
class DepartmentLine:
    """A department's line in the table."""

    name: str
    url: str
    orders: int
    values: tuple[tuple[str, int], ...]
    """Each value as printed, and how many orders it rests on."""


@dataclass(frozen=True)
class OrderLink:
    """An order that needs attention; `overdue` says how long it is over its limit, where that is why."""

    order: WorkOrder
    url: str
    overdue: str = ""


@dataclass(frozen=True)
class WaitingLine:
    """Orders that should not wait for one reason: how many, some of them, and the list of all."""

    label: str
    count: str
    url: str
    links: tuple[OrderLink, ...]


@dataclass(frozen=True)
class Level:
    """The share of orders that one level settled, and the list of them."""

    label: str
    value: str
    count: int
    url: str


@dataclass(frozen=True)
class Board:
    """What the wall prints."""

    period: Period
    choices: tuple[Choice, ...]
    month_on: date | None
    cards: tuple[Card, ...]
    measures: tuple[Measure, ...]
    map: SvgMap | None
    orders: int
    orders_url: str
    outside: int
    outside_url: str
    lines: tuple[DepartmentLine, ...]
    levels: tuple[Level, ...]
    attention: Attention
    faults_url: str
    waiting: tuple[WaitingLine, ...]
    health: WorkerHealth
    sources: tuple[SourceLine, ...]
    at: datetime

    @property
    def is_running(self) -> bool:
        """Whether its period is not over yet."""
        return self.period.is_running(timezone.localdate(self.at))


def board_for(actor: Actor, name: PeriodName, *, month_on: date | None = None, at: datetime) -> Board:
    """Gather the wall for an actor's area, of a named period or of one month."""
    today = timezone.localdate(at)
    period = month_of(month_on, today) if month_on else period_named(name, today)
    demand = demand_by_community(actor, period, at=at)
    attention = needing_attention(actor, at=at)
    goals = goals_on(actor, today)
    return Board(
        period=period,
        choices=period_choices(name if month_on is None else None),
        month_on=month_on,
        cards=tuple(
            card_for(measured, period, today=today, goal=goals.get(measured.measure.key))
            for measured in measures_now(actor, period, at=at)
        ),
        measures=all_measures(),
        map=_map(demand.places, period),
        orders=demand.orders,
        orders_url=orders_address(opened_in(period)),
        outside=demand.outside,
        outside_url=orders_address(replace(opened_in(period), is_outside=True)),
        lines=tuple(_line(row, period) for row in measures_by_department(actor, period, at=at)),
        levels=tuple(
            Level(
                str(measure.label),
                value_words(measure, figure),
                figure.part or 0,
                orders_address(replace(opened_in(period), outcome=measure.key)),
            )
            for measure, figure in levels_now(actor, period, at=at)
        ),
        attention=attention,
        faults_url=reverse("desk:list_faults") if actor.may(KEEP_LISTS.code) else "",
        waiting=_waiting(attention, actor, at=at),
        health=worker_health(at=at),
        sources=source_lines(actor),
        at=at,
    )


def period_choices(current: PeriodName | None) -> tuple[Choice, ...]:
    """Give the periods that a page of the wall can show."""
    labels = {
        PeriodName.MONTH: _("This month"),
        PeriodName.LAST_30_DAYS: _("Last 30 days"),
        PeriodName.QUARTER: _("This quarter"),
    }
    return tuple(Choice(label, name.value, name is current) for name, label in labels.items())


def _map(demand: tuple[Demand, ...], period: Period) -> SvgMap | None:
    if not demand:
        return None
    steps = heat_steps([place.orders for place in demand])
    areas = [
        MapArea(
            place.community.border,
            label=place.community.name,
            value=str(place.orders),
            heat=step,
            url=orders_address(replace(opened_in(period), community_id=place.community.pk)),
        )
        for place, step in zip(demand, steps, strict=True)
    ]
    return draw_map(areas)


def _line(row: Row, period: Period) -> DepartmentLine:
    return DepartmentLine(
        name=row.name,
        url=orders_address(replace(opened_in(period), lead_id=row.id)),
        orders=row.orders,
        values=tuple(
            (value_words(measure, figure), figure.whole)
            for measure, figure in zip(all_measures(), row.figures, strict=True)
        ),
    )


def _late(orders: tuple[WorkOrder, ...], actor: Actor, *, at: datetime) -> tuple[OrderLink, ...]:
    calendar = calendar_if_asked(actor.tenant_id, since=min((row.opened_at for row in orders), default=at))
    return tuple(
        OrderLink(row, link_to(ORDER_KIND, row.pk), countdown_of(row, calendar, at=at).text) for row in orders
    )


def _waiting(attention: Attention, actor: Actor, *, at: datetime) -> tuple[WaitingLine, ...]:
    reasons = {
        _("Asked, and no answer in time"): attention.unanswered,
        _("Sent back twice or more"): attention.sent_back,
        _("Reopened: the reporter is not satisfied"): attention.reopened,
    }
    lines = [
        WaitingLine(label, _count(found), orders_address(found.wanted), _linked(found.rows))
        for label, found in reasons.items()
    ]
    late = attention.late
    links = _late(late.rows, actor, at=at)
    return (WaitingLine(_("Late"), _count(late), orders_address(late.wanted), links), *lines)


def _count(waiting: Waiting) -> str:
    """Give how many wait as printed; empty for none."""
    if waiting.count > COUNT_CAP:
        return f"{COUNT_CAP}+"
    return str(waiting.count or "")


def _linked(orders: tuple[WorkOrder, ...]) -> tuple[OrderLink, ...]:
    return tuple(OrderLink(order, link_to(ORDER_KIND, order.pk)) for order in orders)
