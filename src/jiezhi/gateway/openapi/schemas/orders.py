"""Work orders as the interface tells and takes them."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from jiezhi.gateway.openapi.schemas.shared import DATABASE_INTEGER, MOST_ROWS, Named, Strict, named
from jiezhi.workorders.choices import OrderState, SendBackReason, UrgencyTier, Verb
from jiezhi.workorders.models import OrderEntry, WorkOrder


class OrderQuery(Schema):
    """How a list of work orders is narrowed."""

    state: Literal[tuple(OrderState.values)] | None = None  # type: ignore[valid-type]
    matter_id: UUID | None = None
    department_id: UUID | None = None
    community_id: UUID | None = None
    opened_from: date | None = None
    opened_until: date | None = None
    is_late: bool = False
    is_unfinished: bool = False
    cursor: str | None = Field(None, max_length=120, description="From `next` of the page before")
    limit: int = Field(50, ge=1, le=MOST_ROWS)


class OrderOut(Schema):
    """A work order. It holds no reporter's data."""

    id: UUID
    number: str
    matter: Named
    state: Literal[tuple(OrderState.values)]  # type: ignore[valid-type]
    state_label: str = Field(description="The state in words, in the reader's language")
    urgency: Literal[tuple(UrgencyTier.values)]  # type: ignore[valid-type]
    brief: str
    reply: str
    lead: Named | None
    hand_over: str
    community: Named | None
    estate: Named | None
    lon: float | None = Field(description="Degrees east, CGCS2000")
    lat: float | None
    opened_at: datetime
    dispatched_at: datetime | None
    due_at: datetime | None
    accepted_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    is_late: bool
    version: int = Field(description="Send it back with a deed: it is refused if somebody was quicker")

    @classmethod
    def of(cls, order: WorkOrder, *, at: datetime) -> Self:
        """Give an order as the interface tells it."""
        return cls(
            **{name: getattr(order, name) for name in _PLAIN_OF_ORDER},
            matter=Named(id=order.matter_id, name=order.matter.name),
            lead=named(order.lead),
            community=named(order.community),
            estate=named(order.estate),
            state_label=str(order.get_state_display()),
            is_late=order.closed_at is None and order.due_at is not None and order.due_at < at,
        )


_PLAIN_OF_ORDER = (
    "id", "number", "state", "urgency", "brief", "reply", "hand_over", "lon", "lat", "opened_at",
    "dispatched_at", "due_at", "accepted_at", "resolved_at", "closed_at", "version",
)  # fmt: skip


class OrderPage(Schema):
    """A page of work orders, the newest first."""

    items: list[OrderOut]
    next: str | None = Field(description="The cursor of the page that follows; null on the last one")


class EntryOut(Schema):
    """A line of an order's history: what was done and by which department, never by whom and in which words."""

    at: datetime
    verb: Literal[tuple(Verb.values)]  # type: ignore[valid-type]
    verb_label: str
    from_state: str
    to_state: str
    department: Named | None
    reason: str
    due_at: datetime | None

    @classmethod
    def of(cls, entry: OrderEntry) -> Self:
        """Give a line of history as the interface tells it."""
        return cls(
            at=entry.at,
            verb=entry.verb,
            verb_label=str(entry.get_verb_display()),
            from_state=entry.from_state,
            to_state=entry.to_state,
            department=named(entry.department),
            reason=entry.reason,
            due_at=entry.due_at,
        )


class History(Schema):
    """An order's history, the oldest first."""

    items: list[EntryOut]


class AcceptIn(Strict):
    """Taking an order on."""

    version: int = Field(ge=1, le=DATABASE_INTEGER)


class SendBackIn(Strict):
    """Giving an order back."""

    version: int = Field(ge=1, le=DATABASE_INTEGER)
    reason: Literal[tuple(SendBackReason.values)]  # type: ignore[valid-type]
    note: str = Field(min_length=1, max_length=2000)


class ResolveIn(Strict):
    """Reporting an order done."""

    version: int = Field(ge=1, le=DATABASE_INTEGER)
    reply: str = Field(min_length=1, max_length=2000, description="For the reporter: nobody's name or number")
