"""What requests add to the page of an order: who waits for it, and what they said at the callback."""

from collections.abc import Mapping

from jiezhi.concerns.permissions import READ
from jiezhi.concerns.queries import concerns_with_callbacks
from jiezhi.kit.actor import Actor
from jiezhi.kit.links import link_to
from jiezhi.supervision.standing import register_origin
from jiezhi.workorders.choices import THEME_ORIGIN
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_panel

CONCERN = "concerns.concern"


def _requests_of(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    """Read the requests that share an order, with their callbacks: two statements, none for an order of ours."""
    if order.origin_kind not in (CONCERN, THEME_ORIGIN):
        return None
    concerns = concerns_with_callbacks(actor, order.pk)
    if order.origin_kind == THEME_ORIGIN and not concerns:
        return None
    return {"requests": [(concern, link_to(CONCERN, concern.pk)) for concern in concerns]}


register_origin(CONCERN, READ.code)
register_panel(
    OrderPanel(
        key="concerns.requests",
        template="concerns/_origin_panel.html",
        permission=READ.code,
        load=_requests_of,
    )
)
