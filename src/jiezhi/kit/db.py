"""What the database does for us that the ORM has no word for. One of the few files with SQL of its own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from jiezhi.kit.models import Counter


def next_value(*, sub_district_id: UUID, series: str, count: int = 1) -> int:
    """Give the next number of a series, in one statement that waits for nobody but its own series.

    Called inside an action: the number is given back when the action fails, so a series has no gaps.

    Args:
        sub_district_id: Whose series.
        series: Its name.
        count: How many to take; the last one is given.
    """
    table, quote = Counter._meta.db_table, connection.ops.quote_name
    column = Counter._meta.get_field("sub_district_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(table)} (sub_district_id, series, value) VALUES (%s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (sub_district_id, series) DO UPDATE SET value = {quote(table)}.value + %s "
            "RETURNING value",
            [column.get_db_prep_value(sub_district_id, connection), series, count, count],
        )
        return int(cursor.fetchone()[0])


def add_up(model: type[Model], keys: Mapping[str, object], amounts: Mapping[str, int]) -> None:
    """Add amounts to the row with these keys, or make it, in one statement: two at a time are both counted.

    Args:
        model: Its other columns must all be given, or be amounts; they begin at zero.
        keys: Those of a unique constraint, in its order.
        amounts: What is added, by column.
    """
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = {field.name: field for field in model._meta.concrete_fields}
    whole = {name: 0 for name, column in columns.items() if name not in keys and not column.primary_key}
    values = {**keys, **whole, **amounts}
    names = ", ".join(map(quote, values))
    sums = ", ".join(f"{quote(name)} = {table}.{quote(name)} + EXCLUDED.{quote(name)}" for name in amounts)
    params = [columns[name].get_db_prep_value(value, connection) for name, value in values.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(values))}) "  # noqa: S608
            f"ON CONFLICT ({', '.join(map(quote, keys))}) DO UPDATE SET {sums}",
            params,
        )


def hold(name: str) -> None:
    """Let nobody else pass this name until the deed that is under way has ended.

    For a check of what is not there yet, which has no row to lock: whoever waited sees what the first one stored.
    SQLite lets one writer in at a time anyway.
    """
    if connection.vendor == "postgresql":
        number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def in_parts(keys: Collection[str], *, size: int = 5000) -> Iterator[list[str]]:
    """Give keys in sorted parts that fit into one statement each: SQLite binds 32,766 values, no more."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]


def count_together(queries: Sequence[QuerySet[Any, Any]]) -> list[int]:
    """Count the rows of several queries in one statement; each may be sliced, so that its count is capped."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in queries:
        try:
            sql, params = rows.values("pk").query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) rows_{len(parts)})")  # noqa: S608 - written by the ORM
        values += params
    if not any("SELECT" in part for part in parts):
        return [0] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [int(count) for count in cursor.fetchone()]


def server_clock() -> datetime | None:
    """Give the time by the database server's clock; None on SQLite, which has no machine of its own."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cast("datetime", cursor.fetchone()[0])


def database_bytes() -> int:
    """Give the room that the database takes."""
    is_postgresql = connection.vendor == "postgresql"
    asked = (
        "SELECT pg_database_size(current_database())"
        if is_postgresql
        else "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return int(cursor.fetchone()[0])


@contextmanager
def reading() -> Iterator[None]:
    """Give several reads one snapshot on PostgreSQL; on SQLite, where a transaction costs ten times, none."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        yield
