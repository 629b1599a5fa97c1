"""Holidays and make-up workdays of every year that the installed calendar package knows."""

from datetime import date

from chinese_calendar import constants

from jiezhi.organisation.choices import DayKind

CHINESE_NAMES: dict[str, str] = {holiday.value: holiday.chinese for holiday in constants.Holiday}


def published_days() -> list[tuple[date, DayKind, str]]:
    """Give the days on which an office differs from Monday to Friday, with what they are called.

    Source:
        The State Council's yearly arrangement, as the package `chinesecalendar` carries it.
    """
    days = [(on, DayKind.WORKDAY, _chinese(name)) for on, name in constants.workdays.items()]
    return days + [(on, DayKind.HOLIDAY, _chinese(name)) for on, name in constants.holidays.items()]


def published_years() -> frozenset[int]:
    """Give the years that the package knows."""
    return frozenset(on.year for on in constants.holidays)


def _chinese(name: str) -> str:
    return CHINESE_NAMES.get(name, name)
