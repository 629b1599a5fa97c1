"""How many statements a page or a deed costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

FREE = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass
class Spending:
    """What was spent."""

    statements: list[str] = field(default_factory=list)


@contextmanager
def spend_at_most(most: int) -> Iterator[Spending]:
    """Refuse more statements than these; beginnings and ends of transactions are free."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spending = Spending()
    with CaptureQueriesContext(connection) as seen:
        yield spending
    spending.statements = [row["sql"] for row in seen if not row["sql"].startswith(FREE)]
    if len(spending.statements) > most:
        told = "\n".join(f"{n}. {sql[:300]}" for n, sql in enumerate(spending.statements, 1))
        raise AssertionError(f"{len(spending.statements)} statements where {most} are allowed:\n{told}")
