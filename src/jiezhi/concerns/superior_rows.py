"""One order from above as a file or an adapter tells it, and what makes it none."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jiezhi.concerns.actions import SuperiorDraft
from jiezhi.concerns.history import SOON
from jiezhi.concerns.superior_words import lies_before_sending
from jiezhi.core.deadlines import Limit

LONGEST_NUMBER, LONGEST_WORDS, LONGEST_PLACE = 64, 5000, 200


class OrderFault(StrEnum):
    """Why a row is no order from above."""

    NO_NUMBER = "no_number"
    LONG_NUMBER = "long_number"
    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    FUTURE = "future"
    DUE_BEFORE = "due_before"


@dataclass(frozen=True)
class OrderRow:
    """An order from above; which system sent it is known otherwise."""

    number: str
    words: str
    issued_at: datetime
    their_due_at: datetime | None = None
    place: str = ""
    phone: str = ""
    their_limit: Limit | None = None

    def fault(self, *, at: datetime) -> tuple[str, OrderFault] | None:
        """Give the field that is at fault and why the row cannot be taken, or None."""
        faults = (
            (not self.number, "number", OrderFault.NO_NUMBER),
            (len(self.number) > LONGEST_NUMBER, "number", OrderFault.LONG_NUMBER),
            (not self.words, "words", OrderFault.NO_WORDS),
            (len(self.words) > LONGEST_WORDS, "words", OrderFault.TOO_LONG),
            (self.issued_at > at + SOON, "issued_at", OrderFault.FUTURE),
            (lies_before_sending(self.their_due_at, self.issued_at), "their_due_at", OrderFault.DUE_BEFORE),
        )
        return next(((field, fault) for is_wrong, field, fault in faults if is_wrong), None)

    def sending_key(self) -> str:
        """Give number and time of sending: a number that the superior sends again later is another thing to do."""
        return f"{self.number}\t{self.issued_at.isoformat()}"

    def draft(self, source_id: UUID) -> SuperiorDraft:
        """Give what is brought in."""
        return SuperiorDraft(
            source_id=source_id,
            number=self.number,
            words=self.words,
            issued_at=self.issued_at,
            their_due_at=self.their_due_at,
            place=self.place[:LONGEST_PLACE],
            phone=self.phone,
            their_limit=self.their_limit,
        )
