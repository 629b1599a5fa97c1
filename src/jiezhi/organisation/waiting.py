"""What the office's lists bring to a worker's inbox: a version that waits for approval."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor
from jiezhi.organisation.models import ListVersion
from jiezhi.organisation.permissions import APPROVE_LISTS
from jiezhi.organisation.queries import versions_to_approve


def _submitted(actor: Actor, _at: datetime) -> QuerySet[ListVersion]:
    return versions_to_approve(actor)


register_source(
    InboxSource(
        key="list-versions",
        title=_("Lists to approve"),
        order=35,
        permission=APPROVE_LISTS.code,
        rows=_submitted,
        columns=InboxColumns(
            number="title", text="note", place="submitted_by", since="submitted_at", due_on="effective_on"
        ),
        url_name="organisation:version",
        sort=("submitted_at", "pk"),
    )
)
