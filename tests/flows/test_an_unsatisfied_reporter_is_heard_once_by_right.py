import pytest

from jiezhi.concerns.models import Callback
from jiezhi.workorders.choices import OrderState
from tests.flows.people import make_cast, order_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_unsatisfied_callback_reopens_once_and_the_second_no_closes():
    cast = make_cast()
    concern = cast.resident.request()
    order = cast.handle(cast.confirm(concern))
    first_due = order.due_at

    page = cast.resident.judge(concern, solved="no", satisfied="no", remark="昨晚又灭了")
    assert "重新办理" in page
    order = order_of(order.pk)
    assert (order.state, order.reopened_count, order.lead) == (OrderState.DISPATCHED, 1, cast.office.lighting)
    assert order.due_at is not None
    assert first_due is not None
    assert order.due_at >= first_due
    assert order.number in cast.officer.open("/desk/notices/")

    cast.handle(order, "整段线路已更换")
    page = cast.resident.judge(concern, solved="no", satisfied="no", remark="还是不亮")
    assert "已按规定为您重新办理过一次" in page
    order = order_of(order.pk)
    assert (order.state, order.reopened_count, order.was_solved) == (OrderState.CLOSED, 1, False)
    assert not cast.resident.offers("callback/")
    assert not cast.resident.offers("again/")
    rounds = Callback.objects.filter(concern=concern).order_by("round")
    assert [row.words for row in rounds] == ["昨晚又灭了", "还是不亮"]


def test_a_closed_request_whose_problem_is_back_is_taken_up_again():
    cast = make_cast()
    concern = cast.resident.request()
    order = cast.handle(cast.confirm(concern))
    cast.resident.judge(concern, solved="yes", satisfied="yes")
    page = cast.resident.send("again/", reason="今晚又不亮了")
    assert "您的诉求已重新办理。" in page
    assert (order_of(order.pk).state, order_of(order.pk).reopened_count) == (OrderState.DISPATCHED, 1)
    assert not cast.resident.offers("again/")
