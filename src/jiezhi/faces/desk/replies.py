"""The replies of a source that stand ready, and how far the work behind each is proven."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.concerns.models import SuperiorOrder
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder


@dataclass(frozen=True)
class ReplyRow:
    """A reply that stands ready; `wanting` says what is not done yet, or did not go well."""

    superior: SuperiorOrder
    words: str
    wanting: str
    is_chosen: bool


def reply_rows(superiors: Iterable[SuperiorOrder], *, chosen: set[UUID] | None = None) -> list[ReplyRow]:
    """Put replies into rows; chosen are those whose reporter is satisfied, unless others are given."""
    return [_row(superior, chosen) for superior in superiors]


def _row(superior: SuperiorOrder, chosen: set[UUID] | None) -> ReplyRow:
    order = superior.concern.order
    wanting = _wanting(order) if order else ""
    is_chosen = not wanting if chosen is None else superior.pk in chosen
    return ReplyRow(superior, order.reply if order else "", wanting, is_chosen)


def _wanting(order: WorkOrder) -> str:
    if order.state == OrderState.AWAITING_CHECK:
        return _("On-site check still due")
    if order.state == OrderState.AWAITING_CALLBACK or order.was_satisfied is None:
        return _("Not called back")
    return "" if order.was_solved and order.was_satisfied else _("Not satisfied at the callback")
