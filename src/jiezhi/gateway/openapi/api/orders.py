"""Work orders: list, one, history, and the department's verbs through the same deeds as the pages."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone
from ninja import Query

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.openapi.door import ProgramRequest, operation
from jiezhi.gateway.openapi.queries import order_page
from jiezhi.gateway.openapi.schemas.orders import (
    AcceptIn,
    EntryOut,
    History,
    OrderOut,
    OrderPage,
    OrderQuery,
    ResolveIn,
    SendBackIn,
)
from jiezhi.workorders import actions
from jiezhi.workorders.choices import SendBackReason
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import OrderFilter, get_order, history_of

TAG = "orders"
MISSING, CONFLICT = frozenset({404}), frozenset({404, 409})


@operation("get", "/orders", scope=ProgramScope.ORDERS_READ, gives=OrderPage, tag=TAG)
def list_orders(request: ProgramRequest, asked: Query[OrderQuery]) -> OrderPage:
    """List the work orders of the program's area."""
    at = timezone.now()
    wanted = OrderFilter(
        **asked.dict(exclude={"cursor", "limit", "department_id"}), lead_id=asked.department_id
    )
    rows, following = order_page(request.caller.actor, wanted, cursor=asked.cursor, limit=asked.limit, at=at)
    return OrderPage(items=[OrderOut.of(row, at=at) for row in rows], next=following)


@operation(
    "get",
    "/orders/{uuid:order_id}",
    scope=ProgramScope.ORDERS_READ,
    gives=OrderOut,
    tag=TAG,
    refusals=MISSING,
)
def show_order(request: ProgramRequest, order_id: UUID) -> OrderOut:
    """Show one work order."""
    return OrderOut.of(get_order(request.caller.actor, order_id), at=timezone.now())


@operation(
    "get",
    "/orders/{uuid:order_id}/history",
    scope=ProgramScope.ORDERS_READ,
    gives=History,
    tag=TAG,
    refusals=MISSING,
)
def order_history(request: ProgramRequest, order_id: UUID) -> History:
    """Tell what happened to a work order."""
    order = get_order(request.caller.actor, order_id)
    return History(items=[EntryOut.of(entry) for entry in history_of(order)])


@operation(
    "post",
    "/orders/{uuid:order_id}/accept",
    scope=ProgramScope.ORDERS_ACCEPT,
    gives=OrderOut,
    tag=TAG,
    refusals=CONFLICT,
)
def accept_order(request: ProgramRequest, order_id: UUID, sent: AcceptIn) -> OrderOut:
    """Take a work order on for the program's department."""
    return _after(actions.accept_order, request, order_id, sent)


@operation(
    "post",
    "/orders/{uuid:order_id}/send-back",
    scope=ProgramScope.ORDERS_SEND_BACK,
    gives=OrderOut,
    tag=TAG,
    refusals=CONFLICT,
)
def send_back_order(request: ProgramRequest, order_id: UUID, sent: SendBackIn) -> OrderOut:
    """Give a work order back to the dispatcher, with the reason."""
    return _after(
        actions.send_back_order, request, order_id, sent, reason=SendBackReason(sent.reason), note=sent.note
    )


@operation(
    "post",
    "/orders/{uuid:order_id}/resolve",
    scope=ProgramScope.ORDERS_RESOLVE,
    gives=OrderOut,
    tag=TAG,
    refusals=CONFLICT,
)
def resolve_order(request: ProgramRequest, order_id: UUID, sent: ResolveIn) -> OrderOut:
    """Report a work order done, with the words that its reporter will read."""
    return _after(actions.resolve_order, request, order_id, sent, reply=sent.reply)


def _after(
    deed: Callable[..., WorkOrder],
    request: ProgramRequest,
    order_id: UUID,
    sent: AcceptIn | SendBackIn | ResolveIn,
    **told: object,
) -> OrderOut:
    """Do a deed upon the version that the program saw, and give the order as it is now."""
    at, actor = timezone.now(), request.caller.actor
    seen = get_order(actor, order_id)
    made = deed(order_id=order_id, seen_version=sent.version, actor=actor, at=at, **told)
    # Out of the department's hands it may lie outside the program's area: what was done is told all the same.
    made.matter, made.community, made.estate = seen.matter, seen.community, seen.estate
    return OrderOut.of(made, at=at)
