"""News of evidence: a pack is to be made."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class PackAsked:
    """Somebody wants the evidence of an order in one document."""

    pack_id: UUID
