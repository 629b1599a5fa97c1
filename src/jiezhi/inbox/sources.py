"""What waits for a worker, by registration: an app says which rows it brings, and no page has to know the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django.utils.functional import Promise

    from jiezhi.kit.actor import Actor

    Column = Combinable | str
    """A column of the source's own table, a way to one of another, or an expression."""
    HouseholdFinder = Callable[[Actor, frozenset[UUID]], Mapping[UUID, frozenset[str]]]
    """Gives for ids of work orders the opaque marks of all who wait for them, one for each of whom nothing is known."""


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True)
class InboxColumns:
    """Where a source keeps what a line of the inbox shows; empty where it has no such thing.

    Args:
        id: What the page of the thing is opened with.
        number: Its own.
        title: What kind of thing it is, such as the matter of an order.
        text: The beginning of what was said or is to be done.
        place: Where, or with whom.
        since: Since when it waits.
        due_at: By when it should be done.
        due_on: The same where only a day is known.
        danger: Stands before all others where it is not empty.
        order_id: The work order that it belongs to.
        household: Opaque mark of whoever waits for it, where one household does; it never leaves the program.
    """

    number: Column
    text: Column
    id: Column = "pk"
    since: Column = ""
    title: Column = ""
    place: Column = ""
    due_at: Column = ""
    due_on: Column = ""
    danger: Column = ""
    order_id: Column = ""
    household: Column = ""


@dataclass(frozen=True)
class InboxSource:
    """One kind of thing that waits for a worker.

    Args:
        key: Names it in addresses; the same key again replaces it.
        title: Above its lines.
        order: Where it stands among the kinds.
        permission: The code that the reader needs.
        rows: Gives what waits for an actor at a moment, neither sliced nor sorted.
        columns: What a line shows of them.
        url_name: The page of one of them.
        takes_id: Whether that page takes the id; else it is a list.
        opens_beside: Whether it opens beside the inbox.
        sort: What is done first.
        visit: Under which name it can be part of a visit to a household; empty where nobody goes anywhere for it.
        leads_out: Whether somebody has to go there for it: a visit has at least one such task.
        holds_door: Whether its record holds the door of the household: it is never put beside what does not tell who
            waits, or it would say at which door they live.
        is_shown_empty: Whether its heading stands with nothing under it.
        is_listed: Whether its things stand by themselves; else they are done only where somebody goes there anyway.
        read: Makes the text fit to be shown, such as with the numbers of persons masked.
        danger_words: Names a danger in the reader's language.
    """

    key: str
    title: str | Promise
    order: int
    permission: str
    rows: Callable[[Actor, datetime], QuerySet[Any, Any]]
    columns: InboxColumns
    url_name: str
    takes_id: bool = True
    opens_beside: bool = False
    sort: tuple[Column, ...] = field(default=("pk",))
    visit: str = ""
    leads_out: bool = False
    holds_door: bool = False
    is_shown_empty: bool = False
    is_listed: bool = True
    read: Callable[[str], str] = _as_it_is
    danger_words: Callable[[str], str] = _as_it_is

    @property
    def names_household(self) -> bool:
        """Whether its things are each for one household, and not for everybody who waits for an order."""
        return self.columns.household != ""


_sources: dict[str, InboxSource] = {}
_finders: dict[str, HouseholdFinder] = {}


def register_source(source: InboxSource) -> None:
    """Bring a kind of thing to the inbox of whoever may see it."""
    _sources[source.key] = source


def register_household(key: str, finder: HouseholdFinder) -> None:
    """Tell who waits for work orders, as opaque marks; the same key again replaces it. One statement a call."""
    _finders[key] = finder


def all_sources() -> list[InboxSource]:
    """Give every kind, in their order."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.key))


def sources_for(actor: Actor) -> list[InboxSource]:
    """Give the kinds that the actor may see, in their order."""
    return [source for source in all_sources() if actor.may(source.permission)]


def households_of(actor: Actor, order_ids: frozenset[UUID]) -> dict[UUID, frozenset[str]]:
    """Give the marks of those who wait for some orders, in one statement an app that knows them."""
    found: dict[UUID, frozenset[str]] = {}
    if order_ids:
        for finder in _finders.values():
            for order_id, marks in finder(actor, order_ids).items():
                found[order_id] = found.get(order_id, frozenset()) | marks
    return found
