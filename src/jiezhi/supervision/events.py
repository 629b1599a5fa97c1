"""News of supervision: plain values, no words of persons."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class OrderMarked:
    """A reminder, a card or a raising lies on an order."""

    mark_id: UUID
    order_id: UUID
    sub_district_id: UUID
    department_id: UUID | None
    number: str
    kind: str


@dataclass(frozen=True)
class DutyCalled:
    """A department on duty is called to an emergency."""

    call_id: UUID
    order_id: UUID | None
    sub_district_id: UUID
    department_id: UUID
    number: str
    response_id: UUID | None = None


@dataclass(frozen=True)
class EmergencyCalledOff:
    """Somebody said that it is no emergency, or none for the office any more."""

    response_id: UUID
    sub_district_id: UUID
    number: str
    origin_kind: str
    origin_id: UUID | None


@dataclass(frozen=True)
class NobodyAnswered:
    """Everybody on duty was called and nobody answered in time."""

    order_id: UUID | None
    sub_district_id: UUID
    number: str
    response_id: UUID | None = None
