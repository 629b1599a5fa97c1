"""By which ways a person is told and when nothing may ring: what they wished, or what holds until they do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from jiezhi.accounts.models import User
from jiezhi.core.quiet_hours import QuietHours, first_allowed
from jiezhi.notices.choices import NoticeGroup
from jiezhi.notices.models import Preference
from jiezhi.notices.models.wishes import every_group
from jiezhi.organisation.calendars import working_calendar
from jiezhi.organisation.errors import CalendarMissingError

USUAL_QUIET = QuietHours(time(21), time(8), rests_on_days_off=True)
"""Until a person wishes otherwise, and for everything that goes to a group or a resident."""


@dataclass(frozen=True)
class Wishes:
    """What one person wishes; without a row the usual."""

    user: User
    phone: str = ""
    mail_groups: Sequence[str] = field(default_factory=every_group)
    sms_groups: Sequence[str] = ()
    quiet: QuietHours = USUAL_QUIET
    gather_min: int = 60

    def wants_mail(self, group: NoticeGroup) -> bool:
        """Whether letters come for what is of this group; of one's own account they always do."""
        return group == NoticeGroup.ACCOUNT or group in self.mail_groups

    def wants_sms(self, group: NoticeGroup) -> bool:
        """Whether short messages come for what is of this group."""
        return bool(self.phone) and group in self.sms_groups


def wishes_of(sub_district_id: UUID, readers: Sequence[User]) -> dict[UUID, Wishes]:
    """Give the wishes of several people by their ids, in one statement."""
    rows = Preference.objects.filter(
        sub_district_id=sub_district_id, user_id__in=[reader.pk for reader in readers]
    )
    kept = {row.user_id: row for row in rows} if readers else {}
    return {reader.pk: _wishes(reader, kept.get(reader.pk)) for reader in readers}


def _wishes(user: User, row: Preference | None) -> Wishes:
    if row is None:
        return Wishes(user)
    quiet = QuietHours(row.quiet_begins, row.quiet_ends, row.rests_on_days_off)
    return Wishes(user, row.phone, row.mail_groups, row.sms_groups, quiet, row.gather_min)


def own_preference(sub_district_id: UUID, user_id: UUID) -> Preference:
    """Give a person's own wishes, or the usual ones that are not kept yet."""
    kept = Preference.objects.filter(sub_district_id=sub_district_id, user_id=user_id).first()
    return kept or Preference(sub_district_id=sub_district_id, user_id=user_id)


def when_allowed(sub_district_id: UUID, quiet: QuietHours, *, at: datetime) -> datetime:
    """Give the first moment from `at` on at which something may ring in a street, by its own working calendar.

    A street without a calendar takes Monday to Friday.
    """
    local = timezone.localtime(at)
    try:
        is_workday = working_calendar(sub_district_id, since=local.date() - timedelta(days=1)).is_workday
    except CalendarMissingError:
        return first_allowed(local, quiet, is_workday=lambda on: on.weekday() < 5).astimezone(at.tzinfo)
    return first_allowed(local, quiet, is_workday=is_workday).astimezone(at.tzinfo)
