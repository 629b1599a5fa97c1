"""Navigation by registration: an app tells its entries, a face shows those that the reader may open.

An app registers in its own `navigation.py`, which `kit` finds at the start.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from jiezhi.kit.db import count_together

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    Counter = Callable[..., QuerySet[Any, Any] | int | None]
    """Gives the rows that wait for an Actor, sliced at its cap; or their number; or None for "say nothing"."""

FaceName = Literal["portal", "desk", "wall", "patrol"]
COUNT_CAP = 1000


class HasPermissions(Protocol):
    @property
    def permissions(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One line of a face's navigation.

    Attributes:
        permission: The code the reader needs; empty for an entry that everybody sees.
        order: Its place; the desk puts what belongs together under one heading, by tens (`ui/_desk_links.html`).
        count: What waits behind the entry. Called once a page, with the Actor; rows are counted together with those
            of every other entry, in one statement.
        shortcut: The letter after `g` that opens the entry on the desk.
        unless: A code whose holder finds the same behind another entry.
    """

    face: FaceName
    key: str
    label: str | _StrPromise
    url_name: str
    permission: str = ""
    order: int = 100
    count: Counter | None = field(default=None, compare=False)
    shortcut: str = ""
    unless: str = ""

    def is_for(self, permissions: frozenset[str]) -> bool:
        """Whether a reader with these permissions sees it."""
        is_theirs = not self.permission or self.permission in permissions
        return is_theirs and not (self.unless and self.unless in permissions)


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """An entry as one reader sees it."""

    key: str
    order: int
    label: str
    url: str
    count: str
    shortcut: str
    is_current: bool


_entries: dict[tuple[FaceName, str], NavigationEntry] = {}
_bar_counters: dict[Counter, str] = {}


class DuplicateShortcutError(ValueError):
    """Two entries of one face want the same letter: the second would never be reached."""


def register_entry(entry: NavigationEntry) -> None:
    """Add `entry` to its face; the same face and key again replaces the earlier one.

    Raises:
        DuplicateShortcutError: Another entry of the face has this letter.
    """
    for other in _entries.values():
        is_rival = other.face == entry.face and other.key != entry.key
        if entry.shortcut and is_rival and other.shortcut == entry.shortcut:
            raise DuplicateShortcutError(
                f"Navigation entry {entry.key!r} of {entry.face} wants the letter {entry.shortcut!r}, "
                f"which {other.key!r} has. Give it another letter."
            )
    _entries[entry.face, entry.key] = entry


def all_entries() -> list[NavigationEntry]:
    """Give every entry of every face, as they are ordered on screen."""
    return sorted(_entries.values(), key=lambda entry: (entry.face, entry.order, entry.key))


def register_counter(counter: Counter, *, permission: str) -> None:
    """Let what stands in a top bar be counted together with the navigation; `waiting_counts` gives it."""
    _bar_counters[counter] = permission


def waiting_counts(request: HttpRequest) -> Mapping[Counter, int | None]:
    """Give what waits for the reader of this page by its counter, counted in one statement for the whole page."""
    known: Mapping[Counter, int | None] | None = getattr(request, "waiting_counts", None)
    if known is None:
        known = _count_all(getattr(request, "actor", None))
        request.waiting_counts = known  # type: ignore[attr-defined]
    return known


def _count_all(actor: HasPermissions | None) -> Mapping[Counter, int | None]:
    if actor is None:
        return {}
    needed = {entry.count: entry.permission for entry in _entries.values() if entry.count} | _bar_counters
    found = {
        counter: counter(actor)
        for counter, permission in needed.items()
        if not permission or permission in actor.permissions
    }
    rows = {counter: waiting for counter, waiting in found.items() if isinstance(waiting, QuerySet)}
    plain = {counter: waiting for counter, waiting in found.items() if not isinstance(waiting, QuerySet)}
    return plain | dict(zip(rows, count_together(list(rows.values())), strict=True))


def capped_count(count: int | None) -> str:
    """Give a count as the navigation prints it; it is read on every page, so it may stop counting at the cap.

    Examples:
        >>> capped_count(12), capped_count(0), capped_count(None), capped_count(1001)
        ('12', '0', '', '1000+')
    """
    if count is None:
        return ""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


def entries_for(face: FaceName, actor: HasPermissions | None, request: HttpRequest) -> list[NavigationLink]:
    """Give the links of `face` that `actor` may open, in order.

    The entry whose address is the longest beginning of the page's own is the current one.
    """
    permissions = actor.permissions if actor else frozenset()
    visible = [
        entry
        for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.key))
        if entry.face == face and entry.is_for(permissions)
    ]
    urls = {entry.key: reverse(entry.url_name) for entry in visible}
    counts = waiting_counts(request) if any(entry.count for entry in visible) else {}
    current = max((url for url in urls.values() if _is_within(request.path, url)), key=len, default=None)
    return [
        NavigationLink(
            key=entry.key,
            order=entry.order,
            label=str(entry.label),
            url=urls[entry.key],
            count=capped_count(counts.get(entry.count) if entry.count else None),
            shortcut=entry.shortcut,
            is_current=urls[entry.key] == current,
        )
        for entry in visible
    ]


def _is_within(path: str, url: str) -> bool:
    return path == url or path.startswith(url if url.endswith("/") else f"{url}/")


class Navigation:
    """The navigation of every face for one request; a face that is not shown is never counted."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def _links(self, face: FaceName) -> list[NavigationLink]:
        return entries_for(face, getattr(self._request, "actor", None), self._request)

    @cached_property
    def portal(self) -> list[NavigationLink]:
        return self._links("portal")

    @cached_property
    def desk(self) -> list[NavigationLink]:
        return self._links("desk")

    @cached_property
    def wall(self) -> list[NavigationLink]:
        return self._links("wall")

    @cached_property
    def patrol(self) -> list[NavigationLink]:
        return self._links("patrol")
