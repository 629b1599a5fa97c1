import pytest

from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import OrderEntry
from tests.flows.people import RUBBISH, make_cast, order_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_check_that_fails_gives_the_order_back_and_a_second_one_passes():
    cast = make_cast()
    concern = cast.resident.request(RUBBISH)
    order = cast.handle(cast.confirm(concern), "已清运")

    cast.grid_worker.check(order, finding="not_done", note="东侧还有一堆没清")
    order = order_of(order.pk)
    assert (order.state, order.resolved_at) == (OrderState.IN_HAND, None)
    assert "东侧还有一堆没清" in cast.officer.look(order)
    page = cast.resident.look(concern)
    assert "现场核查：还没办好" in page
    assert "东侧还有一堆没清" not in page, "notes between departments are not the reporter's"
    assert not cast.resident.offers("callback/")

    cast.officer.on_order(order, "resolve", reply="东侧也已清运")
    cast.grid_worker.check(order, finding="done")
    assert order_of(order.pk).state == OrderState.AWAITING_CALLBACK
    assert "东侧也已清运" in cast.resident.look(concern)
    verbs = list(OrderEntry.objects.filter(order=order).order_by("pk").values_list("verb", flat=True))
    assert verbs[2:] == ["accept", "resolve", "fail_check", "resolve", "pass_check"]


def test_not_done_without_words_is_asked_for_them():
    cast = make_cast()
    order = cast.handle(cast.confirm(cast.resident.request(RUBBISH)), "已清运")
    page = cast.grid_worker.check(order, finding="not_done")
    assert "请写明还有什么没有办好" in page
    assert order_of(order.pk).state == OrderState.AWAITING_CHECK
