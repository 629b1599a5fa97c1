"""A row of a file of orders from above."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.actions import SuperiorDraft
from jiezhi.concerns.history import SOON
from jiezhi.concerns.superior_words import LABELS, phone_or_none
from jiezhi.intake.columns import Column
from jiezhi.intake.errors import RowRefusedError
from jiezhi.intake.row_cells import RowCells

LONGEST_NUMBER, LONGEST_WORDS, LONGEST_PLACE = 64, 5000, 200

COLUMNS = (
    Column("number", _("The superior's number"), LABELS["number"], is_required=True),
    Column("words", _("What the resident said"), LABELS["words"], is_required=True),
    Column("issued_at", _("Sent by the superior at"), LABELS["issued_at"], is_required=True, is_moment=True),
    Column("their_due_at", _("The superior wants the reply by"), LABELS["their_due_at"], is_moment=True),
    Column("place", _("Place"), LABELS["place"]),
    Column("phone", _("Telephone"), LABELS["phone"]),
)
"""What an order from above consists of."""


class OrderFault(StrEnum):
    """Why a row is no order from above."""

    NO_NUMBER = "no_number"
    LONG_NUMBER = "long_number"
    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    FUTURE = "future"


REASONS: dict[str, str | Promise] = {
    OrderFault.NO_NUMBER: _("The superior's number is missing. Enter it."),
    OrderFault.LONG_NUMBER: _("The number has more than 64 characters. Check it."),
    OrderFault.NO_WORDS: _("The order says nothing. Take over what the resident said."),
    OrderFault.TOO_LONG: _("The text is longer than 5,000 characters. Shorten it."),
    OrderFault.FUTURE: _("The time lies in the future. Check it."),
}


@dataclass(frozen=True)
class OrderRow:
    """An order from above as a file tells it; which system sent it is chosen for the whole file."""

    number: str
    words: str
    issued_at: datetime
    their_due_at: datetime | None
    place: str
    phone: str

    def draft(self, source_id: UUID) -> SuperiorDraft:
        """Give what is brought in."""
        return SuperiorDraft(
            source_id=source_id,
            number=self.number,
            words=self.words,
            issued_at=self.issued_at,
            their_due_at=self.their_due_at,
            place=self.place,
            phone=self.phone,
        )


def parse_order(cells: RowCells, at: datetime) -> OrderRow:
    """Give the order of a row.

    Raises:
        RowRefusedError: It is none that can be taken.
    """
    row = OrderRow(
        number=cells.number("number"),
        words=cells.text("words"),
        issued_at=cells.moment("issued_at"),
        their_due_at=cells.moment_or_none("their_due_at"),
        place=cells.text("place")[:LONGEST_PLACE],
        phone=phone_or_none(cells.text("phone")),
    )
    faults = (
        (not row.number, "number", OrderFault.NO_NUMBER),
        (len(row.number) > LONGEST_NUMBER, "number", OrderFault.LONG_NUMBER),
        (not row.words, "words", OrderFault.NO_WORDS),
        (len(row.words) > LONGEST_WORDS, "words", OrderFault.TOO_LONG),
        (row.issued_at > at + SOON, "issued_at", OrderFault.FUTURE),
    )
    for is_wrong, column, reason in faults:
        if is_wrong:
            raise RowRefusedError(column, reason)
    return row
