"""The joint meetings of the demo street: a series that has run for months, one of which was missed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from jiezhi.core.meeting_days import NthWeekday
from jiezhi.kit.actor import Actor
from jiezhi.meetings import actions
from jiezhi.meetings.choices import Presence
from jiezhi.meetings.models import AgendaTopic, JointMeeting, MeetingSeries
from jiezhi.meetings.queries import get_series

TITLE = "物业管理联席会议"
PLACE = "街道办事处三楼会议室"
BEGINS = time(14, 30)
SECOND_WEDNESDAY = NthWeekday(2, 2)
TOPICS = (
    (
        "老旧小区充电棚选址",
        "近两个月飞线充电的诉求增多，需要确定新增充电棚的点位。",
        "房屋、消防和物业各方查看了三个点位。",
        "采用小区东门点位，十个工作日内提交施工方案。",
    ),
    (
        "楼道堆物联合清理",
        "消防通道堆物反复出现。",
        "社区已张贴通知，需要执法力量配合。",
        "本月开展一次联合清理。",
    ),
)


@dataclass(frozen=True)
class MeetingPlan:
    """Who meets in the demo street, and what about.

    Args:
        keeper: Somebody who keeps meetings and sees the whole street.
        lead_id: The department that leads.
        member_ids: The other departments, at least one.
        matter_ids: Of the two assigned pieces of work.
    """

    keeper: Actor
    lead_id: UUID
    member_ids: tuple[UUID, ...]
    matter_ids: tuple[UUID, UUID]


def make_meetings(plan: MeetingPlan, *, today: date) -> MeetingSeries:
    """Set up a series three months ago, hold the latest meeting whose day has come, and assign two pieces of work.

    Args:
        plan: Who, and what about.
        today: The demo's day; everything lies before it except the next meeting.

    Returns:
        The series, with one meeting held, the months before it missed, and the next one collecting topics.
    """
    keeper = plan.keeper
    begin = today - timedelta(days=92)
    series = actions.set_up_series(
        draft=actions.SeriesDraft(
            title=TITLE,
            rule=SECOND_WEDNESDAY,
            begins=BEGINS,
            place=PLACE,
            lead_id=plan.lead_id,
            member_ids=frozenset(plan.member_ids),
            since_on=begin,
        ),
        actor=keeper,
        at=_noon(begin),
    )
    actions.plan_meetings(series_id=series.pk, actor=keeper, at=_noon(today))
    past = series.meetings.filter(meets_on__lte=today).order_by("-meets_on").first()
    if past is not None:
        _hold(past, plan)
    coming = series.meetings.filter(meets_on__gt=today).first()
    if coming is not None:
        draft = actions.TopicDraft("停车位错峰共享", "夜间停车难，商场夜间有空余车位。")
        actions.propose_topic(meeting_id=coming.pk, draft=draft, actor=keeper, at=_noon(today))
    return series


def _hold(meeting: JointMeeting, plan: MeetingPlan) -> None:
    keeper, before = plan.keeper, _noon(meeting.meets_on - timedelta(days=3))
    topics = [
        actions.propose_topic(
            meeting_id=meeting.pk, draft=actions.TopicDraft(title, words), actor=keeper, at=before
        )
        for title, words, _said, _decided in TOPICS
    ]
    actions.close_agenda(meeting_id=meeting.pk, seen_version=None, actor=keeper, at=before)
    at = _noon(meeting.meets_on) + timedelta(hours=4)
    actions.record_attendance(meeting_id=meeting.pk, presences=_presences(meeting, plan), actor=keeper, at=at)
    for topic, (_title, _words, said, decided) in zip(topics, TOPICS, strict=True):
        actions.write_minute(
            meeting_id=meeting.pk,
            topic_id=topic.pk,
            said=said,
            decided=decided,
            seen_version=None,
            actor=keeper,
            at=at,
        )
    _assign(meeting, topics, plan, at=at)
    actions.publish_minutes(
        meeting_id=meeting.pk, seen_version=None, actor=keeper, at=at + timedelta(hours=1)
    )


def _presences(meeting: JointMeeting, plan: MeetingPlan) -> Mapping[UUID, Presence]:
    series = get_series(plan.keeper, meeting.series_id)
    members = sorted(member.department_id for member in series.members.all())
    presences = dict.fromkeys([series.lead_id, *members], Presence.PRESENT)
    if len(members) > 1:
        presences[members[-1]] = Presence.EXCUSED
    return presences


def _assign(meeting: JointMeeting, topics: list[AgendaTopic], plan: MeetingPlan, *, at: datetime) -> None:
    departments = (plan.lead_id, plan.member_ids[0])
    briefs = ("提交小区东门充电棚施工方案", "组织一次楼道堆物联合清理")
    for topic, department_id, brief, matter_id, days in zip(
        topics, departments, briefs, plan.matter_ids, (14, 30), strict=True
    ):
        draft = actions.WorkDraft(department_id, brief, matter_id, meeting.meets_on + timedelta(days=days))
        actions.assign_work(meeting_id=meeting.pk, topic_id=topic.pk, draft=draft, actor=plan.keeper, at=at)


def _noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
