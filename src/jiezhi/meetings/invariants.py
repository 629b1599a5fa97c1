"""What must hold of meetings, whatever was killed."""

from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext as _

from jiezhi.kit.invariant import Breach, invariant
from jiezhi.kit.worker import outbox_backlog
from jiezhi.meetings.choices import MeetingState
from jiezhi.meetings.models import (
    AgendaTopic,
    Assignment,
    Attendance,
    JointMeeting,
    MeetingSeries,
    MinutesNote,
    SeriesMember,
)
from jiezhi.places.queries import strays
from jiezhi.workorders.choices import OrderState


@invariant
def meetings_stay_in_their_street() -> Iterator[Breach]:
    """Nothing of a meeting names a department, topic or order of another street."""
    tables = (MeetingSeries, SeriesMember, JointMeeting, AgendaTopic, Attendance, Assignment, MinutesNote)
    yield from strays(*tables)


@invariant
def assigned_work_stands_as_its_order() -> Iterator[Breach]:
    """While no news is on its way, work that a meeting assigned is done exactly when its order is closed."""
    if any(outbox_backlog()):
        return
    is_closed = Q(order__state=OrderState.CLOSED)
    wrong = Assignment.objects.filter((is_closed & Q(done_at=None)) | (~is_closed & Q(done_at__isnull=False)))
    for number in wrong.values_list("order__number", flat=True).iterator():
        yield Breach(
            number,
            _("the meeting that assigned it thinks otherwise of whether it is done."),
            _("Open the order and the meeting, and compare; then tell those who keep the program."),
        )


@invariant
def meetings_lie_in_their_month() -> Iterator[Breach]:
    """The month of a meeting begins on its first day, and what the rule says lies in it."""
    wrong = JointMeeting.objects.filter(
        ~Q(month_on__day=1)
        | ~Q(planned_on__month=F("month_on__month"))
        | ~Q(planned_on__year=F("month_on__year"))
    )
    for title, month_on in wrong.values_list("series__title", "month_on").iterator():
        yield Breach(
            f"{title} {month_on:%Y-%m}",
            _("its planned day lies in another month."),
            _("Put the last whole backup back if it was changed by hand."),
        )


@invariant
def corrections_follow_published_minutes() -> Iterator[Breach]:
    """Only published minutes have corrections, none from before they were published."""
    is_published = Q(meeting__state=MeetingState.PUBLISHED)
    wrong = MinutesNote.objects.filter(~is_published | Q(at__lt=F("meeting__published_at")))
    for title, day in wrong.values_list("meeting__series__title", "meeting__meets_on").iterator():
        yield Breach(
            f"{title} {day}",
            _("a correction stands beside minutes that were not published yet."),
            _("Compare with the audit of this meeting; if it was changed by hand, put the last backup back."),
        )
