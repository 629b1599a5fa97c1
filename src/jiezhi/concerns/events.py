"""News of requests: plain values, no words of residents."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ConcernSubmitted:
    """Somebody made a request."""

    concern_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class WordsAdded:
    """The reporter added something unasked, while their order is under way."""

    concern_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class DangerAdded:
    """The reporter of a request that waits told of a danger afterwards, and who is on duty was called anew."""

    concern_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class ReporterAsked:
    """The office asked the reporter for what is missing."""

    concern_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class ReporterAnswered:
    """The reporter added what they were asked for."""

    concern_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class ConcernAnswered:
    """The office answered a request on the spot."""

    concern_id: UUID
    sub_district_id: UUID
    number: str


@dataclass(frozen=True)
class ConcernJoined:
    """The office let a request share an order that was under way."""

    concern_id: UUID
    sub_district_id: UUID
    number: str
    order_number: str


@dataclass(frozen=True)
class ReplyHandedOver:
    """A reply is to be brought to the system that sent the order from above."""

    superior_id: UUID
