"""What notices bring to a worker's inbox: messages that nobody got, where a person must see to it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor
from jiezhi.notices.choices import Reason
from jiezhi.notices.models import Sending
from jiezhi.notices.permissions import SEE_SENDINGS
from jiezhi.notices.queries import sendings_that_failed


def _failed(actor: Actor, at: datetime) -> QuerySet[Sending]:
    return sendings_that_failed(actor, at=at)


def _why(code: str) -> str:
    return str(Reason(code).label) if code in Reason.values else ""


register_source(
    InboxSource(
        key="messages",
        title=_("Messages that did not arrive"),
        order=60,
        permission=SEE_SENDINGS.code,
        rows=_failed,
        columns=InboxColumns(number="way__name", text="reason", since="settled_at"),
        url_name="notices:sendings",
        takes_id=False,
        sort=("-settled_at", "pk"),
        read=_why,
    )
)
