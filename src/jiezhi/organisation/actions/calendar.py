"""Deeds on the working calendar. Limits that were promised do not move: what is promised later follows it."""

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.organisation.choices import DayKind
from jiezhi.organisation.holidays import published_days, published_years
from jiezhi.organisation.models import CalendarDay, WorkingHours
from jiezhi.organisation.permissions import KEEP_LISTS

CALENDAR = "organisation.calendar"
FRIDAY = 4


@action
def keep_day(*, on: date, kind: DayKind, name: str = "", actor: Actor, at: datetime) -> CalendarDay:
    """Enter a day that differs from its weekday, or change it.

    Raises:
        InvalidError: The week says so already: a workday from Monday to Friday.
    """
    require(actor, KEEP_LISTS)
    if kind == DayKind.WORKDAY and on.weekday() <= FRIDAY:
        raise InvalidError(_("The office works from Monday to Friday anyway. Choose a Saturday or a Sunday."))
    day, _is_new = CalendarDay.objects.update_or_create(
        sub_district_id=actor.tenant_id, on=on, defaults={"kind": kind, "name": name.strip()}
    )
    facts = {"on": on.isoformat(), "kind": kind.value}
    audit.record("organisation.day_kept", kind=CALENDAR, id=actor.tenant_id, facts=facts)
    return day


@action
def clear_day(*, on: date, actor: Actor, at: datetime) -> None:
    """Take a day out: it follows its weekday again.

    Raises:
        MissingError: The day was not entered.
    """
    require(actor, KEEP_LISTS)
    if not CalendarDay.objects.filter(sub_district_id=actor.tenant_id, on=on).delete()[0]:
        raise MissingError(_("The calendar has no entry for this day."))
    audit.record("organisation.day_cleared", kind=CALENDAR, id=actor.tenant_id, facts={"on": on.isoformat()})


@action
def set_working_hours(*, hours: list[tuple[time, time]], actor: Actor, at: datetime) -> None:
    """Set the working intervals of every workday.

    Raises:
        InvalidError: There is none, or they overlap or run backwards.
    """
    require(actor, KEEP_LISTS)
    ordered = sorted(hours)
    try:
        WorkingCalendar(hours=tuple(ordered), exceptions={})
    except ValueError as error:
        raise InvalidError(
            _("Working hours need a beginning and a later end, and may not overlap. Check the times.")
        ) from error
    WorkingHours.objects.filter(sub_district_id=actor.tenant_id).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(sub_district_id=actor.tenant_id, opens=opens, closes=closes) for opens, closes in ordered
    )
    words = " ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in ordered)
    audit.record("organisation.hours_kept", kind=CALENDAR, id=actor.tenant_id, facts={"hours": words})


@action
def fill_year(*, year: int, actor: Actor, at: datetime) -> int:
    """Enter the published holidays and make-up workdays of a year; days that were entered stay as they are.

    Returns:
        How many days are new.

    Raises:
        InvalidError: The arrangement of that year is not known to this version of the program.
    """
    require(actor, KEEP_LISTS)
    if year not in published_years():
        raise InvalidError(
            _("The holidays of %(year)d are not in this version of the program. Enter them from the notice.")
            % {"year": year}
        )
    street = actor.tenant_id
    kept = set(CalendarDay.objects.filter(sub_district_id=street, on__year=year).values_list("on", flat=True))
    new = [
        CalendarDay(sub_district_id=street, on=on, kind=kind, name=name)
        for on, kind, name in published_days()
        if on.year == year and on not in kept
    ]
    CalendarDay.objects.bulk_create(new)
    facts: dict[str, str | int | bool | None] = {"year": year, "days": len(new)}
    audit.record("organisation.year_filled", kind=CALENDAR, id=street, facts=facts)
    return len(new)
