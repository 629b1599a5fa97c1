import pytest

from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.choices import OrderState
from tests.factories import make_department, make_staff, staff_client
from tests.flows.people import Staff, make_cast, order_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_order_is_sent_back_dispatched_again_and_done_by_the_right_department():
    cast = make_cast()
    power = make_department(cast.office.street, "供电公司")
    electrician = Staff(staff_client(make_staff(power, OFFICER)))
    concern = cast.resident.request()
    order = cast.confirm(concern)

    page = cast.officer.on_order(order, "send-back", reason="not_ours", note="园区内路灯归供电公司")
    assert "已退单" in page
    assert order_of(order.pk).state == OrderState.SENT_BACK
    page = cast.resident.look(concern)
    assert "街道正在找对口的部门" in page
    assert "园区内路灯归供电公司" not in page
    assert order.brief in cast.dispatcher.open("/desk/today/")
    assert "园区内路灯归供电公司" in cast.dispatcher.look(order)

    cast.dispatcher.on_order(order, "dispatch", department=str(power.pk), note="请办理")
    order = order_of(order.pk)
    assert (order.state, order.lead) == (OrderState.DISPATCHED, power)
    assert cast.officer.open(f"/desk/orders/{order.pk}/")
    assert not cast.officer.offers("accept/")
    electrician.on_order(order, "accept")
    electrician.on_order(order, "resolve", reply="已修复")
    assert "供电公司报告已经办好" in cast.resident.look(concern)
    cast.resident.judge(concern, solved="yes", satisfied="yes")
    assert order_of(order.pk).state == OrderState.CLOSED
