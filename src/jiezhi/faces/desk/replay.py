"""A version of the responsibility list tried on the orders of the past months, gathered for its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone

from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.core.replay import Judge, Load, Move, PastCase, Replay, replay_list
from jiezhi.core.replay_shares import InTime
from jiezhi.core.routing import ListEntry, RoutingReason
from jiezhi.insight.periods import last_months
from jiezhi.kit.actor import Actor
from jiezhi.kit.numerals import decimal
from jiezhi.organisation.models import ListVersion, Matter
from jiezhi.organisation.queries import (
    ListRow,
    ancestor_ids,
    as_list_entry,
    base_day,
    departments_of,
    every_matter_of,
    lines_in_force,
    lines_of,
)
from jiezhi.workorders.clock import calendar_if_asked
from jiezhi.workorders.queries import PAGE_ROWS
from jiezhi.workorders.replays import PastOrder, PastOrders, past_orders, past_rows
from jiezhi.workorders.rows import OrderRow, order_rows_of

SPANS = (3, 6, 12)
"""Months that can be looked back on, this one included."""
BAR_UNITS = 100
Names = Mapping[str, str]
WholeLimit = tuple[int, str]


@dataclass(frozen=True)
class MoveLine:
    """Orders of a matter that would go elsewhere.

    Args:
        matter: Its name.
        source: Who had them; empty for nobody.
        target: Who would have them; empty when a person would have to choose.
        is_tie: Whether that is because several would be named.
        count: How many.
        url: The list of exactly these orders.
    """

    matter: str
    source: str
    target: str
    is_tie: bool
    count: int
    url: str


@dataclass(frozen=True)
class DoubtLine:
    """A matter for which a person would have to choose, and for how many orders."""

    matter: str
    is_tie: bool
    count: int


@dataclass(frozen=True)
class LoadLine:
    """What a department had and would have had; the bars are parts of `BAR_UNITS`."""

    name: str
    load: Load
    before_bar: int
    after_bar: int


@dataclass(frozen=True)
class DryRun:
    """What the page prints.

    Args:
        version: Which version was tried.
        months: How many months were looked back on.
        since: The first day of them.
        is_capped: Whether there were more orders than are tried.
        replay: What was found.
        moves: As lines.
        doubts: As lines.
        loads: As lines; only departments whose load changes.
        steady: How many departments keep theirs.
        before: The share in time as it was, as printed; empty if nothing can be said of it under the version.
        after: The share of the same orders as it would have been.
    """

    version: ListVersion
    months: int
    since: date
    is_capped: bool
    replay: Replay
    moves: tuple[MoveLine, ...]
    doubts: tuple[DoubtLine, ...]
    loads: tuple[LoadLine, ...]
    steady: int
    before: str
    after: str

    @property
    def changes_nothing(self) -> bool:
        """Whether every order stays and every limit is met as it was."""
        found = self.replay
        return not found.moved and not found.left_out.whole and found.before == found.after


@dataclass(frozen=True)
class Trial:
    """A replay with what its ids are called."""

    past: PastOrders
    replay: Replay
    matters: Names
    departments: Names


def months_asked(text: str) -> int:
    """Give how many months are looked back on; three unless another span is asked for."""
    return next((months for months in SPANS if str(months) == text), SPANS[0])


def dry_run_of(version: ListVersion, actor: Actor, *, months: int, today: date) -> DryRun:
    """Try a version on the orders of the last months, in nine statements at most."""
    since = last_months(today, months)[-1]
    trial = try_out(version, actor, since=since, today=today)
    replay = trial.replay
    changed = [load for load in replay.loads if load.change]
    most = max((max(load.before, load.after) for load in changed), default=0) or 1
    return DryRun(
        version=version,
        months=months,
        since=since,
        is_capped=trial.past.is_capped,
        replay=replay,
        moves=tuple(_move_line(move, trial, version, months) for move in replay.moves),
        doubts=tuple(
            DoubtLine(trial.matters[doubt.matter], doubt.reason is RoutingReason.TIE, doubt.cases)
            for doubt in replay.doubts
        ),
        loads=tuple(
            LoadLine(
                trial.departments[load.department],
                load,
                _bar(load.before, most),
                _bar(load.after, most),
            )
            for load in changed
        ),
        steady=len(replay.loads) - len(changed),
        before=_per_cent(replay.before),
        after=_per_cent(replay.after),
    )


def try_out(version: ListVersion, actor: Actor, *, since: date, today: date) -> Trial:
    """Replay the orders opened since a day under a version, against the list that it would replace."""
    day = base_day(version, today=today)
    past = past_orders(actor, since=since)
    in_force, lines = lines_in_force(actor.tenant_id, day), lines_of(version)
    matters = {str(matter.pk): matter for matter in every_matter_of(actor.tenant_id)}
    begun = [order.dispatched_at for order in past.orders if order.dispatched_at]
    replay = replay_list(
        [order.case for order in past.orders],
        in_force=[as_list_entry(row) for row in in_force],
        draft=[as_list_entry(line) for line in lines],
        on=day,
        ancestors={pk: [str(each) for each in ancestor_ids(matter)] for pk, matter in matters.items()},
        judge=limit_judge(
            {order.case.id: order for order in past.orders},
            _limits([*in_force, *lines]),
            matters,
            calendar_if_asked(actor.tenant_id, since=min(begun)) if begun else None,
        ),
    )
    departments = {str(each.pk): each.name for each in departments_of(actor.tenant_id)}
    return Trial(past, replay, {pk: matter.name for pk, matter in matters.items()}, departments)


def limit_judge(
    orders: Mapping[str, PastOrder],
    limits: Mapping[str, WholeLimit],
    matters: Mapping[str, Matter],
    calendar: WorkingCalendar | None,
) -> Judge:
    """Give the judge of orders that stay: by what came of them, or anew where the version gives another limit.

    Args:
        orders: The past orders by id.
        limits: For each line with a limit of its own, that limit; all others have their matter's.
        matters: The matters by id.
        calendar: When the office works; None if no order was ever dispatched.
    """

    def judge(case: PastCase, was: ListEntry | None, line: ListEntry) -> bool | None:
        order, matter = orders[case.id], matters[case.matter]
        usual = (matter.limit_amount, matter.limit_unit)
        limit = limits.get(line.id, usual)
        before = limits.get(was.id, usual) if was else order.limit
        if limit == before:
            return case.was_in_time
        return None if calendar is None else order.is_in_time_within(limit, calendar)

    return judge


@dataclass(frozen=True)
class MovedPage:
    """A page of the orders behind one line of the moves.

    Args:
        move: The line; None when nothing moves so any more.
        months: How many months were looked back on.
        page: The ids of a page of them, for the way to the others.
        rows: The orders in words.
    """

    move: MoveLine | None
    months: int
    page: Page[str]
    rows: list[OrderRow]


def moved_page(version: ListVersion, actor: Actor, asked: Mapping[str, str], *, at: datetime) -> MovedPage:
    """Give the orders of the move that an address names, newest first, a page at a time."""
    today, months = timezone.localdate(at), months_asked(asked.get("months", ""))
    trial = try_out(version, actor, since=last_months(today, months)[-1], today=today)
    move = next((move for move in trial.replay.moves if _is_asked(move, asked)), None)
    page = Paginator(move.cases if move else (), PAGE_ROWS).get_page(asked.get("page"))
    orders = past_rows(actor, list(page)) if move else []
    return MovedPage(
        move=_move_line(move, trial, version, months) if move else None,
        months=months,
        page=page,
        rows=order_rows_of(orders, actor.tenant_id, at=at),
    )


def _is_asked(move: Move, asked: Mapping[str, str]) -> bool:
    return all(asked.get(name, "") == value for name, value in _address_of(move).items())


def _limits(rows: list[ListRow]) -> dict[str, WholeLimit]:
    return {str(row.pk): (row.limit_amount, row.limit_unit) for row in rows if row.limit_amount}


def _move_line(move: Move, trial: Trial, version: ListVersion, months: int) -> MoveLine:
    address = reverse("desk:moved_orders", args=[version.pk])
    return MoveLine(
        matter=trial.matters[move.matter],
        source=trial.departments.get(move.source or "", ""),
        target=trial.departments.get(move.target or "", ""),
        is_tie=move.reason is RoutingReason.TIE,
        count=len(move.cases),
        url=f"{address}?{urlencode({'months': months, **_address_of(move)})}",
    )


def _address_of(move: Move) -> dict[str, str]:
    """What tells one move from all others."""
    names = {"matter": move.matter, "source": move.source or "", "target": move.target or ""}
    return names | {"reason": str(move.reason)}


def _bar(count: int, most: int) -> int:
    return round(count * BAR_UNITS / most)


def _per_cent(in_time: InTime) -> str:
    share = in_time.share
    return "" if share is None else decimal(share * 100)
