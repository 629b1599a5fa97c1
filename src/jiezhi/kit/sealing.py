"""The audit's chain: each row's SM3 covers the row and the hash before it, so a change shows in every later one.

Rows are sealed after they have committed, by the worker: chaining inside a deed would make all deeds of the
deployment wait for each other. The order of the chain is the order of sealing, since commits may arrive late.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.db import transaction

from jiezhi.kit.models import AuditEntry, Look
from jiezhi.kit.models.audit import Sealed

BATCH = 1000
START = "0" * 64
"""What the first row is chained to."""

WHO = ("at", "sub_district_id", "actor_kind", "actor_id", "subject_kind", "subject_id")
CHAINS: dict[str, type[Sealed]] = {"deeds": AuditEntry, "looks": Look}
"""What is chained: what was done, and who looked at a person's facts."""
COLUMNS: dict[type[Sealed], tuple[str, ...]] = {
    AuditEntry: (*WHO, "trace_id", "verb", "facts"),
    Look: (*WHO, "columns", "purpose"),
}
"""Written out, not read from the tables: a column that is added later is in no hash that was made before it."""


@dataclass(frozen=True)
class ChainFault:
    """The first place where the audit is not what was sealed.

    Args:
        number: Place in the chain.
        sentence: What is wrong there.
    """

    number: int
    sentence: str


def seal_audit() -> int:
    """Chain the rows that are not sealed yet, and say how many were."""
    return sum(_seal(model) for model in CHAINS.values())


def _seal(model: type[Sealed]) -> int:
    with transaction.atomic():
        sealed = model._default_manager.select_for_update().exclude(chain_number=None)
        last = sealed.order_by("-chain_number").first()
        number, before = (last.chain_number or 0, last.chain_hash) if last else (0, START)
        rows = list(model._default_manager.filter(chain_number=None).order_by("id")[:BATCH])
        for row in rows:
            number += 1
            before = chain_hash(row, before)
            row.chain_number, row.chain_hash = number, before
        model._default_manager.bulk_update(rows, ["chain_number", "chain_hash"])
    return len(rows)


def chain_hash(row: Sealed, before: str) -> str:
    """Give the hash of a row that follows the hash `before`."""
    values = {name: _written(getattr(row, name)) for name in COLUMNS[type(row)]}
    digest = Hash(SM3())
    digest.update(json.dumps([before, row.pk, values], sort_keys=True, ensure_ascii=True).encode())
    return digest.finalize().hex()


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else str(value)


def sealed_rows(chain: str, *, after: int = 0) -> Iterator[Sealed]:
    """Give the rows of a chain in the order of sealing, from the one after a number on."""
    rows = CHAINS[chain]._default_manager.filter(chain_number__gt=after).order_by("chain_number")
    return iter(rows.iterator(chunk_size=BATCH))


def find_chain_fault(
    rows: Iterable[Sealed] | None = None, *, after: tuple[int, str] = (0, START)
) -> ChainFault | None:
    """Walk a chain and give the first fault, or None.

    A missing tail cannot be seen from inside, nor a chain that was made anew from some row on: `witness` keeps its
    heads outside the database.

    Args:
        rows: Sealed rows in their order; None for the whole chain of deeds.
        after: Number and hash of the row before the first one.
    """
    expected, before = after[0] + 1, after[1]
    for row in rows if rows is not None else sealed_rows("deeds"):
        if row.chain_number != expected:
            return ChainFault(expected, f"row {expected} of the audit is missing")
        if row.chain_hash != chain_hash(row, before):
            return ChainFault(expected, f"row {expected} of the audit was changed after it was sealed")
        before, expected = row.chain_hash, expected + 1
    return None
