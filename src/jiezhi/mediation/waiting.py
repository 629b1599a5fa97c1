"""What mediation brings to a worker's inbox: disputes that wait for their next step."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor
from jiezhi.mediation.models import Mediation
from jiezhi.mediation.permissions import KEEP
from jiezhi.mediation.queries import mediations_to_go_on

SITTING = "sitting"


def _waiting(actor: Actor, at: datetime) -> QuerySet[Mediation]:
    return mediations_to_go_on(actor, on=timezone.localdate(at))


register_source(
    InboxSource(
        key="mediations",
        title=_("Mediations to go on with"),
        order=46,
        permission=KEEP.code,
        rows=_waiting,
        columns=InboxColumns(
            number="number",
            title="committee__name",
            text="brief",
            place="community__name",
            since="opened_at",
            due_on="last_on",
            order_id="order_id",
        ),
        url_name="mediation:mediation",
        sort=(F("last_on").asc(nulls_last=True), "opened_at", "pk"),
        visit=SITTING,
        leads_out=True,
    )
)
