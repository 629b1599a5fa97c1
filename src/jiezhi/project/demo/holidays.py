"""Holidays and make-up workdays of every year that the installed calendar package knows."""

from chinese_calendar import constants

from jiezhi.organisation.choices import DayKind
from jiezhi.organisation.models import CalendarDay
from jiezhi.places.models import SubDistrict

CHINESE_NAMES: dict[str, str] = {holiday.value: holiday.chinese for holiday in constants.Holiday}


def holiday_rows(street: SubDistrict) -> None:
    """Enter the days on which the office differs from Monday to Friday.

    Source:
        The State Council's yearly arrangement, as the package `chinesecalendar` carries it.
    """
    rows = [
        CalendarDay(sub_district=street, on=on, kind=DayKind.WORKDAY, name=_chinese(name))
        for on, name in constants.workdays.items()
    ]
    rows += [
        CalendarDay(sub_district=street, on=on, kind=DayKind.HOLIDAY, name=_chinese(name))
        for on, name in constants.holidays.items()
    ]
    CalendarDay.objects.bulk_create(rows)


def _chinese(name: str) -> str:
    return CHINESE_NAMES.get(name, name)
