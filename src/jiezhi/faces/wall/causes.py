"""Why residents complain: the causes by how many orders they have, and how few of them make up most."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import accumulate

from django.utils import timezone

from jiezhi.faces.wall.board import Choice, period_choices
from jiezhi.faces.wall.links import opened_in, orders_address
from jiezhi.insight.periods import Period, PeriodName, last_months, month_of, period_named
from jiezhi.insight.queries import MONTHS, CauseCount, cause_counts
from jiezhi.kit.actor import Actor
from jiezhi.kit.numerals import decimal
from jiezhi.workorders.queries import OrderFilter

BAR_UNITS = 100


@dataclass(frozen=True)
class Counted:
    """A name with how many orders it has, and where they are."""

    name: str
    orders: int
    url: str


@dataclass(frozen=True)
class CauseLine:
    """One cause.

    Args:
        cause: Its name, how many orders, and where they are.
        share: Its part of all orders with a cause, as printed.
        together: The part of this cause and all above it, as printed.
        bar: Its part of the largest cause, in `BAR_UNITS`.
        mark: Where `together` stands, in `BAR_UNITS`.
        matters: Of which matters.
    """

    cause: Counted
    share: str
    together: str
    bar: int
    mark: int
    matters: tuple[Counted, ...]


@dataclass(frozen=True)
class CausePage:
    """What the page prints."""

    period: Period
    choices: tuple[Choice, ...]
    month_on: date | None
    months: tuple[date, ...]
    lines: tuple[CauseLine, ...]
    orders: int
    without: int


def cause_page(actor: Actor, name: PeriodName, *, month_on: date | None, at: datetime) -> CausePage:
    """Gather the causes of a named period or of one month."""
    today = timezone.localdate(at)
    period = month_of(month_on, today) if month_on else period_named(name, today)
    counts = cause_counts(actor, period, at=at)
    sums = accumulate(cause.orders for cause in counts.causes)
    most = max((cause.orders for cause in counts.causes), default=1)
    return CausePage(
        period=period,
        choices=period_choices(name if month_on is None else None),
        month_on=month_on,
        months=tuple(last_months(today, MONTHS)),
        lines=tuple(
            _line(cause, so_far, most, counts.orders, opened_in(period))
            for cause, so_far in zip(counts.causes, sums, strict=True)
        ),
        orders=counts.orders,
        without=counts.without,
    )


def _line(cause: CauseCount, so_far: int, most: int, whole: int, opened: OrderFilter) -> CauseLine:
    of_cause = replace(opened, cause_id=cause.id)
    return CauseLine(
        cause=Counted(cause.name, cause.orders, orders_address(of_cause)),
        share=_per_cent(cause.orders, whole),
        together=_per_cent(so_far, whole),
        bar=round(cause.orders * BAR_UNITS / most),
        mark=round(so_far * BAR_UNITS / whole),
        matters=tuple(
            Counted(each.name, each.orders, orders_address(replace(of_cause, matter_id=each.id)))
            for each in cause.matters
        ),
    )


def _per_cent(part: int, whole: int) -> str:
    return decimal(part * 100 / whole)
