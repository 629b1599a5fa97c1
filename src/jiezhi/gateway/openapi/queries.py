"""Pages that go on from a cursor: rows that come in meanwhile neither shift a page nor show a row twice."""

import base64
import binascii
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import OrderFilter, filtered_orders


def order_page(
    actor: Actor, wanted: OrderFilter, *, cursor: str | None, limit: int, at: datetime
) -> tuple[list[WorkOrder], str | None]:
    """Give a page of orders within the actor's area, newest first, and the cursor of the next: one statement.

    Args:
        actor: The program.
        wanted: What the list is narrowed to.
        cursor: Of the page before's last row; None for the first page.
        limit: Rows of a page.
        at: Now, for what is late.

    Raises:
        InvalidError: The cursor is none of ours.
    """
    orders = filtered_orders(actor, wanted, at=at)
    if cursor:
        opened_at, last_id = read_cursor(cursor)
        earlier = Q(opened_at__lt=opened_at) | Q(opened_at=opened_at, pk__lt=last_id)
        orders = orders.filter(earlier, opened_at__lte=opened_at)
    rows = orders.select_related("matter", "lead", "community", "estate").order_by("-opened_at", "-id")
    page = list(rows[: limit + 1])
    if len(page) <= limit:
        return page, None
    last = page[limit - 1]
    return page[:limit], write_cursor(last.opened_at, last.pk)


def write_cursor(at: datetime, id: UUID) -> str:
    """Give the cursor that stands behind a row."""
    return base64.urlsafe_b64encode(f"{at.isoformat()} {id.hex}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[datetime, UUID]:
    """Give the row that a cursor stands behind.

    Raises:
        InvalidError: It is none of ours.
    """
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
        at, _space, hexed = text.partition(" ")
        moment, id = datetime.fromisoformat(at), UUID(hex=hexed)
    except (ValueError, binascii.Error):
        moment, id = None, None
    if moment is None or id is None or moment.tzinfo is None:
        raise InvalidError(_("This cursor was not given by the page before. Start again without one."))
    return moment, id
