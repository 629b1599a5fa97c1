"""Finding rows by words on both databases: an inverted index over the terms of `core.bigrams`, the newest first.

Each app keeps a table of `SearchEntry` beside what it lets people find, and writes the entry in the deed that writes
the row. `search_index` gives the migration its index: GIN over the terms on PostgreSQL, FTS5 on SQLite.

Neither index gives the newest first, and for a word of every third text it would fetch a third of all rows. So the
newest entries are looked at first: where the words are common among them, a list walks from the newest until it is
full (`Search.walk`), where they are rare the index is asked (`Search.ask`). Both find the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import migrations, models
from django.db.models import BooleanField, Count, ExpressionWrapper, Lookup, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from jiezhi.core.bigrams import query_terms, terms_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import QuerySet

WINDOW = 2000
"""Newest entries that are looked at before it is decided how to search."""
COMMON = 20
"""Words that stand in so many of them are common: one in a hundred."""
STREET = "@"
"""Begins the term by which an index that holds several streets finds the entries of one."""


class TermsField(models.TextField):  # type: ignore[type-arg]  # Django's class cannot be subscripted when it runs
    """Terms between blanks, with one before the first and one after the last."""


@TermsField.register_lookup
class Holds(Lookup):
    """Whether an entry has all of several terms, asked of the index."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Ask the GIN index."""
        lhs, params = self.process_lhs(compiler, connection)
        return f"string_to_array({lhs}, ' ') @> %s::text[]", [*params, self.rhs.split()]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Ask the FTS5 table beside the entries."""
        lhs, params = self.process_lhs(compiler, connection)
        table = compiler.query.alias_map[self.lhs.alias].table_name
        wanted = " ".join(f'"{term.removeprefix(STREET)}"' for term in self.rhs.split())
        row = lhs.replace('"terms"', '"id"')
        found = f"SELECT rowid FROM {table}_index WHERE {table}_index MATCH %s"  # noqa: S608 - the table's own name
        return f"{row} IN ({found})", [*params, wanted]


class SearchEntry(models.Model):
    """The terms by which a row of another table is found. Its heirs name the row in a column `row`."""

    sub_district_id = models.UUIDField()
    at = models.DateTimeField(help_text="By which the newest is found first")
    terms = TermsField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["sub_district_id", "-at", "-id"], name="%(class)s_newest")]


def terms_text(sub_district_id: UUID, *texts: str) -> str:
    """Give the terms of an entry as it stores them."""
    return f" {_street_term(sub_district_id)} {' '.join(terms_of(*texts))} "


def fill_missing(
    entries: type[Any],
    rows: QuerySet[Any],
    *,
    at: str,
    terms: Callable[[dict[str, Any]], str],
    part: int = 1000,
) -> int:
    """Write the entries that are missing, in parts of one statement each, and give how many: it may be broken off.

    Args:
        entries: The table of entries, an heir of `SearchEntry`.
        rows: As dictionaries, with `id`, `sub_district_id`, the time and whatever the terms are made of.
        at: The column of the time.
        terms: Makes the terms of a row.
        part: Rows at a time.
    """
    written, last = 0, None
    ordered = rows.order_by("id")
    while found := list((ordered if last is None else ordered.filter(id__gt=last))[:part]):
        last = found[-1]["id"]
        there = entries._default_manager.filter(row_id__in=[row["id"] for row in found])
        known = set(there.values_list("row_id", flat=True))
        fresh: list[Any] = [
            entries(row_id=row["id"], sub_district_id=row["sub_district_id"], at=row[at], terms=terms(row))
            for row in found
            if row["id"] not in known
        ]
        entries._default_manager.bulk_create(fresh)
        written += len(fresh)
    return written


def search_index(table: str) -> list[migrations.RunSQL]:
    """Give the steps of a migration that make the index of a table of entries, one for either database."""
    # With fastupdate, new entries would lie in an unsorted heap that every search reads in full.
    gin = f"CREATE INDEX {table}_index ON {table} USING gin (string_to_array(terms, ' ')) WITH (fastupdate = off)"
    gone = f"INSERT INTO {table}_index({table}_index, rowid, terms) VALUES ('delete', old.id, old.terms);"  # noqa: S608
    come = f"INSERT INTO {table}_index(rowid, terms) VALUES (new.id, new.terms);"  # noqa: S608
    options = f"terms, content='{table}', content_rowid='id', tokenize='ascii', detail='none'"
    fts = [
        f"CREATE VIRTUAL TABLE {table}_index USING fts5({options})",
        f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {come} END",
        f"CREATE TRIGGER {table}_gone AFTER DELETE ON {table} BEGIN {gone} END",
        f"CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} BEGIN {gone} {come} END",
    ]
    undone = [f"DROP TRIGGER {table}_{name}" for name in ("added", "gone", "changed")]
    return [
        _RunOn("postgresql", [gin], [f"DROP INDEX {table}_index"]),
        _RunOn("sqlite", fts, [*undone, f"DROP TABLE {table}_index"]),
    ]


class _RunOn(migrations.RunSQL):
    """Statements for one of the two databases."""

    def __init__(self, vendor: str, sql: Any, reverse_sql: Any) -> None:
        super().__init__(sql, reverse_sql)
        self.vendor = vendor

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor == self.vendor:
            super().database_forwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor == self.vendor:
            super().database_backwards(app_label, schema_editor, *states)


@dataclass(frozen=True)
class Search:
    """Words that were typed, as entries of one street are asked for them.

    Args:
        entries: The table of entries.
        sub_district_id: The street.
        terms: What an entry must have, all of it; never empty.
    """

    entries: type[SearchEntry]
    sub_district_id: UUID
    terms: tuple[str, ...]

    def hits_among_newest(self) -> tuple[int, int]:
        """Give how many of the newest entries have the words, and how many were looked at, in one statement."""
        newest = self._newest().annotate(is_hit=self._in_text()).values("is_hit")[:WINDOW]
        found = newest.aggregate(hits=Count("is_hit", filter=Q(is_hit=True)), all=Count("is_hit"))
        return found["hits"], found["all"]

    def entries_with(self) -> QuerySet[Any]:
        """Give the entries with the words, from the index, which knows the street by a term of its own."""
        terms = f"{_street_term(self.sub_district_id)} {' '.join(self.terms)}"
        # The column is asked in a form that no other index serves, or SQLite would go through the whole street.
        street = Coalesce("sub_district_id", "sub_district_id")
        return self.entries._default_manager.filter(Exact(street, self.sub_district_id), terms__holds=terms)

    def ask(self) -> Q:
        """Give the condition on a row that asks the index: for words that few rows have."""
        return Q(pk__in=self.entries_with().values("row_id"))

    def ask_newest(self, most: int) -> Q:
        """Give the condition on a row that asks the index for the newest rows only, where words alone are asked for."""
        # Sorted by an expression, so that no database walks through all entries from the newest on.
        newest = self.entries_with().order_by(Coalesce("at", "at").desc(), "-row_id")
        return Q(pk__in=newest.values("row_id")[:most])

    def walk(self) -> Subquery:
        """Give the condition on a row that is looked up row by row: for a list that is soon full."""
        own = self._own().filter(row_id=OuterRef("pk"))
        return Subquery(own.annotate(is_hit=self._in_text()).values("is_hit"), output_field=BooleanField())

    def among_newest(self) -> Q:
        """Give the condition on a row that it has the words and is one of the newest."""
        newest = self._newest().annotate(is_hit=self._in_text()).values("row_id", "is_hit")[:WINDOW]
        return Q(pk__in=_HitsOf(newest))

    def _own(self) -> QuerySet[Any]:
        return self.entries._default_manager.filter(sub_district_id=self.sub_district_id)

    def _newest(self) -> QuerySet[Any]:
        return self._own().order_by("-at", "-id")

    def _in_text(self) -> ExpressionWrapper[Q]:
        hits = Q()
        for term in self.terms:
            hits &= Q(GreaterThan(StrIndex("terms", Value(f" {term} ")), 0))
        return ExpressionWrapper(hits, output_field=BooleanField())


def search_for(words: str, entries: type[SearchEntry], *, sub_district_id: UUID) -> Search | None:
    """Give the search for words that were typed; None where they hold no letter and no digit."""
    terms = query_terms(words)
    return Search(entries, sub_district_id, tuple(terms)) if terms else None


class _HitsOf(Subquery):
    """The rows of a bounded query that are hits: the bound comes first, which a plain filter cannot say."""

    template = "(SELECT row_id FROM (%(subquery)s) newest WHERE newest.is_hit)"


def _street_term(sub_district_id: UUID) -> str:
    return f"{STREET}{sub_district_id.hex[-12:]}"
