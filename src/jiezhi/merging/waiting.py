"""What merging brings to a worker's inbox: pairs of orders that may be one."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor
from jiezhi.merging.models import DuplicatePair
from jiezhi.merging.queries import waiting_pairs
from jiezhi.workorders.permissions import DISPATCH


def _pairs(actor: Actor, _at: datetime) -> QuerySet[DuplicatePair]:
    return waiting_pairs(actor)


register_source(
    InboxSource(
        key="duplicates",
        title=_("Likely duplicates to decide"),
        order=33,
        permission=DISPATCH.code,
        rows=_pairs,
        columns=InboxColumns(
            number="one__number",
            title="one__matter__name",
            text="one__brief",
            place="one__community__name",
            since="found_at",
        ),
        url_name="merging:pairs",
        takes_id=False,
        sort=("found_at", "pk"),
    )
)
