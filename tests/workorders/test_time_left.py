"""The time left as it is read: never more than the limit, never nothing, and the same words on every page."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone, translation

from jiezhi.organisation.choices import LimitUnits
from jiezhi.organisation.models import StepLimit
from jiezhi.workorders import actions
from jiezhi.workorders.choices import OrderState, ReopenReason
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.lists import order_page
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import OrderFilter, get_order
from jiezhi.workorders.rows import order_rows_of
from jiezhi.workorders.standing import countdown_of, step_countdown_of
from tests.factories import dispatched_order, make_matter, make_office, staff_client
from tests.factories.hands import HOUR, order_in_hand, reported_order
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OPENING = MONDAY - HOUR
"""When the office opens: a whole day of work lies ahead that the limit does not count."""
DAYS = LimitUnits.WORKING_DAYS


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def words_of(order, *, at, of=countdown_of):
    """Give what the order's page says."""
    return of(order, calendar_for(order.sub_district_id, since=MONDAY), at=at).text


def listed_words(office, *, at):
    """Give what the list says."""
    page = order_page(office.dispatcher.actor, OrderFilter(), at=at)
    return [row.countdown for row in order_rows_of(page.rows, office.street.pk, at=at)]


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (10, DAYS, "剩余10个工作日"),
        (1, DAYS, "剩余1个工作日"),
        (2, LimitUnits.NATURAL_DAYS, "剩余2个自然日"),
        (4, LimitUnits.WORKING_HOURS, "剩余4个工作小时"),
    ],
)
def test_just_after_the_dispatch_the_limit_itself_is_left(amount, unit, words):
    office = make_office()
    order = dispatched_order(office, make_matter(office.street, limit=(amount, unit)), at=OPENING)
    assert words_of(order, at=OPENING) == words
    assert listed_words(office, at=OPENING) == [words]


def test_an_order_that_is_taken_up_again_has_its_limit_left():
    office = make_office()
    order = reported_order(office, make_matter(office.street, limit=(10, DAYS)))
    at = OPENING + DAY
    order = actions.reopen_order(
        order_id=order.pk, reason=ReopenReason.NOT_SOLVED, actor=office.dispatcher.actor, at=at
    )
    assert words_of(order, at=at) == "剩余10个工作日"


def test_a_step_has_no_more_left_than_its_own_limit():
    office = make_office()
    matter = make_matter(office.street, limit=(5, DAYS))
    StepLimit.objects.create(
        sub_district=office.street, matter=matter, step=OrderState.DISPATCHED, amount=1, unit=DAYS
    )
    order = get_order(office.dispatcher.actor, dispatched_order(office, matter).pk)
    assert words_of(order, at=MONDAY, of=step_countdown_of) == "剩余1个工作日"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (-MINUTE, "剩余1分钟"),
        (-MINUTE / 2, "剩余不到1分钟"),
        (0 * MINUTE, "剩余不到1分钟"),
        (MINUTE / 2, "刚刚超时"),
        (MINUTE, "超时1分钟"),
    ],
)
def test_nothing_is_ever_late_or_left_by_no_minutes(passed, words):
    office = make_office()
    order = order_in_hand(office, make_matter(office.street, limit=(2, LimitUnits.NATURAL_HOURS)))
    assert words_of(order, at=MONDAY + 2 * HOUR + passed) == words


def test_an_order_that_ran_out_when_the_office_closed_is_just_overdue_until_it_opens():
    office = make_office()
    order = order_in_hand(office)
    WorkOrder.objects.filter(pk=order.pk).update(due_at=MONDAY.replace(hour=15, minute=0))
    order.refresh_from_db()
    assert words_of(order, at=order.due_at + 3 * HOUR) == "刚刚超时"


def test_the_wall_says_how_late_an_order_is_in_the_words_of_its_page():
    office = make_office()
    order = order_in_hand(office, at=timezone.now() - 40 * DAY)
    said = re.compile(r"超时\d+个工作日")
    wall = unescape(staff_client(office.leader).get("/wall/").content.decode())
    row = wall[wall.index(str(order.pk)) :]
    page = staff_client(office.dispatcher).get(f"/desk/orders/{order.pk}/").content.decode()
    assert said.findall(row)[0] == said.findall(page)[0]
