"""The list of orders on the screens that offices have: nothing of it is cut, and the hand-over mark keeps to a line."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department
from jiezhi.workorders.models import WorkOrder
from tests.browser.screens import Screens
from tests.factories import dispatched_order, make_estate, make_office, settle
from tests.factories.hands import order_in_hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CUT = "box => [box.scrollWidth - box.clientWidth, box.querySelector('table').offsetWidth - box.clientWidth]"
LINES = "cells => cells.map(cell => cell.getClientRects().length)"


@pytest.mark.parametrize("width", [1280, 1366])
def test_no_column_is_cut_and_the_mark_of_the_hand_over_keeps_to_one_line(screens: Screens, width: int):
    office = make_office()
    at = timezone.now()
    orders = [dispatched_order(office, at=at - timedelta(days=days)) for days in (0, 1, 2, 40)]
    orders += [order_in_hand(office, at=at - timedelta(hours=3))]
    estate = make_estate(office.community, "锦绣花园二期南苑小区东区一组")
    WorkOrder.objects.update(
        estate=estate, brief="楼道灯不亮已经一周，夜里上下楼看不清台阶，老人容易摔倒，请尽快安排修理。"
    )
    WorkOrder.objects.filter(pk=orders[0].pk).update(urgency="emergency")
    WorkOrder.objects.update(hand_over="transferred")
    Department.objects.filter(pk=office.lighting.pk).update(
        name="演示区市政照明管理中心", kind=DepartmentKind.OUTPOST
    )
    settle()
    page, watch = screens.window((width, 800), staff=office.dispatcher)
    page.goto("/desk/orders/")
    box = page.locator(".orders .table-scroll")
    assert page.locator(".orders tbody tr").count() == len(orders)
    assert max(box.evaluate(CUT)) <= 0
    assert page.locator(".orders .order-way").evaluate_all(LINES) == [1] * len(orders)
    assert watch.complaints == []
