"""Reads whose SQL is written once: for a hot page the ORM takes longer to write a statement than PostgreSQL to run it.

    _lines = KeptQuery(lambda: Line.objects.filter(order_id=Slot("order_id", UUIDField())).order_by("at"))
    lines = _lines.rows(order_id=order.pk)

Only the values change between two runs; whatever else the query asks for is fixed when it is first run.
"""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.models import Expression

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Field, QuerySet
    from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class _Open(NamedTuple):
    """A parameter that waits for its value."""

    name: str
    column: Field[Any, Any]


class Slot(Expression):
    """Stands for a value that each run of a kept query gives anew."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [_Open(self.name, self.output_field)]


class KeptQuery(Generic[Row]):
    """One query of the ORM, compiled at its first run and kept for the life of the process."""

    def __init__(self, write: Callable[[], QuerySet[Any, Row]]) -> None:
        self._write = write

    def rows(self, **values: Any) -> list[Row]:
        """Run the query.

        Args:
            values: One per `Slot`, by its name.

        Raises:
            KeyError: A slot got no value.
        """
        queryset, compiler, sql, params = self._kept
        connection = connections[queryset.db]
        filled = tuple(
            part.column.get_db_prep_value(values[part.name], connection) if isinstance(part, _Open) else part
            for part in params
        )
        # The kept compiler is shared by all threads; what belongs to this run goes into a copy.
        ready = copy(compiler)
        ready.connection = connection
        ready.as_sql = lambda *_args, **_options: (sql, filled)  # type: ignore[method-assign]
        fresh = queryset.all()
        fresh.query.get_compiler = lambda *_args, **_options: ready  # type: ignore[method-assign]
        return list(fresh)

    @cached_property
    def _kept(self) -> tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[Any, ...]]:
        queryset = self._write()
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        return queryset, compiler, sql, tuple(params)
