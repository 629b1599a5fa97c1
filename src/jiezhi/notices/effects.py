"""What telling leaves on its way outside: one sending a recipient, held by quiet hours, gathered as wished."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from jiezhi.accounts.models import User
from jiezhi.core.quiet_hours import QuietHours
from jiezhi.kit.actor import OriginRef
from jiezhi.kit.outbox import emit
from jiezhi.notices.choices import ROBOTS, NoticeGroup, Reason, SendingState, WayKind
from jiezhi.notices.events import SendingDue
from jiezhi.notices.kinds import NoticeKind
from jiezhi.notices.models import Sending, SendingLine, TextWish, WayOut
from jiezhi.notices.preferences import USUAL_QUIET, Wishes, when_allowed
from jiezhi.organisation.staff import departments_of_people


@dataclass(frozen=True)
class TellFacts:
    """What is told, by whichever way."""

    kind: NoticeKind
    about: OriginRef
    facts: Mapping[str, str]
    sub_district_id: UUID
    at: datetime

    @property
    def is_urgent(self) -> bool:
        """Whether it goes through quiet hours."""
        return self.kind.group == NoticeGroup.URGENT


def ways_in_use(sub_district_id: UUID, kinds: Collection[str]) -> list[WayOut]:
    """Give a street's ways of some kinds that are in use."""
    return list(WayOut.objects.filter(sub_district_id=sub_district_id, kind__in=kinds, ended_at=None))


def send_to_telephones(told: TellFacts, wishes: Mapping[UUID, Wishes]) -> None:
    """Put a short message on its way to each reader who wishes it; no statement where nobody does."""
    wanting = [each for each in wishes.values() if each.wants_sms(told.kind.group)]
    gateway = next(iter(ways_in_use(told.sub_district_id, (WayKind.SMS,))), None) if wanting else None
    if gateway is None:
        return
    for each in wanting:
        if not told.is_urgent and each.gather_min and _join(told, gateway, each.user):
            continue
        gather = timedelta(minutes=0 if told.is_urgent else each.gather_min)
        _write(told, gateway, quiet=each.quiet, reader=each.user, gather=gather)


def send_to_groups(told: TellFacts, readers: Collection[User]) -> None:
    """Put a message on its way to the robots of the readers' departments: one a group, however many read it there."""
    robots = [way for way in ways_in_use(told.sub_district_id, ROBOTS) if told.kind.group in way.groups]
    if not robots:
        return
    on = timezone.localdate(told.at)
    departments = departments_of_people(told.sub_district_id, [reader.pk for reader in readers], on=on)
    for robot in robots:
        if robot.department_id is None or robot.department_id in departments:
            _write(told, robot, quiet=USUAL_QUIET)


def send_to_wish(told: TellFacts, gateway: WayOut, wish: TextWish) -> Sending:
    """Put a short message on its way to a resident who asked for it."""
    return _write(told, gateway, quiet=USUAL_QUIET, wish=wish)


def send_trial(told: TellFacts, way: WayOut, *, reader: User | None) -> Sending:
    """Put a trial on its way at once: to a group, or to whoever tries the way."""
    return _write(told, way, quiet=USUAL_QUIET, reader=reader)


def _join(told: TellFacts, gateway: WayOut, reader: User) -> bool:
    """Add a line to a message of the reader that still gathers, and say whether there was one."""
    gathering = Sending.objects.select_for_update().filter(
        sub_district_id=told.sub_district_id,
        reader=reader,
        way=gateway,
        state=SendingState.WAITING,
        is_urgent=False,
        tried_at=None,
        send_after__gt=told.at,
        gathers_until__isnull=False,
    )
    sending = gathering.order_by("written_at").first()
    if sending is None:
        return False
    _add_line(sending, told)
    return True


def _write(
    told: TellFacts,
    way: WayOut,
    *,
    quiet: QuietHours,
    reader: User | None = None,
    wish: TextWish | None = None,
    gather: timedelta = timedelta(),
) -> Sending:
    wished = told.at + gather
    after = wished if told.is_urgent else when_allowed(told.sub_district_id, quiet, at=wished)
    sending = Sending.objects.create(
        sub_district_id=told.sub_district_id,
        way_kind=way.kind,
        way=way,
        reader=reader,
        wish=wish,
        is_urgent=told.is_urgent,
        written_at=told.at,
        send_after=after,
        gathers_until=after if gather else None,
        reason=_held_for(wished, after, gather),
    )
    _add_line(sending, told)
    emit(SendingDue(sending_id=sending.pk))
    return sending


def _held_for(wished: datetime, after: datetime, gather: timedelta) -> Reason:
    if after > wished:
        return Reason.QUIET
    return Reason.GATHERED if gather else Reason.NONE


def _add_line(sending: Sending, told: TellFacts) -> None:
    SendingLine.objects.create(
        sub_district_id=sending.sub_district_id,
        sending=sending,
        kind=told.kind.code,
        about_kind=told.about.kind,
        about_id=told.about.id,
        facts=dict(told.facts),
    )
