import pytest

from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import OrderEntry, WorkOrder
from tests.flows.people import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_enquiry_is_answered_on_the_spot_and_closes():
    cast = make_cast()
    concern = cast.resident.request("居住证怎么办理？想咨询一下")
    page = cast.dispatcher.on_request(concern, "answer", reply="带身份证到一楼2号窗口")
    order = WorkOrder.objects.get()
    assert order.number in page
    assert (order.state, order.reply, order.matter) == (
        OrderState.CLOSED,
        "带身份证到一楼2号窗口",
        cast.office.enquiry,
    )
    assert OrderEntry.objects.filter(order=order, verb="dispatch").count() == 0
    page = cast.resident.look(concern)
    assert "带身份证到一楼2号窗口" in page
    assert "问题解决了吗？" in page
    cast.resident.judge(concern, solved="yes", satisfied="yes")
    order.refresh_from_db()
    assert (order.state, order.was_solved) == (OrderState.CLOSED, True)
    assert not cast.resident.offers("callback/")


def test_a_matter_that_needs_hands_offers_no_answer_on_the_spot():
    cast = make_cast()
    concern = cast.resident.request()
    cast.dispatcher.open(f"/desk/requests/{concern.pk}/")
    assert not cast.dispatcher.offers("/answer/")
