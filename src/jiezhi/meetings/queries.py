"""Reads of joint meetings, in a known number of statements and only within the actor's area."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.measures import share
from jiezhi.core.meeting_days import RECORD_DAYS, MeetingDay, is_record_late, meeting_day, months_due
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.meetings.models import AgendaTopic, Assignment, JointMeeting, MeetingSeries, MinutesNote
from jiezhi.organisation.calendars import working_calendar
from jiezhi.organisation.models import Department
from jiezhi.workorders.choices import UNFINISHED
from jiezhi.workorders.outcomes import is_overdue, outcomes
from jiezhi.workorders.queries import visible_orders

MEETING = "meetings.meeting"
YEAR = timedelta(days=366)
ORDER = "order__"
"""The way from an assignment to its order, for the conditions of `workorders.outcomes`."""


def visible_series(actor: Actor) -> QuerySet[MeetingSeries]:
    """Give the series of the actor's area: the whole street's, or those to which the own departments belong."""
    rows = MeetingSeries.objects.filter(sub_district_id=actor.tenant_id)
    if actor.scope.whole:
        return rows
    own = actor.scope.department_ids
    return rows.filter(Q(lead_id__in=own) | Q(pk__in=_series_of_members(own)))


def _series_of_members(department_ids: frozenset[UUID]) -> QuerySet[MeetingSeries, UUID]:
    members = MeetingSeries.objects.filter(members__department_id__in=department_ids)
    return members.values_list("pk", flat=True)


def get_series(actor: Actor, series_id: UUID) -> MeetingSeries:
    """Give a series with its members, in two statements.

    Raises:
        MissingError: No such series in the actor's area.
    """
    rows = visible_series(actor).select_related("lead").prefetch_related("members__department")
    series = rows.filter(pk=series_id).first()
    if series is None:
        raise MissingError(_("There is no such series of meetings in your area."))
    return series


MEETING_AHEAD = timedelta(days=7)
"""So long before its day a meeting stands among what waits."""


def meetings_ahead(actor: Actor, *, on: date) -> QuerySet[JointMeeting]:
    """Give the meetings of the area that come soon."""
    rows = JointMeeting.objects.filter(sub_district_id=actor.tenant_id, held_at=None)
    return rows.filter(series__in=visible_series(actor), meets_on__range=(on, on + MEETING_AHEAD))


def meetings_to_write(actor: Actor, *, on: date) -> QuerySet[JointMeeting]:
    """Give the meetings of the area whose day has passed and whose minutes are not published, of the last year.

    What nothing shows to have been held is left out once it is missed: nobody can begin its minutes any more.
    """
    rows = JointMeeting.objects.filter(sub_district_id=actor.tenant_id, published_at=None)
    can_be_written = Q(held_at__isnull=False) | Q(meets_on__gte=on - timedelta(days=RECORD_DAYS))
    past = (on - YEAR, on - timedelta(days=1))
    return rows.filter(can_be_written, series__in=visible_series(actor), meets_on__range=past)


def get_meeting(actor: Actor, meeting_id: UUID) -> JointMeeting:
    """Give a meeting with its series, the series' departments, and who took part, in three statements.

    Raises:
        MissingError: No such meeting in the actor's area.
    """
    rows = JointMeeting.objects.filter(series__in=visible_series(actor)).select_related("series__lead")
    meeting = (
        rows.prefetch_related("series__members__department", "attendances").filter(pk=meeting_id).first()
    )
    if meeting is None:
        raise MissingError(_("There is no such meeting in your area."))
    return meeting


def get_topic(meeting: JointMeeting, topic_id: UUID) -> AgendaTopic:
    """Give a topic of a meeting.

    Raises:
        MissingError: The meeting has no such topic.
    """
    topic = meeting.topics.select_related("order").filter(pk=topic_id).first()
    if topic is None:
        raise MissingError(_("The agenda of this meeting has no such topic."))
    return topic


def get_assignment(actor: Actor, meeting_id: UUID, assignment_id: UUID) -> Assignment:
    """Give work that a meeting of the area assigned.

    Raises:
        MissingError: There is none.
    """
    rows = Assignment.objects.select_related("order__lead", "topic__meeting")
    assignment = rows.filter(
        pk=assignment_id, topic__meeting_id=meeting_id, topic__meeting__series__in=visible_series(actor)
    ).first()
    if assignment is None:
        raise MissingError(_("This meeting has assigned no such work."))
    return assignment


def departments_in(series: MeetingSeries) -> list[Department]:
    """Give the departments of a series, its lead first; no statement when the members were fetched with it."""
    members = sorted((member.department for member in series.members.all()), key=lambda row: row.name)
    return [series.lead, *(row for row in members if row.pk != series.lead_id)]


def topics_of(meeting: JointMeeting, actor: Actor) -> list[AgendaTopic]:
    """Give the agenda in its order, each topic with the work it led to, in two statements.

    `may_open` on an order's row tells whether the order lies in the reader's own area: members of a meeting read
    what was assigned to others, but open only their own orders.
    """
    own = visible_orders(actor)
    assigned = Assignment.objects.select_related("order__lead", "order__matter").annotate(
        may_open=Exists(own.filter(pk=OuterRef("order_id")))
    )
    rows = meeting.topics.select_related("order", "proposed_by").annotate(
        may_open=Exists(own.filter(pk=OuterRef("order_id")))
    )
    fetched = rows.prefetch_related(Prefetch("assignments", assigned.order_by("id")))
    return list(fetched.order_by("position", "id"))


def notes_of(meeting: JointMeeting) -> list[MinutesNote]:
    """Give the corrections of published minutes, oldest first."""
    return list(meeting.notes.order_by("at", "id"))


@dataclass(frozen=True)
class WorkCounts:
    """What became of the work that a series assigned.

    Args:
        by_state: Unfinished orders by their state.
        late: Of those, past their limit.
        on_time: Done within the limit.
        decided: Done, or past the limit: of how many it can be said whether they are in time.
    """

    by_state: dict[str, int]
    late: int = 0
    on_time: int = 0
    decided: int = 0

    @property
    def unfinished(self) -> int:
        """How many are still to be done."""
        return sum(self.by_state.values())

    @property
    def on_time_share(self) -> float | None:
        """Which part of what is done or past its limit was done in time; None while there is nothing."""
        return share(self.on_time, self.decided)


@dataclass(frozen=True)
class SeriesSummary:
    """A series as the list shows it.

    Args:
        series: With its lead.
        coming: The next meeting, or None when the series has ended.
        waiting: Meetings whose day has passed and whose minutes can still be begun.
        missed: Meetings that nothing shows to have been held, newest first.
        recent: The last published or held ones, newest first.
        work: What became of the assigned work.
        held: How many of the year's meetings were held.
        due: How many of them have had their day.
    """

    series: MeetingSeries
    coming: JointMeeting | None
    waiting: tuple[JointMeeting, ...]
    missed: tuple[JointMeeting, ...]
    recent: tuple[JointMeeting, ...]
    work: WorkCounts
    held: int
    due: int


def series_summaries(actor: Actor, *, at: datetime) -> list[SeriesSummary]:
    """Give every series of the area with its last year, in three statements.

    Args:
        actor: Whose area.
        at: Now, for what has been missed and what is late.
    """
    on = timezone.localdate(at)
    year = JointMeeting.objects.filter(meets_on__gte=on - YEAR).order_by("-month_on")
    rows = visible_series(actor).select_related("lead").prefetch_related(Prefetch("meetings", year))
    series = list(rows.order_by("ended_on", "title"))
    work = _work_counts([row.pk for row in series], at=at) if series else {}
    return [_summary(row, list(row.meetings.all()), work.get(row.pk), on=on) for row in series]


def _summary(
    series: MeetingSeries, meetings: list[JointMeeting], work: WorkCounts | None, *, on: date
) -> SeriesSummary:
    open_past = [row for row in meetings if not row.is_held and row.meets_on < on]
    held = [row for row in meetings if row.is_held]
    return SeriesSummary(
        series=series,
        coming=next((row for row in meetings[::-1] if not row.is_held and row.meets_on >= on), None),
        waiting=tuple(row for row in open_past if not is_record_late(row.meets_on, on)),
        missed=tuple(row for row in open_past if is_record_late(row.meets_on, on)),
        recent=tuple(held[:3]),
        work=work or WorkCounts({}),
        held=len(held),
        due=len(held) + len(open_past),
    )


def _work_counts(series_ids: list[UUID], *, at: datetime) -> dict[UUID, WorkCounts]:
    known = outcomes(at, order=ORDER)
    rows = (
        Assignment.objects.filter(topic__meeting__series__in=series_ids)
        .values("order__state", series_id=F("topic__meeting__series_id"))
        .annotate(
            total=Count("id"),
            late=Count("id", filter=is_overdue(at, order=ORDER)),
            on_time=Count("id", filter=known["on_time"]),
            decided=Count("id", filter=known["on_time"] | known["late"]),
        )
        .order_by()
    )
    found: dict[UUID, WorkCounts] = {}
    for row in rows:
        old = found.get(row["series_id"]) or WorkCounts({})
        states = dict(old.by_state)
        if row["order__state"] in UNFINISHED:
            states[row["order__state"]] = row["total"]
        sums = {name: getattr(old, name) + row[name] for name in ("on_time", "decided")}
        found[row["series_id"]] = WorkCounts(states, old.late + row["late"], **sums)
    return found


def plans_due(series: MeetingSeries, *, on: date) -> list[JointMeeting]:
    """Give the meetings that should exist by today and do not, not yet stored.

    From the first meeting of the series up to the next one to come, so that a month in which nobody called a
    meeting, or nothing of ours ran, has its row all the same.
    """
    office = working_calendar(series.sub_district_id)
    known = set(series.meetings.values_list("month_on", flat=True))
    wanted = []
    for month_on in months_due(series.since_on, on, series.rule, office):
        day = meeting_day(series.rule, month_on, office)
        is_within = day.meets_on >= series.since_on and (
            series.ended_on is None or day.meets_on < series.ended_on
        )
        if is_within and month_on not in known:
            wanted.append(_plan(series, month_on, day))
    return wanted


def _plan(series: MeetingSeries, month_on: date, day: MeetingDay) -> JointMeeting:
    return JointMeeting(
        sub_district_id=series.sub_district_id,
        series=series,
        month_on=month_on,
        planned_on=day.planned_on,
        meets_on=day.meets_on,
        begins=series.begins,
        place=series.place,
    )


def series_running() -> list[MeetingSeries]:
    """Give the series of every street that have not ended, for the timer."""
    return list(MeetingSeries.objects.filter(ended_on=None).order_by("sub_district_id", "id"))


def find_assigned_topic(actor: Actor, order_id: UUID) -> AgendaTopic | None:
    """Give the topic that led to an order, with its meeting, if the actor may see that; one statement."""
    rows = AgendaTopic.objects.filter(assignments__order=order_id, meeting__series__in=visible_series(actor))
    return rows.select_related("meeting__series").first()


def find_assignment(order_id: UUID) -> Assignment | None:
    """Give the assignment of an order, or None when no meeting assigned it."""
    return Assignment.objects.select_related("order").filter(order_id=order_id).first()


def is_missed(meeting: JointMeeting, *, on: date) -> bool:
    """Whether a meeting's day passed so long ago that its minutes can no longer be begun."""
    return not meeting.is_held and is_record_late(meeting.meets_on, on)


def department_ids_of(meeting_id: UUID) -> list[UUID]:
    """Give the departments of a meeting's series, for the news of it."""
    series = MeetingSeries.objects.prefetch_related("members").get(meetings=meeting_id)
    return sorted({series.lead_id, *(member.department_id for member in series.members.all())})
