import pytest

from jiezhi.workorders.choices import ExtensionState, OrderState
from jiezhi.workorders.models import Extension
from tests.flows.people import make_cast, order_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_more_time_is_asked_for_and_granted_and_the_reporter_reads_the_new_promise():
    cast = make_cast()
    concern = cast.resident.request()
    order = cast.confirm(concern)
    cast.officer.on_order(order, "accept")
    before = order_of(order.pk).due_at

    cast.officer.on_order(order, "ask-extension", amount="2", reason="灯杆要订货")
    assert order_of(order.pk).due_at == before
    assert not cast.officer.offers("ask-extension/"), "one wish at a time"
    assert "灯杆要订货" in cast.leader.look(order)
    assert order.number in cast.leader.open("/desk/notices/")

    cast.leader.on_order(order, "decide-extension", decision="grant", note="同意")
    after = order_of(order.pk)
    assert (after.state, Extension.objects.get().state) == (OrderState.IN_HAND, ExtensionState.GRANTED)
    assert after.due_at is not None
    assert before is not None
    assert after.due_at > before
    assert order.number in cast.officer.open("/desk/notices/")
    page = cast.resident.look(concern)
    assert "（延长过一次）" in page
    assert "灯杆要订货" not in page


def test_more_time_is_refused_and_the_limit_stays():
    cast = make_cast()
    order = cast.confirm(cast.resident.request())
    cast.officer.on_order(order, "accept")
    before = order_of(order.pk).due_at
    cast.officer.on_order(order, "ask-extension", amount="2", reason="人手不够")
    assert "请说明不同意延期的理由" in cast.leader.on_order(order, "decide-extension", decision="refuse")
    cast.leader.send("decide-extension/", decision="refuse", note="请按原时限办")
    assert (order_of(order.pk).due_at, Extension.objects.get().state) == (before, ExtensionState.REFUSED)
    assert "请按原时限办" in cast.officer.look(order)
