"""News of reports about what is known: plain values, no words of residents."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ReportJoined:
    """Somebody who made a request joined it to an order themselves: a dispatcher reads whether that is right."""

    concern_id: UUID
    sub_district_id: UUID
    number: str
    order_number: str
