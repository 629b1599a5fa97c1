import pytest

from jiezhi.project.demo.roles import DISPATCHER, OFFICER
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_staff, settle, staff_client
from tests.flows.people import Staff, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_quicker_dispatcher_wins_and_the_other_reads_why_and_keeps_the_text():
    cast = make_cast()
    other = Staff(staff_client(make_staff(cast.office.front_desk, DISPATCHER)))
    concern = cast.resident.request()
    for dispatcher in (cast.dispatcher, other):
        dispatcher.open(f"/desk/requests/{concern.pk}/")

    cast.dispatcher.send("/confirm/", brief="先修3号楼前的路灯")
    page = other.send("/confirm/", brief="请查整条线路")
    settle()
    order = WorkOrder.objects.get()
    assert order.brief == "先修3号楼前的路灯"
    assert "已有同事先一步处理" in page
    assert "请查整条线路" in other.html
    assert order.number in page
    assert other.response is not None
    assert other.response.status_code == 409


def test_two_officers_on_one_order_are_told_apart():
    cast = make_cast()
    order = cast.confirm(cast.resident.request())
    colleague = Staff(staff_client(make_staff(cast.office.lighting, OFFICER)))
    for officer in (cast.officer, colleague):
        officer.look(order)
    cast.officer.send("accept/")
    page = colleague.send("send-back/", reason="not_ours", note="不归我们管")
    settle()
    assert "工单刚刚有了变化" in page
    assert "不归我们管" in colleague.html
    order.refresh_from_db()
    assert order.state == "in_hand"
