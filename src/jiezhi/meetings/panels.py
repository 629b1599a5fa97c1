"""The meeting behind an order, on the order's page."""

from collections.abc import Mapping

from jiezhi.kit.actor import Actor
from jiezhi.meetings.permissions import SEE
from jiezhi.meetings.queries import MEETING, find_assigned_topic
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_panel


def _topic_behind(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    topic = find_assigned_topic(actor, order.pk) if order.origin_kind == MEETING else None
    return None if topic is None else {"topic": topic, "meeting": topic.meeting}


register_panel(OrderPanel("meeting", "meetings/_panel.html", SEE.code, _topic_behind))
