"""What evidence brings to a worker's inbox: wishes that an order not count."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.evidence.models import Exclusion
from jiezhi.evidence.permissions import DECIDE_EXCLUSION
from jiezhi.evidence.queries import exclusions_asked
from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor


def _asked(actor: Actor, _at: datetime) -> QuerySet[Exclusion]:
    return exclusions_asked(actor)


register_source(
    InboxSource(
        key="exclusions",
        title=_("Wishes that an order not count"),
        order=34,
        permission=DECIDE_EXCLUSION.code,
        rows=_asked,
        columns=InboxColumns(
            number="order__number",
            title="order__matter__name",
            text="words",
            place="asked_by",
            since="asked_at",
            order_id="order_id",
        ),
        url_name="evidence:exclusions",
        takes_id=False,
        sort=("asked_at", "pk"),
    )
)
