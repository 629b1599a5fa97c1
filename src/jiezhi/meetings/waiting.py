"""What joint meetings bring to a worker's inbox: those that come soon, and minutes to be written."""

from datetime import date, datetime

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor
from jiezhi.meetings.models import JointMeeting
from jiezhi.meetings.permissions import KEEP, SEE
from jiezhi.meetings.queries import meetings_ahead, meetings_to_write

_COLUMNS = InboxColumns(
    number="series__title",
    title="series__title",
    text=Cast("month_on", TextField()),
    place="place",
    due_on="meets_on",
)


def _month_words(month_on: str) -> str:
    return date_format(date.fromisoformat(month_on), "YEAR_MONTH_FORMAT")


def _ahead(actor: Actor, at: datetime) -> QuerySet[JointMeeting]:
    return meetings_ahead(actor, on=timezone.localdate(at))


def _to_write(actor: Actor, at: datetime) -> QuerySet[JointMeeting]:
    return meetings_to_write(actor, on=timezone.localdate(at))


for key, title, permission, rows in (
    ("meetings", _("Meetings of the next days"), SEE, _ahead),
    ("minutes", _("Minutes to be written"), KEEP, _to_write),
):
    register_source(
        InboxSource(
            key=key,
            title=title,
            order=50,
            permission=permission.code,
            rows=rows,
            columns=_COLUMNS,
            url_name="meetings:meeting",
            sort=("meets_on", "pk"),
            read=_month_words,
        )
    )
