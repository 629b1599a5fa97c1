"""The working calendar of a street as the pure calendar that `core.deadlines` counts with."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db.models import DateField, QuerySet, TimeField, Value
from django.utils.translation import gettext as _

from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.organisation.choices import DayKind
from jiezhi.organisation.errors import CalendarMissingError
from jiezhi.organisation.models import CalendarDay, WorkingHours
from jiezhi.places.queries import all_sub_districts

_SATURDAY = 5
_ALWAYS = ((time(0), time(23, 59)),)
"""Which hours does not matter to which years are known."""


def working_calendar(sub_district_id: UUID, *, since: date | None = None) -> WorkingCalendar:
    """Give the street's calendar in one statement, since every page with a time left asks for it.

    Args:
        sub_district_id: The street.
        since: Leave out days before this one; counting never looks back past the start of a limit.

    Raises:
        CalendarMissingError: No working hours have been entered.
    """
    rows = list(_calendar_rows(sub_district_id, since))
    hours = tuple(sorted((opens, closes) for opens, closes, on, _kind in rows if on is None))
    if not hours:
        raise CalendarMissingError(
            _(
                "This street has no working hours yet, so no time can be promised. Enter them under Lists, Calendar."
            )
        )
    exceptions = {on: kind == DayKind.WORKDAY for _opens, _closes, on, kind in rows if on is not None}
    return WorkingCalendar(
        hours=hours, exceptions=exceptions, known_years=frozenset(day.year for day in exceptions)
    )


def _calendar_rows(sub_district_id: UUID, since: date | None) -> QuerySet[Any, tuple[Any, ...]]:
    """Give working hours (with an empty day) and days (with empty hours) as one result."""
    no_time, no_day = Value(None, TimeField()), Value(None, DateField())
    hours = WorkingHours.objects.filter(sub_district_id=sub_district_id)
    days = CalendarDay.objects.filter(sub_district_id=sub_district_id)
    if since is not None:
        days = days.filter(on__gte=since)
    hours_rows = hours.annotate(day=no_day, day_kind=Value("")).values_list(
        "opens", "closes", "day", "day_kind"
    )
    day_rows = days.annotate(begin=no_time, end=no_time).values_list("begin", "end", "on", "kind")
    return hours_rows.union(day_rows, all=True)


def missing_years(sub_district_id: UUID, *, on: date) -> tuple[int, ...]:
    """Give the years whose holidays should have been entered by now and are not, in one statement.

    This year always; next year from November on, when the arrangement is published.
    """
    days = CalendarDay.objects.filter(sub_district_id=sub_district_id, on__gte=date(on.year, 1, 1))
    known = frozenset(days.values_list("on__year", flat=True).distinct())
    return WorkingCalendar(hours=_ALWAYS, exceptions={}, known_years=known).missing_years(on)


@dataclass(frozen=True)
class DayCell:
    """One day of a small month.

    Args:
        on: The day.
        kind: `holiday`, `workday` (made up), `weekend`, or empty for a plain working day.
        name: Of a holiday.
        is_entered: Whether it was entered, rather than following the week.
    """

    on: date
    kind: str
    name: str
    is_entered: bool


@dataclass(frozen=True)
class SmallMonth:
    """A month as weeks from Monday; None for days of other months."""

    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]


@dataclass(frozen=True)
class CalendarYear:
    """A year: its months, and the days that were entered."""

    number: int
    months: tuple[SmallMonth, ...]
    entered: tuple[CalendarDay, ...]
    workdays: int


def year_of(sub_district_id: UUID, number: int) -> CalendarYear:
    """Give a year of the street's calendar, in one statement."""
    rows = CalendarDay.objects.filter(sub_district_id=sub_district_id, on__year=number).order_by("on")
    entered = {day.on: day for day in rows}
    weeks = Calendar()
    months = tuple(
        SmallMonth(
            first=date(number, month, 1),
            weeks=tuple(
                tuple(_cell(on, entered.get(on)) if on.month == month else None for on in week)
                for week in weeks.monthdatescalendar(number, month)
            ),
        )
        for month in range(1, 13)
    )
    cells = [cell for month in months for week in month.weeks for cell in week if cell is not None]
    workdays = sum(cell.kind in ("", DayKind.WORKDAY) for cell in cells)
    return CalendarYear(number, months, tuple(entered.values()), workdays)


def _cell(on: date, entered: CalendarDay | None) -> DayCell:
    if entered is not None:
        return DayCell(on, entered.kind, entered.name, is_entered=True)
    return DayCell(on, "weekend" if on.weekday() >= _SATURDAY else "", "", is_entered=False)


def hours_of(sub_district_id: UUID) -> list[tuple[time, time]]:
    """Give the working intervals of every workday, in order."""
    rows = WorkingHours.objects.filter(sub_district_id=sub_district_id).order_by("opens")
    return list(rows.values_list("opens", "closes"))


def streets_without_calendar(*, on: date) -> dict[str, tuple[int, ...]]:
    """Give by the name of each street the years that are missing there, as `missing_years` does: two statements."""
    days = CalendarDay.objects.filter(on__gte=date(on.year, 1, 1))
    known: dict[UUID, set[int]] = {}
    for street_id, year in days.values_list("sub_district_id", "on__year").distinct():
        known.setdefault(street_id, set()).add(year)
    found = {}
    for street in all_sub_districts():
        calendar = WorkingCalendar(
            hours=_ALWAYS, exceptions={}, known_years=frozenset(known.get(street.pk, ()))
        )
        found[street.name] = calendar.missing_years(on)
    return {name: years for name, years in found.items() if years}
