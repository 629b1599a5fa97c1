"""What the round on foot brings to a worker's inbox: orders to be looked at on site."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.inbox.sources import InboxSource, register_source
from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import CHECK
from jiezhi.workorders.queries import OrderFilter, filtered_orders
from jiezhi.workorders.waiting import order_columns, urgency_words

SITE_CHECK = "check"


def _to_check(actor: Actor, at: datetime) -> QuerySet[WorkOrder]:
    return filtered_orders(actor, OrderFilter(state=OrderState.AWAITING_CHECK), at=at)


register_source(
    InboxSource(
        key="checks",
        title=_("On-site checks"),
        order=40,
        permission=CHECK.code,
        rows=_to_check,
        columns=order_columns(due_at="step_due_at"),
        url_name="patrol:check",
        sort=(F("step_due_at").asc(nulls_last=True), "step_entered_at", "pk"),
        visit=SITE_CHECK,
        leads_out=True,
        danger_words=urgency_words,
    )
)
