"""What standard answers bring to a worker's inbox: versions that wait for approval."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.answers.models import AnswerVersion
from jiezhi.answers.permissions import APPROVE
from jiezhi.answers.queries import versions_to_approve
from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor


def _proposed(actor: Actor, _at: datetime) -> QuerySet[AnswerVersion]:
    return versions_to_approve(actor)


register_source(
    InboxSource(
        key="answer-versions",
        title=_("Standard answers to approve"),
        order=36,
        permission=APPROVE.code,
        rows=_proposed,
        columns=InboxColumns(
            id="answer_id",
            number="answer__name",
            title="answer__matter__name",
            text="text",
            place="written_by",
            since="written_at",
        ),
        url_name="answers:answer",
        sort=("written_at", "pk"),
    )
)
