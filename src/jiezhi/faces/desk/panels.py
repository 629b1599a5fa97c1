"""What the desk adds to the page of an order: what was sent about it, and who is to be asked at the door."""

from collections.abc import Mapping

from jiezhi.concerns.hearing import requests_to_hear
from jiezhi.concerns.permissions import HEAR_CALLBACK
from jiezhi.faces.desk.bulk import deeds_for
from jiezhi.kit.actor import Actor
from jiezhi.notices.permissions import SEE_SENDINGS
from jiezhi.notices.queries import sent_about
from jiezhi.notices.rows import merged_rows
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import (
    ListTool,
    OrderPanel,
    register_dispatch_page,
    register_list_tool,
    register_panel,
)

ORDER, CONCERN = "workorders.order", "concerns.concern"


def _sent_about(_actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    """Read what was sent about an order, and to the residents who wait for it where they asked."""
    about = {ORDER: [order.pk]}
    if order.origin_kind == CONCERN and order.origin_id is not None:
        about[CONCERN] = [order.origin_id]
    rows = merged_rows(*sent_about(order.sub_district_id, about))
    return {"rows": rows} if rows else None


register_panel(OrderPanel("sendings", "desk/_sendings.html", SEE_SENDINGS.code, _sent_about))


def _to_hear(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    """Give the requests whose reporters the reader may ask at the door: one statement, and only while one waits."""
    if order.state != OrderState.AWAITING_CALLBACK:
        return None
    waiting = requests_to_hear(actor, order.pk)
    return {"waiting": waiting} if waiting else None


register_panel(OrderPanel("hearing", "desk/_hearing.html", HEAR_CALLBACK.code, _to_hear))


def _deeds(actor: Actor) -> Mapping[str, object] | None:
    deeds = deeds_for(actor)
    return {"deeds": deeds} if deeds else None


register_dispatch_page("desk:bulk")
register_list_tool(ListTool("bulk", "desk/_bulk.html", _deeds))
