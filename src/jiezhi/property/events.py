"""News of what property companies were asked: plain values."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class CompanyAnswered:
    """A property company answered about an order, on its own page."""

    call_id: UUID
    order_id: UUID
    sub_district_id: UUID
    company: str
    number: str


@dataclass(frozen=True)
class CompanyCallLate:
    """A property company has not answered within its limit."""

    call_id: UUID
    order_id: UUID
    sub_district_id: UUID
    company: str
    number: str
