"""News of mediations: plain values, never a party."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class MediationEnded:
    """A mediation came to an outcome: agreed, referred, or ended without agreement."""

    mediation_id: UUID
    sub_district_id: UUID
    committee_id: UUID
    order_id: UUID | None
    number: str
    state: str


@dataclass(frozen=True)
class TermNear:
    """A term of a mediation comes to its end: that of the mediation, or that for the court."""

    mediation_id: UUID
    sub_district_id: UUID
    committee_id: UUID
    number: str
    is_for_court: bool
    begun_on: date
    last_on: date
