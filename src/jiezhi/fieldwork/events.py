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


@dataclass(frozen=True)
class VisitHandedOn:
    """The community is to go on with what a visit found."""

    visit_id: UUID
    sub_district_id: UUID
    community_id: UUID
