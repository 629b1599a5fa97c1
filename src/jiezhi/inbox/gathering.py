"""The inbox in one statement, however many apps bring something to it.

Each source is asked for its first lines in columns of the same names and types, and the database joins them. This is
one of the few files with SQL of its own: the ORM does not slice the parts of a union on SQLite.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateField, DateTimeField, F, TextField, UUIDField, Value
from django.db.models.functions import Cast

from jiezhi.inbox.sources import InboxColumns, InboxSource, sources_for
from jiezhi.kit.db import count_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Field, QuerySet

    from jiezhi.kit.actor import Actor

COUNT_CAP = 1000
"""Counting further costs more than it tells."""
MOST_UNLISTED = 500
"""Lines of a kind that is not shown by itself: its oldest may be of others than the household where somebody goes."""
_TYPES: dict[str, type[Field[Any, Any]]] = {
    "id": UUIDField,
    "since": DateTimeField,
    "due_at": DateTimeField,
    "due_on": DateField,
    "order_id": UUIDField,
}
_NAMES = tuple(column.name for column in fields(InboxColumns))
PREFIX = "box_"
"""Before the name of a column, so that it is none of the table's own."""


@dataclass(frozen=True)
class InboxLine:
    """One thing that waits, as its app has it."""

    source: InboxSource
    number: str
    text: str
    id: UUID
    since: datetime | None
    title: str
    place: str
    due_at: datetime | None
    due_on: date | None
    danger: str
    order_id: UUID | None
    household: str


@dataclass(frozen=True)
class InboxPart:
    """The lines of one source, and how many there are where the page does not show all.

    Args:
        source: Whose.
        lines: The first ones, as the source sorts them.
        total: How many there are, counted up to one above `COUNT_CAP`; None where all are shown.
    """

    source: InboxSource
    lines: tuple[InboxLine, ...]
    total: int | None = None


def inbox_of(actor: Actor, *, at: datetime, full: int, but: frozenset[str] = frozenset()) -> list[InboxPart]:
    """Give what waits for a worker by kind: one statement for all kinds, and one where some have more than is shown.

    Args:
        actor: Whose inbox.
        at: Now.
        full: Lines of a kind at most, where it is shown by itself.
        but: Keys of kinds that are left out.
    """
    asked = [(source, source.rows(actor, at)) for source in sources_for(actor) if source.key not in but]
    found = _first_lines(asked, full)
    listed = [source.key for source, _rows in asked if source.is_listed]
    longer = [key for key in listed if len(found[key]) >= full]
    counted = count_together(
        [rows.order_by()[: COUNT_CAP + 1] for source, rows in asked if source.key in longer]
    ) if longer else []  # fmt: skip
    totals = dict(zip(longer, counted, strict=True))
    return [InboxPart(source, tuple(found[source.key]), totals.get(source.key)) for source, _rows in asked]


def _first_lines(
    asked: Sequence[tuple[InboxSource, QuerySet[Any, Any]]], full: int
) -> dict[str, list[InboxLine]]:
    found: dict[str, list[InboxLine]] = {source.key: [] for source, _rows in asked}
    parts: list[str] = []
    values: list[Any] = []
    for number, (source, rows) in enumerate(asked):
        try:
            most = full if source.is_listed else MOST_UNLISTED
            sql, params = _lines_of(source, rows)[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        # The source's place is a number of ours; the statement between is written by the ORM.
        parts.append(f"SELECT {number} AS source, part_{number}.* FROM ({sql}) part_{number}")  # noqa: S608
        values += params
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for number, *cells in cursor.fetchall():
            source = asked[number][0]
            found[source.key].append(InboxLine(source, **_read(cells)))
    return found


def _lines_of(source: InboxSource, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    columns = {
        f"{PREFIX}{name}": _expression(getattr(source.columns, name), _TYPES.get(name, TextField))
        for name in _NAMES
    }
    ordered = rows.order_by(*source.sort)
    annotated: QuerySet[Any, Any] = ordered.annotate(**columns).values_list(*columns)
    return annotated


def _expression(column: Any, kind: type[Field[Any, Any]]) -> Any:
    if isinstance(column, str):
        # PostgreSQL takes a bare NULL for a text, which a union with a time refuses.
        return F(column) if column else Cast(Value(None), kind())
    return column


def _read(cells: Sequence[Any]) -> dict[str, Any]:
    """Read a row: SQLite gives ids as text, and times as text or without their zone, which is UTC."""
    known = dict(zip(_NAMES, cells, strict=True))
    for name in ("id", "order_id"):
        if isinstance(known[name], str):
            known[name] = UUID(known[name])
    for name in ("since", "due_at"):
        if isinstance(known[name], str):
            known[name] = datetime.fromisoformat(known[name])
        if isinstance(known[name], datetime) and known[name].tzinfo is None:
            known[name] = known[name].replace(tzinfo=UTC)
    if isinstance(known["due_on"], str):
        known["due_on"] = date.fromisoformat(known["due_on"])
    for name in ("number", "title", "text", "place", "danger", "household"):
        known[name] = str(known[name] or "")
    return known
