"""The duty an order is about, and what its company was asked, on the order's page."""

from collections.abc import Mapping

from django.utils import timezone

from jiezhi.kit.actor import Actor
from jiezhi.organisation.choices import FlowName
from jiezhi.property.choices import CallState
from jiezhi.property.permissions import ASK, SEE
from jiezhi.property.queries import duties_of_street, find_order_duty, suggested_duty
from jiezhi.property.standing import call_line
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_panel


def _duty(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    """Give what was confirmed and asked; where nothing was yet, the duties with the one that is suggested."""
    if order.estate_id is None or order.flow == FlowName.TASK:
        return None
    at, may_ask = timezone.now(), actor.may(ASK.code) and order.state != OrderState.CLOSED
    found = find_order_duty(actor, order.pk)
    calls = [call_line(call, at=at) for call in found.calls.all()] if found else []
    shown: dict[str, object] = {"found": found, "calls": calls, "may_ask": may_ask}
    if may_ask and not calls:
        duties = duties_of_street(order.sub_district_id, on=timezone.localdate(at))
        if not duties and found is None:
            return None
        suggested = found.duty if found else suggested_duty(order, duties)
        return shown | {"duties": duties, "suggested": suggested}
    if found is None:
        return None
    is_open = any(line.call.state == CallState.ASKED for line in calls)
    return shown | {"may_ask_again": may_ask and not is_open}


register_panel(OrderPanel("property", "property/_panel.html", SEE.code, _duty))
