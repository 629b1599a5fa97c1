"""The story of the first issue: resident, dispatcher, officer, grid worker, and the resident again."""

import pytest

from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import pictures_of
from jiezhi.kit.models import AuditEntry
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import OrderEntry
from tests.flows.people import LAMP, PHONE, RUBBISH, make_cast, order_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_request_through_every_hand():
    cast = make_cast()
    office, resident = cast.office, cast.resident

    concern = resident.request(RUBBISH, phone=PHONE, photo=True)
    code = resident.code()
    assert len(pictures_of(concern)) == 1
    assert "工作人员还没有查看" in resident.look(concern)

    today = cast.dispatcher.open("/desk/today/")
    assert RUBBISH in today
    assert PHONE not in today
    order = cast.confirm(concern)
    assert (order.state, order.lead, order.matter) == (OrderState.DISPATCHED, office.lighting, office.rubbish)
    assert order.due_at is not None
    assert PHONE not in order.brief
    page = resident.look(concern)
    assert f"您的诉求已交给{office.lighting.name}" in page
    assert "承诺" in page

    assert order.number in cast.officer.open("/desk/orders/")
    assert order.number in cast.officer.open("/desk/notices/")
    order = cast.handle(order, "已清运一车，并冲洗地面")
    assert order.state == OrderState.AWAITING_CHECK
    assert "现场核查中" in resident.look(concern)

    assert order.number in cast.grid_worker.open("/desk/notices/")
    assert "已记录，辛苦了。" in cast.grid_worker.check(order, finding="done")
    assert order_of(order.pk).state == OrderState.AWAITING_CALLBACK

    stranger = make_cast().resident
    stranger.office = office
    stranger.open(f"/s/{office.street.slug}/follow/")
    assert "所留电话的后四位" in stranger.send(code=code.lower())
    assert "已清运一车，并冲洗地面" in stranger.send(code=code.lower(), digits=PHONE[-4:])

    page = resident.judge(concern, solved="yes", satisfied="yes", remark="干净了，谢谢")
    assert "谢谢，您的答复已记录。" in page
    assert "您的诉求已结案。" in page
    order = order_of(order.pk)
    assert (order.state, order.was_solved, order.was_satisfied) == (OrderState.CLOSED, True, True)

    verbs = list(OrderEntry.objects.filter(order=order).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["open", "dispatch", "accept", "resolve", "pass_check", "close"]
    assert not AuditEntry.objects.filter(facts__icontains=PHONE).exists()
    assert "100" in cast.leader.open("/wall/")


def test_a_lamp_needs_no_check_on_site():
    cast = make_cast()
    concern = cast.resident.request()
    order = cast.handle(cast.confirm(concern))
    assert order.state == OrderState.AWAITING_CALLBACK
    assert "核查" not in cast.resident.look(concern)
    assert order.number not in cast.grid_worker.open("/patrol/")
    cast.resident.judge(concern, solved="yes", satisfied="yes")
    assert order_of(order.pk).state == OrderState.CLOSED


def test_the_dispatcher_asks_and_the_answer_comes_back_to_the_list():
    cast = make_cast()
    concern = cast.resident.request()
    cast.dispatcher.on_request(concern, "ask", question="请问是哪一盏？")
    assert "请问是哪一盏？" in cast.resident.look(concern)
    cast.resident.send("add/", addition="最东边那一盏")
    assert Concern.objects.get().state == "submitted"
    assert "最东边那一盏" in cast.dispatcher.open(f"/desk/requests/{concern.pk}/")
    order = cast.confirm(concern)
    assert order.state == OrderState.DISPATCHED
    assert LAMP in cast.dispatcher.open(f"/desk/requests/{concern.pk}/")
