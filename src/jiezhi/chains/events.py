"""News of chained approvals: plain values."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ChainEnded:
    """Every step of a chain is done."""

    chain_id: UUID
    sub_district_id: UUID
    title: str
