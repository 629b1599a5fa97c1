"""What property governance brings to a worker's inbox: companies silent past their limit, promises past their day."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor
from jiezhi.property.models import CompanyCall
from jiezhi.property.permissions import ASK
from jiezhi.property.queries import calls_to_record, promises_past


def _silent(actor: Actor, at: datetime) -> QuerySet[CompanyCall]:
    return calls_to_record(actor, at=at)


def _past(actor: Actor, at: datetime) -> QuerySet[CompanyCall]:
    return promises_past(actor, at=at)


register_source(
    InboxSource(
        key="companies",
        title=_("Answers of property companies to be got"),
        order=45,
        permission=ASK.code,
        rows=_silent,
        columns=InboxColumns(
            number="order_duty__order__number",
            title="order_duty__duty__name",
            text="contract__company__name",
            place="contract__estate__name",
            since="asked_at",
            due_at="due_at",
            order_id="staying_id",
        ),
        url_name="property:record",
        sort=("due_at", "pk"),
    )
)
register_source(
    InboxSource(
        key="promises",
        title=_("Promises of property companies whose day has passed"),
        order=46,
        permission=ASK.code,
        rows=_past,
        columns=InboxColumns(
            id="staying_id",
            number="order_duty__order__number",
            title="order_duty__duty__name",
            text="contract__company__name",
            place="contract__estate__name",
            since="answered_at",
            due_on="promised_on",
            order_id="staying_id",
        ),
        url_name="workorders:order",
        sort=("promised_on", "pk"),
    )
)
