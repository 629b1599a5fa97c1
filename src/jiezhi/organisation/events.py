"""News of accounts: somebody's sign-in is to be recovered."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class RecoveryAsked:
    """A keeper asks that a colleague may get in again after a loss."""

    recovery_id: UUID
    sub_district_id: UUID


@dataclass(frozen=True)
class RecoveryDecided:
    """A second keeper approved it or refused it."""

    recovery_id: UUID
    sub_district_id: UUID
    is_approved: bool
