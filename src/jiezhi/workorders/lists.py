"""A page of a list of orders: which rows it has, how many there are, and the way on which they are found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, OrderBy, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jiezhi.kit.actor import Actor
from jiezhi.kit.search import COMMON, WINDOW
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import (
    COUNT_CAP,
    PAGE_ROWS,
    SORTS,
    OrderFilter,
    capped_count,
    filtered_orders,
    visible_orders,
)
from jiezhi.workorders.search import order_search


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """What a list shows of an order: fifty whole orders with their places cost more than all the rest of the page."""

    id: UUID
    number: str
    version: int
    state: str
    urgency: str
    hand_over: str
    brief: str
    limit_amount: int
    limit_unit: str
    opened_at: datetime
    dispatched_at: datetime | None
    due_at: datetime | None
    resolved_at: datetime | None
    matter: str
    lead: str | None
    community: str | None
    estate: str | None
    # Read only where words are searched for, which may stand in it.
    reply: str = ""


_OWN_COLUMNS = tuple(column.name for column in fields(ListedOrder))[:13]
_LISTED = (*_OWN_COLUMNS, "matter__name", "lead__name", "community__name", "estate__name")


@dataclass(frozen=True)
class OrderPage:
    """One page of a list of orders.

    Args:
        rows: At most `PAGE_ROWS`, each with everything a row shows.
        number: From 1.
        has_next: Whether a further page exists.
        count: How many there are in all, counted no further than `COUNT_CAP` plus one.
        is_counted: Whether all were looked at; of words that are common only the newest orders are.
    """

    rows: list[ListedOrder]
    number: int
    has_next: bool
    count: int
    is_counted: bool = True

    @property
    def is_capped(self) -> bool:
        """Whether there are more than was counted."""
        return self.count > COUNT_CAP or not self.is_counted

    @property
    def floor(self) -> int:
        """How many there are at least, where not all were counted."""
        return min(self.count, COUNT_CAP) if self.is_counted else self.count - 1

    @property
    def has_previous(self) -> bool:
        """Whether this is not the first page."""
        return self.number > 1

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1


def order_page(
    actor: Actor, wanted: OrderFilter, *, at: datetime, number: int = 1, sort: str = ""
) -> OrderPage:
    """Give one page of a list of orders in one statement, and a second one only where their number is not plain.

    Where the list has no such page it is the last one, at the cost of counting all of them.

    Args:
        actor: Whose area.
        wanted: What the list is narrowed to.
        at: Now, for what is late.
        number: The page, from 1.
        sort: A key of `SORTS`; anything else means the newest first.
    """
    number = max(number, 1)
    start = (number - 1) * PAGE_ROWS
    end = start + PAGE_ROWS + 1
    sort = sort if sort in SORTS else ""
    found = found_orders(actor, wanted, at=at, most=end) if not sort else _sorted_orders(actor, wanted, at=at)
    ordered = found.orders.order_by(*(SORTS[sort] if sort else found.newest_first))
    if found.is_counted_along:
        rows, known = _listed_and_counted(ordered[start:end], found.counted)
    else:
        rows, known = listed(ordered[start:end], with_reply=bool(wanted.words.strip())), None
    if not rows and number > 1:
        last = max(-(-found.orders.order_by().count() // PAGE_ROWS), 1)
        return order_page(actor, wanted, at=at, number=min(last, number - 1), sort=sort)
    is_plain = len(rows) <= PAGE_ROWS
    count = start + len(rows) if is_plain else known or found.count(at_least=start + len(rows))
    is_counted = is_plain or found.is_counted
    return OrderPage(rows[:PAGE_ROWS], number, len(rows) > PAGE_ROWS, count, is_counted=is_counted)


def listed(orders: QuerySet[WorkOrder], *, with_reply: bool = False) -> list[ListedOrder]:
    """Read orders with what a list shows of them, as they are sorted, in one statement."""
    columns = (*_LISTED, "reply") if with_reply else _LISTED
    return [ListedOrder(*row) for row in orders.values_list(*columns)]


def _listed_and_counted(
    orders: QuerySet[WorkOrder], counted: QuerySet[Any]
) -> tuple[list[ListedOrder], int | None]:
    """Read orders found by words, and beside each how many there are, up to the cap plus one, in one statement."""
    total = _CountOf(counted.order_by().values("pk")[: COUNT_CAP + 1], output_field=IntegerField())
    rows = list(orders.annotate(total=total).values_list(*_LISTED, "reply", "total"))
    return [ListedOrder(*row[:-1]) for row in rows], rows[0][-1] if rows else None


class _CountOf(Subquery):
    """The number of a query's rows: what does not depend on a row, a database asks once."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"


def chosen_orders(actor: Actor, wanted: Mapping[UUID, int]) -> list[ListedOrder]:
    """Give orders that were ticked, each in the version in which its reader saw it, in one statement.

    One that has left the area since it was ticked is missing: whoever asks says so of that one.

    Args:
        actor: Whose area.
        wanted: Versions by id.
    """
    rows = listed(visible_orders(actor).filter(pk__in=wanted).order_by("number"))
    return [replace(row, version=wanted[row.id]) for row in rows]


def seen_orders(actor: Actor, order_ids: Iterable[UUID]) -> list[ListedOrder]:
    """Give orders as they are now, in one statement: nothing of one that is not in the area."""
    return listed(visible_orders(actor).filter(pk__in=list(order_ids)).order_by("number"))


GATHERED: tuple[OrderBy | str, ...] = (Coalesce("opened_at", "opened_at").desc(), "-id")
"""The newest first, said so that no database walks from the newest order to the oldest in search of rare ones."""


@dataclass(frozen=True)
class FoundOrders:
    """Orders to list, and how they are counted.

    Args:
        orders: Not yet read, and as many as were asked for at least.
        counted: What is counted instead of them: rows that are cheaper to count, or of words that are common only
            those among the newest.
        newest_first: How they are best sorted.
        known: Their number, where it is known.
        is_counted: Whether `counted` are all.
        is_counted_along: Whether counting is cheap enough to be asked with the rows, needed or not.
    """

    orders: QuerySet[WorkOrder]
    counted: QuerySet[Any]
    newest_first: tuple[OrderBy | str, ...] = SORTS[""]
    known: int | None = None
    is_counted: bool = True
    is_counted_along: bool = False

    def count(self, *, at_least: int) -> int:
        """Count up to the cap plus one; where not all are counted, at least those that were seen."""
        count = capped_count(self.counted) if self.known is None else self.known
        return count if self.is_counted else max(count, at_least)


def found_orders(
    actor: Actor, wanted: OrderFilter, *, at: datetime, most: int, is_walked: bool = True
) -> FoundOrders:
    """Give the newest orders that a filter leaves, on the way that is short for its words.

    Words that stand in many orders fill a page of the newest at once, though the index would give a third of all
    orders; words that stand in few are found by the index, though a walk from the newest would never end.

    Args:
        actor: Whose area.
        wanted: What the list is narrowed to.
        at: Now, for what is late.
        most: How many of the newest are wanted.
        is_walked: Of words that are common, whether to go on past the newest entries until there are enough.
    """
    search = order_search(actor, wanted.words)
    if search is None:
        return _sorted_orders(actor, wanted, at=at)
    hits, looked_at = search.hits_among_newest()
    rest = filtered_orders(actor, replace(wanted, words=""), at=at)
    is_alone = actor.scope.whole and wanted == OrderFilter(words=wanted.words)
    if hits < COMMON and is_alone:
        # The entries are of the street, and so are their orders.
        orders = WorkOrder.objects.filter(search.ask_newest(most))
        return FoundOrders(orders, search.entries_with(), GATHERED, is_counted_along=True)
    if hits < COMMON:
        asked = rest.filter(search.ask())
        return FoundOrders(asked, asked, GATHERED, is_counted_along=True)
    newest = rest.filter(search.among_newest())
    orders = rest.filter(search.walk()) if is_walked else newest
    known = hits if is_alone else None
    return FoundOrders(orders, newest, known=known, is_counted=looked_at < WINDOW)


def _sorted_orders(actor: Actor, wanted: OrderFilter, *, at: datetime) -> FoundOrders:
    orders = filtered_orders(actor, wanted, at=at)
    return FoundOrders(orders, orders)
