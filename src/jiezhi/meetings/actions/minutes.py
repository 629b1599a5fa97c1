"""The minutes: who took part, what was said and decided, and their publication."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.meeting_days import RECORD_DAYS, is_record_late
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, StaleError
from jiezhi.kit.outbox import emit
from jiezhi.meetings.actions._moves import clean_words, lock_meeting, move, record, store
from jiezhi.meetings.choices import MeetingVerb, Presence
from jiezhi.meetings.errors import MeetingDayError, MinutesIncompleteError
from jiezhi.meetings.events import MinutesPublished
from jiezhi.meetings.models import AgendaTopic, Attendance, JointMeeting, MinutesNote
from jiezhi.meetings.permissions import KEEP
from jiezhi.meetings.queries import departments_in, get_topic


@action
def record_attendance(
    *, meeting_id: UUID, presences: Mapping[UUID, Presence], actor: Actor, at: datetime
) -> JointMeeting:
    """Record which departments took part; with this the meeting counts as held and its minutes are begun.

    Raises:
        MeetingDayError: Its day has not come, or passed so long ago that the month counts as missed.
        InvalidError: A department of the series is left out, or none was present.
    """
    require(actor, KEEP)
    meeting = lock_meeting(actor, meeting_id)
    move(meeting, MeetingVerb.BEGIN_MINUTES)
    if not meeting.is_held:
        _check_day(meeting, at=at)
        meeting.held_at = at
    departments = departments_in(meeting.series)
    if {row.pk for row in departments} != set(presences):
        raise InvalidError(_("Say for each department of the series whether it was present."))
    if Presence.PRESENT not in presences.values():
        raise InvalidError(_("No department was present, so nothing was held. Leave the meeting as it is."))
    meeting.attendances.all().delete()
    Attendance.objects.bulk_create(
        Attendance(
            sub_district_id=meeting.sub_district_id,
            meeting=meeting,
            department_id=row.pk,
            presence=presences[row.pk],
        )
        for row in departments
    )
    present = sum(presence == Presence.PRESENT for presence in presences.values())
    record("attendance_recorded", meeting, present=present, of=len(departments))
    return store(meeting)


@action
def write_minute(
    *,
    meeting_id: UUID,
    topic_id: UUID,
    said: str,
    decided: str,
    seen_version: int | None,
    actor: Actor,
    at: datetime,
) -> AgendaTopic:
    """Write what was said and decided about a topic.

    Raises:
        StaleError: Somebody else wrote about this topic in the meantime.
        MeetingStepError: The minutes are not begun, or published already.
        InvalidError: Nothing was decided, or there is personal data in it.
    """
    require(actor, KEEP)
    meeting = lock_meeting(actor, meeting_id)
    move(meeting, MeetingVerb.WRITE)
    topic = get_topic(meeting, topic_id)
    if seen_version is not None and seen_version != topic.version:
        raise StaleError(
            _(
                "Somebody else has written about this topic in the meantime. Read it, then add what you wanted."
            ),
            facts={"version": topic.version},
        )
    topic.said = clean_words(said)
    topic.decided = clean_words(
        decided, needed=_("Write what was decided, be it only that the topic is put off.")
    )
    topic.version += 1
    topic.save(update_fields=["said", "decided", "version"])
    record("minute_written", meeting, topic=str(topic.pk))
    return topic


@action
def publish_minutes(
    *, meeting_id: UUID, seen_version: int | None, actor: Actor, at: datetime
) -> JointMeeting:
    """Publish the minutes to every department of the series. From now on they are not changed any more.

    Raises:
        MinutesIncompleteError: A topic has no decision.
        StaleError: Somebody changed the meeting in the meantime.
    """
    require(actor, KEEP)
    meeting = lock_meeting(actor, meeting_id, seen_version=seen_version)
    move(meeting, MeetingVerb.PUBLISH)
    open_topics = list(meeting.topics.filter(decided="").order_by("position").values_list("title", flat=True))
    if open_topics:
        raise MinutesIncompleteError(
            _("The minutes do not say what was decided about: %(topics)s.")
            % {"topics": _(", ").join(open_topics)}
        )
    meeting.published_at, meeting.published_by = at, actor.label
    record("minutes_published", meeting)
    emit(
        MinutesPublished(
            meeting_id=meeting.pk,
            sub_district_id=meeting.sub_district_id,
            title=meeting.series.title,
            meets_on=meeting.meets_on,
        )
    )
    return store(meeting)


@action
def append_correction(*, meeting_id: UUID, words: str, actor: Actor, at: datetime) -> MinutesNote:
    """Append a correction to published minutes; what was published stays as it is. Sent twice it stands once.

    Raises:
        MeetingStepError: The minutes are not published yet and can still be changed.
        InvalidError: Nothing is corrected.
    """
    require(actor, KEEP)
    meeting = lock_meeting(actor, meeting_id)
    move(meeting, MeetingVerb.CORRECT)
    words = clean_words(words, needed=_("Write what is to be corrected."))
    note, is_new = MinutesNote.objects.get_or_create(
        sub_district_id=meeting.sub_district_id,
        meeting=meeting,
        author=actor.label,
        words=words,
        defaults={"at": at},
    )
    record("correction_appended", meeting, is_repeat=not is_new)
    return note


def _check_day(meeting: JointMeeting, *, at: datetime) -> None:
    today = timezone.localdate(at)
    if today < meeting.meets_on:
        raise MeetingDayError(_("The day of this meeting has not come yet."))
    if is_record_late(meeting.meets_on, today):
        raise MeetingDayError(
            _(
                "More than %(days)d days have passed since the day of this meeting, so the month counts as missed. "
                "Put its topics on the next agenda."
            )
            % {"days": RECORD_DAYS}
        )
