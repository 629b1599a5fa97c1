"""The audit's chain: each row's SM3 covers the row and the hash before it, so a change shows in every later one.

Rows are sealed after they have committed, by the worker: chaining inside a deed would make all deeds of the
deployment wait for each other. The order of the chain is the order of sealing, since commits may arrive late.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.db import transaction

from jiezhi.kit.models import AuditEntry

BATCH = 1000
START = "0" * 64
"""What the first row is chained to."""

COLUMNS = (
    "at",
    "sub_district_id",
    "trace_id",
    "actor_kind",
    "actor_id",
    "verb",
    "subject_kind",
    "subject_id",
    "facts",
)


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
    with transaction.atomic():
        last = (
            AuditEntry.objects.select_for_update()
            .exclude(chain_number=None)
            .order_by("-chain_number")
            .first()
        )
        number, before = (last.chain_number or 0, last.chain_hash) if last else (0, START)
        rows = list(AuditEntry.objects.filter(chain_number=None).order_by("id")[:BATCH])
        for row in rows:
            number += 1
            before = chain_hash(row, before)
            row.chain_number, row.chain_hash = number, before
        AuditEntry.objects.bulk_update(rows, ["chain_number", "chain_hash"])
    return len(rows)


def chain_hash(row: AuditEntry, before: str) -> str:
    """Give the hash of a row that follows the hash `before`."""
    values = {name: str(getattr(row, name)) for name in COLUMNS if name not in ("at", "facts")}
    values["at"] = row.at.isoformat()
    values["facts"] = json.dumps(row.facts, sort_keys=True, ensure_ascii=True)
    digest = Hash(SM3())
    digest.update(json.dumps([before, row.pk, values], sort_keys=True, ensure_ascii=True).encode())
    return digest.finalize().hex()


def find_chain_fault(rows: Iterable[AuditEntry] | None = None) -> ChainFault | None:
    """Walk the whole chain and give the first fault, or None.

    A missing tail cannot be seen from inside: keep the number and hash of the last row outside the database.
    """
    before, expected = START, 1
    sealed = AuditEntry.objects.exclude(chain_number=None).order_by("chain_number")
    for row in rows if rows is not None else sealed.iterator(chunk_size=BATCH):
        if row.chain_number != expected:
            return ChainFault(expected, f"row {expected} of the audit is missing")
        if row.chain_hash != chain_hash(row, before):
            return ChainFault(expected, f"row {expected} of the audit was changed after it was sealed")
        before, expected = row.chain_hash, expected + 1
    return None
