"""Requests as programs make and follow them: what goes in is never given out again."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ninja import Schema
from pydantic import Field, field_validator

from jiezhi.concerns.actions import Receipt
from jiezhi.concerns.models import Concern
from jiezhi.concerns.standing import Standing
from jiezhi.core.phones import read_phone
from jiezhi.gateway.openapi.schemas.shared import Strict
from jiezhi.merging.queries import KnownMatter


class ReportedIn(Strict):
    """What a resident says and where. The place is the nearest that is known: estate, point or community."""

    words: str = Field(min_length=1, max_length=5000, description="In the resident's own words")
    estate_id: UUID | None = None
    community_id: UUID | None = None
    lon: float | None = Field(None, ge=-180, le=180, description="Degrees east, CGCS2000")
    lat: float | None = Field(None, ge=-90, le=90)


class ConcernIn(ReportedIn):
    """A request of a resident."""

    place_note: str = Field("", max_length=200, description="Building, entrance, or how to find the spot")
    phone: str = Field(
        "", max_length=32, description="Only if the resident wants to be telephoned; kept sealed"
    )

    joins: UUID | None = Field(
        None,
        description="An order that was offered as known, if the resident says it is that",
    )

    @field_validator("phone")
    @classmethod
    def read(cls, typed: str) -> str:
        """Give the number in its one form."""
        return read_phone(typed) if typed else ""


class ReceiptOut(Schema):
    """What the resident must be given: with both they can follow the request anywhere."""

    number: str
    code: str = Field(
        description="The query code. The office does not keep it: give it to the resident at once"
    )
    submitted_at: datetime

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        """Give a receipt as the interface tells it."""
        return cls(
            number=receipt.concern.number, code=receipt.code, submitted_at=receipt.concern.submitted_at
        )


class KnownOut(Schema):
    """What others have reported: nobody's words, name, number or house."""

    id: UUID = Field(description="To be sent as `joins` with the request")
    matter: str
    place: str = Field(description="Estate or community")
    since: datetime
    state: str

    @classmethod
    def of(cls, known: KnownMatter) -> Self:
        """Give what is known as the interface tells it."""
        return cls(
            id=known.order_id, matter=known.matter, place=known.place, since=known.since, state=known.state
        )


class KnownList(Schema):
    """At most three; empty where nothing public and alike is under way there."""

    items: list[KnownOut]


class StandingOut(Schema):
    """Where a request stands, in words for the resident; nothing of what they told is in it."""

    number: str
    submitted_at: datetime
    is_reported_done: bool
    label: str
    sentence: str
    next_step: str
    promise: str
    is_late: bool
    reply: str = Field(description="What was done, once it is reported done")

    @classmethod
    def of(cls, concern: Concern, standing: Standing) -> Self:
        """Give a request's standing as the interface tells it."""
        order = concern.order
        return cls(
            **{name: getattr(standing, name) for name in _TOLD},
            number=concern.number,
            submitted_at=concern.submitted_at,
            reply=order.reply if order is not None and standing.is_reported_done else "",
        )


_TOLD = ("is_reported_done", "label", "sentence", "next_step", "promise", "is_late")
