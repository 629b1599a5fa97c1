"""News from the field: plain values, never a resident's words."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class FieldReported:
    """Somebody on patrol reported something, and an order waits for the dispatcher."""

    order_id: UUID
    sub_district_id: UUID
    number: str
    is_dangerous: bool
    like_number: str | None = None
    """The open order that it may be the same as, where whoever reported it was not asked."""


@dataclass(frozen=True)
class FieldJoined:
    """Somebody on patrol saw what an order was open for already, and joined theirs to it."""

    order_id: UUID
    sub_district_id: UUID
    number: str
    into_number: str


@dataclass(frozen=True)
class VisitHandedOn:
    """The community is to go on with what a visit found."""

    visit_id: UUID
    sub_district_id: UUID
    community_id: UUID
