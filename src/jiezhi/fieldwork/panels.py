"""That an order was reported from patrol, on the order's page."""

from collections.abc import Mapping

from jiezhi.fieldwork.actions.reporting import REPORTED
from jiezhi.fieldwork.queries import report_behind
from jiezhi.kit.actor import Actor
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_panel
from jiezhi.workorders.permissions import VIEW


def _report(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    report = report_behind(actor, order.pk) if order.origin_kind == REPORTED else None
    return {"report": report} if report else None


register_panel(OrderPanel("fieldwork", "fieldwork/_panel.html", VIEW.code, _report))
