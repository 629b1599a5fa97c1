"""What the page of the burden meter shows: each process with the month before, the worst first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiezhi.burden.metering import Spent, spent_between, words_for_work
from jiezhi.concerns.choices import Channel
from jiezhi.insight.periods import last_months, month_of
from jiezhi.kit.actor import Actor
from jiezhi.kit.numerals import DASH, decimal

MONTHS = 13
BAR_PX = 120


@dataclass(frozen=True)
class BurdenLine:
    """One process by one channel.

    Args:
        label: What is done.
        channel: By which way it came; empty where the process has none.
        made: Orders or requests it served.
        posts: Forms that were accepted.
        minutes: An order; a dash where no time is known.
        typed: Fields an order.
        retyped: Fields an order that the office held already.
        retyped_before: The same in the month before; a dash where nothing was posted.
        bar: Length of its bar.
    """

    label: str
    channel: str
    made: int
    posts: int
    minutes: str
    minutes_before: str
    typed: str
    typed_before: str
    retyped: str
    retyped_before: str
    bar: int


@dataclass(frozen=True)
class BurdenPage:
    """One month of the meter; `months` are those that can be chosen."""

    first_on: date
    before_on: date
    months: tuple[date, ...]
    lines: tuple[BurdenLine, ...]


def burden_page(actor: Actor, asked: str, *, today: date) -> BurdenPage:
    """Give a month with the one before it, in two statements.

    Args:
        actor: Whose street.
        asked: A month such as `2026-11`; anything that is not one of the last gives this month.
        today: The local date.
    """
    months = last_months(today, MONTHS + 1)
    first_on = next((month for month in months[:-1] if f"{month:%Y-%m}" == asked), months[0])
    before_on = months[months.index(first_on) + 1]
    now, before = (_spent(actor, month, today) for month in (first_on, before_on))
    most = max((_an_order(spent.typed, spent) for spent in now), default=0) or 1
    befores = {(spent.process, spent.channel): spent for spent in before}
    ordered = sorted(
        now,
        key=lambda spent: (
            -_an_order(spent.retyped, spent),
            -_an_order(spent.minutes, spent),
            -_an_order(spent.typed, spent),
            spent.process,
        ),
    )
    lines = (_line(spent, befores.get((spent.process, spent.channel)), most) for spent in ordered)
    return BurdenPage(first_on, before_on, tuple(months[:-1]), tuple(lines))


def _spent(actor: Actor, first_on: date, today: date) -> Iterable[Spent]:
    month = month_of(first_on, today)
    return spent_between(actor.tenant_id, month.first_on, month.last_on)


def _an_order(amount: float, spent: Spent) -> float:
    """Divide by what the process served; a step that served nothing yet is divided by its posts."""
    return amount / (spent.made or spent.posts or 1)


def _line(spent: Spent, before: Spent | None, most: float) -> BurdenLine:
    channels = dict(Channel.choices)
    return BurdenLine(
        label=words_for_work(spent.process),
        channel=str(channels.get(spent.channel, spent.channel)),
        made=spent.made,
        posts=spent.posts,
        minutes=_minutes(spent),
        minutes_before=_minutes(before),
        typed=_number(_an_order(spent.typed, spent)),
        typed_before=_number(_an_order(before.typed, before)) if before else DASH,
        retyped=_number(_an_order(spent.retyped, spent)),
        retyped_before=_number(_an_order(before.retyped, before)) if before else DASH,
        bar=round(_an_order(spent.typed, spent) / most * BAR_PX),
    )


def _minutes(spent: Spent | None) -> str:
    if spent is None or (spent.posts and not spent.timed):
        return DASH
    return _number(_an_order(spent.minutes, spent))


def _number(value: float) -> str:
    return decimal(value, 2)
