"""A row of a file of orders from above."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.superior_rows import OrderFault, OrderRow
from jiezhi.concerns.superior_words import LABELS, phone_or_none
from jiezhi.core.deadlines import parse_limit
from jiezhi.intake.columns import Column
from jiezhi.intake.errors import RowRefusedError
from jiezhi.intake.row_cells import RowCells

COLUMNS = (
    Column("number", _("The superior's number"), LABELS["number"], is_required=True),
    Column("words", _("What the resident said"), LABELS["words"], is_required=True),
    Column("issued_at", _("Sent by the superior at"), LABELS["issued_at"], is_required=True, is_moment=True),
    Column("their_due_at", _("The superior wants the reply by"), LABELS["their_due_at"], is_moment=True),
    Column("place", _("Place"), LABELS["place"]),
    Column("phone", _("Telephone"), LABELS["phone"]),
)
"""What an order from above consists of."""


REASONS: dict[str, str | Promise] = {
    OrderFault.NO_NUMBER: _("The superior's number is missing. Enter it."),
    OrderFault.LONG_NUMBER: _("The number has more than 64 characters. Check it."),
    OrderFault.NO_WORDS: _("The order says nothing. Take over what the resident said."),
    OrderFault.TOO_LONG: _("The text is longer than 5,000 characters. Shorten it."),
    OrderFault.DUE_BEFORE: _("The superior's limit lies before the time of sending. Check both."),
    OrderFault.FUTURE: _("The time lies in the future. Check it."),
}


def parse_order(cells: RowCells, at: datetime) -> OrderRow:
    """Give the order of a row.

    Raises:
        RowRefusedError: It is none that can be taken.
    """
    limit = parse_limit(cells.text("their_due_at"))
    row = OrderRow(
        number=cells.number("number"),
        words=cells.text("words"),
        issued_at=cells.moment("issued_at"),
        their_due_at=None if limit else cells.moment_or_none("their_due_at"),
        place=cells.text("place"),
        phone=phone_or_none(cells.text("phone")),
        their_limit=limit,
    )
    fault = row.fault(at=at)
    if fault is not None:
        raise RowRefusedError(*fault)
    return row
