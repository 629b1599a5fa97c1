"""Holidays and make-up workdays of the demo street."""

from jiezhi.organisation.holidays import published_days
from jiezhi.organisation.models import CalendarDay
from jiezhi.places.models import SubDistrict


def holiday_rows(street: SubDistrict) -> None:
    """Enter every day that is published."""
    CalendarDay.objects.bulk_create(
        CalendarDay(sub_district=street, on=on, kind=kind, name=name) for on, kind, name in published_days()
    )
