"""News of figures: those of a month are frozen, and its document is to be made."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class BriefFrozen:
    """The figures of a month are fixed."""

    brief_id: UUID
