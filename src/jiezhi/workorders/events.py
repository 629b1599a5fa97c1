"""News of work orders: plain values, no words of residents."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class OrderOpened:
    """There is something to do."""

    order_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class OrderDispatched:
    """A department is to handle an order."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    due_at: datetime


@dataclass(frozen=True)
class OrderOffered:
    """A body that takes no orders was asked, called, or given a matter of its own."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    hand_over: str


@dataclass(frozen=True)
class OfferAnswered:
    """A body that was asked said yes or no."""

    order_id: UUID
    sub_district_id: UUID
    number: str
    has_agreed: bool


@dataclass(frozen=True)
class OrderSentBack:
    """A department gave an order back to the dispatcher."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    reason: str


@dataclass(frozen=True)
class OrderResolved:
    """A department reports that the thing is done."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    state: str


@dataclass(frozen=True)
class CheckFailed:
    """The grid worker found on site that the thing is not done."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str


@dataclass(frozen=True)
class CallbackDue:
    """An order now waits for the answer of those who reported it."""

    order_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class OrderClosed:
    """An order is finished."""

    order_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class OrderReopened:
    """The reporter, or whoever assigned it, was not satisfied: the department takes it up again."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    due_at: datetime


@dataclass(frozen=True)
class ExtensionAsked:
    """A department asks for more time."""

    order_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class ExtensionDecided:
    """More time was granted or refused."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    is_granted: bool


@dataclass(frozen=True)
class SupportAsked:
    """A department is to support an order, or was called to it by a community."""

    support_id: UUID
    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    is_whistle: bool


@dataclass(frozen=True)
class SupportAnswered:
    """A support said yes or no."""

    support_id: UUID
    order_id: UUID
    sub_district_id: UUID
    number: str
    has_agreed: bool


@dataclass(frozen=True)
class SupportDone:
    """A support reports its part done."""

    support_id: UUID
    order_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class SupportEnded:
    """A support is no longer wanted: called off, or the order went on without it.

    `into_number` is the order into which its own was merged; None where no merge ended it.
    """

    support_id: UUID
    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    into_number: str | None = None


@dataclass(frozen=True)
class EmergencyOut:
    """An emergency order went out: somebody is to answer within minutes.

    `came_back_at` is when it last came back to the dispatcher, None where it goes out for the first time.
    """

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    sent_by_id: UUID | None = None
    sent_at: datetime | None = None
    came_back_at: datetime | None = None


@dataclass(frozen=True)
class EmergencyTaken:
    """A department took an emergency order on."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID
    number: str
    taken_at: datetime


@dataclass(frozen=True)
class OrderMerged:
    """An order was put together with another, which answers for both from now on."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID | None
    number: str
    into_number: str


@dataclass(frozen=True)
class OrderParted:
    """A merge was undone: the order is to be handled on its own again."""

    order_id: UUID
    sub_district_id: UUID
    department_id: UUID | None
    number: str
