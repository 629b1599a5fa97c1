"""The series: set up once, after which its meetings exist by themselves."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.meeting_days import DayRule, MonthDay
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError, StaleError
from jiezhi.meetings.choices import RuleKind
from jiezhi.meetings.models import JointMeeting, MeetingSeries, SeriesMember
from jiezhi.meetings.permissions import KEEP
from jiezhi.meetings.queries import plans_due, visible_series
from jiezhi.organisation.queries import departments_of

SERIES = "meetings.series"


@dataclass(frozen=True)
class SeriesDraft:
    """What a series is.

    Args:
        title: Such as 物业管理联席会议.
        rule: On which day of the month.
        begins: At what time, on the office's clock.
        place: Where.
        lead_id: The department that leads it.
        member_ids: The other departments.
        since_on: The first meeting is the first one on or after this day.
    """

    title: str
    rule: DayRule
    begins: time
    place: str
    lead_id: UUID
    since_on: date
    member_ids: frozenset[UUID] = field(default_factory=frozenset)


@action
def set_up_series(*, draft: SeriesDraft, actor: Actor, at: datetime) -> MeetingSeries:
    """Set up a monthly series and plan its meetings up to the next one.

    Raises:
        RefusedError: The actor does not keep meetings.
        InvalidError: No title or place, no other department, or the title is taken.
        MissingError: A department is not one of the street.
    """
    require(actor, KEEP)
    members = draft.member_ids - {draft.lead_id}
    _check(draft, members, actor)
    rule = draft.rule
    series = MeetingSeries.objects.create(
        sub_district_id=actor.tenant_id,
        title=draft.title.strip(),
        rule_kind=RuleKind.MONTH_DAY if isinstance(rule, MonthDay) else RuleKind.NTH_WEEKDAY,
        month_day=rule.day if isinstance(rule, MonthDay) else None,
        nth=None if isinstance(rule, MonthDay) else rule.nth,
        weekday=None if isinstance(rule, MonthDay) else rule.weekday,
        begins=draft.begins,
        place=draft.place.strip(),
        lead_id=draft.lead_id,
        since_on=draft.since_on,
    )
    SeriesMember.objects.bulk_create(
        SeriesMember(sub_district_id=actor.tenant_id, series=series, department_id=pk)
        for pk in sorted(members)
    )
    audit.record("meetings.series_set_up", kind=SERIES, id=series.pk, facts={"members": len(members)})
    plan_meetings(series_id=series.pk, actor=actor, at=at)
    return series


@action
def plan_meetings(*, series_id: UUID, actor: Actor, at: datetime) -> list[JointMeeting]:
    """Make the meetings that should exist by now, each month once, however often and wherever this runs.

    The unique constraint of series and month decides between two that plan at once, so nobody waits.
    """
    require(actor, KEEP)
    series = MeetingSeries.objects.filter(sub_district_id=actor.tenant_id).get(pk=series_id)
    planned = plans_due(series, on=timezone.localdate(at))
    JointMeeting.objects.bulk_create(planned, ignore_conflicts=True)
    audit.record("meetings.meetings_planned", kind=SERIES, id=series.pk, facts={"count": len(planned)})
    return planned


@action
def end_series(*, series_id: UUID, actor: Actor, at: datetime) -> MeetingSeries:
    """End a series: nothing is planned from tomorrow on, and a meeting that nobody has prepared is taken back.

    Raises:
        StaleError: It has ended already.
        MissingError: No such series in the actor's area.
    """
    require(actor, KEEP)
    series = visible_series(actor).select_for_update(of=("self",)).filter(pk=series_id).first()
    if series is None:
        raise MissingError(_("There is no such series of meetings in your area."))
    if series.ended_on is not None:
        raise StaleError(_("This series has ended already."))
    today = timezone.localdate(at)
    series.ended_on = today
    series.save(update_fields=["ended_on"])
    series.meetings.filter(meets_on__gt=today, held_at=None, topics=None).delete()
    audit.record("meetings.series_ended", kind=SERIES, id=series.pk)
    return series


def _check(draft: SeriesDraft, members: frozenset[UUID], actor: Actor) -> None:
    if not draft.title.strip() or not draft.place.strip():
        raise InvalidError(_("Give the series a title and a place."))
    if not members:
        raise InvalidError(_("A joint meeting needs at least one department besides the one that leads it."))
    known = {department.pk for department in departments_of(actor.tenant_id)}
    if not {draft.lead_id, *members} <= known:
        raise MissingError(_("This street has no such department. Choose one from the list."))
    taken = MeetingSeries.objects.filter(sub_district_id=actor.tenant_id, ended_on=None)
    if taken.filter(title=draft.title.strip()).exists():
        raise InvalidError(
            _("A series of this title is running already. Choose another title, or end that one.")
        )
