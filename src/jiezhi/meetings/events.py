"""News of meetings: plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class AgendaClosed:
    """The departments know what will be talked about."""

    meeting_id: UUID
    sub_district_id: UUID
    title: str
    meets_on: date


@dataclass(frozen=True)
class MinutesPublished:
    """Everybody of the series can read what was decided."""

    meeting_id: UUID
    sub_district_id: UUID
    title: str
    meets_on: date
