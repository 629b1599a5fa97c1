"""The working calendar on screen: days, hours, a published year; what was promised does not move."""

from datetime import date, time

import pytest

from jiezhi.organisation.calendars import hours_of, working_calendar, year_of
from jiezhi.organisation.holidays import published_days
from jiezhi.organisation.models import CalendarDay
from tests.factories import make_office, staff_client
from tests.factories.workorders import dispatched_order

pytestmark = pytest.mark.django_db
CALENDAR = "/desk/lists/calendar/"


def test_a_day_is_entered_changed_and_taken_out():
    office = make_office()
    client, on = staff_client(office.dispatcher), date(2031, 10, 1)
    typed = {"on": "2031-10-01", "kind": "holiday", "name": "国庆节"}
    assert client.post(f"{CALENDAR}day/", typed).status_code == 302
    assert not working_calendar(office.street.pk).is_workday(on)
    page = client.get(f"{CALENDAR}2031/").content.decode()
    assert 'class="day-holiday" title="国庆节"' in page
    assert client.post(f"{CALENDAR}2031/clear/", {"on": "2031-10-01"}).status_code == 302
    assert working_calendar(office.street.pk).is_workday(on)
    assert client.post(f"{CALENDAR}2031/clear/", {"on": "2031-10-01"}).status_code == 404


def test_a_weekday_is_no_make_up_workday():
    office = make_office()
    client = staff_client(office.dispatcher)
    answer = client.post(f"{CALENDAR}day/", {"on": "2031-10-01", "kind": "workday"})
    assert answer.status_code == 422
    assert "请选择周六或周日" in answer.content.decode()
    assert client.post(f"{CALENDAR}day/", {"on": "2031-10-04", "kind": "workday"}).status_code == 302
    assert working_calendar(office.street.pk).is_workday(date(2031, 10, 4))


def test_a_change_of_the_calendar_moves_no_limit_that_was_promised():
    office = make_office()
    order = dispatched_order(office)
    due_at = order.due_at
    assert due_at is not None
    typed = {"on": due_at.date().isoformat(), "kind": "holiday"}
    staff_client(office.dispatcher).post(f"{CALENDAR}day/", typed)
    order.refresh_from_db()
    assert order.due_at == due_at
    assert "不影响已经承诺的时限" in staff_client(office.dispatcher).get(CALENDAR).content.decode()


def test_a_published_year_is_filled_and_what_was_entered_stays():
    office = make_office()
    client = staff_client(office.dispatcher)
    CalendarDay.objects.filter(sub_district=office.street).delete()
    own = CalendarDay.objects.create(
        sub_district=office.street, on=date(2025, 10, 1), kind="holiday", name="本地"
    )
    published = [on for on, _kind, _name in published_days() if on.year == 2025]
    assert client.post(f"{CALENDAR}2025/fill/").status_code == 302
    assert CalendarDay.objects.filter(sub_district=office.street).count() == len(published)
    own.refresh_from_db()
    assert own.name == "本地"
    assert client.post(f"{CALENDAR}2025/fill/").status_code == 302
    assert CalendarDay.objects.filter(sub_district=office.street).count() == len(published)
    answer = client.post(f"{CALENDAR}2090/fill/")
    assert answer.status_code == 422
    assert "2090" in answer.content.decode()


def test_a_missing_year_is_told_loudly():
    office = make_office()
    CalendarDay.objects.filter(sub_district=office.street).delete()
    assert "尚未录入放假安排" in staff_client(office.leader).get(CALENDAR).content.decode()


def test_working_hours_are_set_and_overlaps_refused():
    office = make_office()
    client = staff_client(office.dispatcher)
    typed = {"time0": "08:30", "time1": "12:00", "time2": "13:30", "time3": "17:00"}
    assert client.post("/desk/lists/hours/", typed).status_code == 302
    wanted = [(time(8, 30), time(12)), (time(13, 30), time(17))]
    assert hours_of(office.street.pk) == wanted
    for wrong in ({"time2": "11:00"}, {"time3": ""}, {"time1": "08:00"}):
        assert client.post("/desk/lists/hours/", typed | wrong).status_code == 422, wrong
    assert hours_of(office.street.pk) == wanted


def test_a_year_counts_its_working_days():
    office = make_office()
    CalendarDay.objects.filter(sub_district=office.street).delete()
    year = year_of(office.street.pk, 2031)
    assert (len(year.months), year.workdays) == (12, 261)
