"""Joint meetings of a made-up office, carried as far as a test needs."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from jiezhi.core.meeting_days import DayRule, NthWeekday
from jiezhi.meetings import actions
from jiezhi.meetings.actions import SeriesDraft, TopicDraft, WorkDraft
from jiezhi.meetings.choices import Presence
from jiezhi.meetings.models import AgendaTopic, Assignment, JointMeeting, MeetingSeries
from jiezhi.meetings.queries import departments_in
from tests.factories.offices import Office

SECOND_WEDNESDAY = NthWeekday(2, 2)
SET_UP_AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
MEETING_AT = datetime(2026, 11, 11, 8, 0, tzinfo=UTC)
"""Wednesday 11 November 2026, 16:00 in the office: the second Wednesday."""

_serial = count(1)


def make_series_draft(
    office: Office,
    *,
    rule: DayRule = SECOND_WEDNESDAY,
    since_on: date | None = None,
    title: str = "物业管理联席会议",
) -> SeriesDraft:
    """Lighting leads, the residents' committee is a member; the front desk keeps."""
    return SeriesDraft(
        title=title,
        rule=rule,
        begins=time(14, 30),
        place="街道三楼会议室",
        lead_id=office.lighting.pk,
        member_ids=frozenset({office.committee.pk}),
        since_on=since_on or date(2026, 11, 1),
    )


def make_series(office: Office, *, at: datetime = SET_UP_AT, **changes: object) -> MeetingSeries:
    """A monthly series, its meetings planned."""
    draft = make_series_draft(office, **changes)
    return actions.set_up_series(draft=draft, actor=office.leader.actor, at=at)


def planned_meeting(office: Office, **changes: object) -> JointMeeting:
    """The meeting of November 2026, its agenda open."""
    return JointMeeting.objects.get(series=make_series(office, **changes))


def proposed_topic(meeting: JointMeeting, office: Office, title: str = "充电棚选址") -> AgendaTopic:
    """A topic, proposed by the keeper."""
    return actions.propose_topic(
        meeting_id=meeting.pk, draft=TopicDraft(title), actor=office.leader.actor, at=SET_UP_AT
    )


def held_meeting(office: Office, **changes: object) -> tuple[JointMeeting, AgendaTopic]:
    """A meeting with one topic, held, its minutes begun."""
    meeting = planned_meeting(office, **changes)
    topic = proposed_topic(meeting, office)
    keeper = office.leader.actor
    actions.close_agenda(meeting_id=meeting.pk, seen_version=None, actor=keeper, at=SET_UP_AT)
    presences = {row.pk: Presence.PRESENT for row in departments_in(meeting.series)}
    actions.record_attendance(meeting_id=meeting.pk, presences=presences, actor=keeper, at=MEETING_AT)
    meeting.refresh_from_db()
    return meeting, topic


def written_minute(meeting: JointMeeting, topic: AgendaTopic, office: Office) -> AgendaTopic:
    """The topic is decided."""
    return actions.write_minute(
        meeting_id=meeting.pk,
        topic_id=topic.pk,
        said="三个点位各有利弊。",
        decided="采用二号点位。",
        seen_version=None,
        actor=office.leader.actor,
        at=MEETING_AT,
    )


def assigned_work(
    meeting: JointMeeting, topic: AgendaTopic, office: Office, *, at: datetime = MEETING_AT, **changes: object
) -> Assignment:
    """The lighting department is to do something within nine days."""
    draft = {
        "department_id": office.lighting.pk,
        "brief": f"提交充电棚施工方案（第{next(_serial)}稿）",
        "matter_id": office.rubbish.pk,
        "by_on": (at + timedelta(days=9)).date(),
        **changes,
    }
    return actions.assign_work(
        meeting_id=meeting.pk, topic_id=topic.pk, draft=WorkDraft(**draft), actor=office.leader.actor, at=at
    )
