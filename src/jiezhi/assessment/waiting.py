"""What assessment brings to a worker's inbox: objections to scorecards that wait for a decision."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.assessment.models import LineObjection
from jiezhi.assessment.permissions import DECIDE
from jiezhi.assessment.queries import objections_to_decide
from jiezhi.core.masking import without_personal
from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor


def _asked(actor: Actor, _at: datetime) -> QuerySet[LineObjection]:
    return objections_to_decide(actor)


register_source(
    InboxSource(
        key="score-objections",
        title=_("Objections to scorecards"),
        order=48,
        permission=DECIDE.code,
        rows=_asked,
        columns=InboxColumns(number="asked_by", text="words", place="asked_by", since="asked_at"),
        url_name="assessment:objections",
        takes_id=False,
        sort=("asked_at", "pk"),
        read=without_personal,
    )
)
