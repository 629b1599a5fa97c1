"""The story of an order that comes from the hotline: pasted, joined to what is under way, answered in their layout."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jiezhi.concerns.models import SuperiorOrder
from jiezhi.concerns.superior_queries import superiors_with_reply
from tests.factories import settle
from tests.factories.above import make_source
from tests.flows.people import LAMP, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
LAYOUT = [["热线工单号", "number"], ["处理情况", "reply"], ["主办", "department"]]


def pasted(number: str, place: str, *, hours_ago: int = 1) -> str:
    sent = timezone.localtime() - timedelta(hours=hours_ago)
    return (
        f"工单编号：{number}\n派单时间：{sent:%Y-%m-%d %H:%M:%S}\n来电人：某女士\n联系电话：138****0000\n"
        f"诉求内容：{LAMP}\n事发地址：{place}3号楼"
    )


def test_a_hotline_order_shares_the_owner_and_its_reply_leaves_in_their_layout():
    cast = make_cast()
    source = make_source(cast.office, reply_columns=LAYOUT)
    order = cast.confirm(cast.resident.request())
    clerk = cast.dispatcher
    clerk.open("/desk/above/new/")
    page = clerk.send("/above/new/", source=str(source.pk), text=pasted("RX1", cast.office.estate.name))
    assert "RX1" in clerk.html
    assert LAMP in page
    clerk.send("/above/new/")
    settle()
    superior = SuperiorOrder.objects.get()
    assert superior.concern.estate == cast.office.estate
    assert order.number in clerk.html
    assert "同一小区" in clerk.html
    clerk.send("/join/", order=str(order.pk))
    superior.refresh_from_db()
    assert superior.concern.order == order

    cast.handle(order, reply="=已更换灯泡")
    settle()
    assert "RX1" in clerk.open("/desk/above/")
    ready = superiors_with_reply(cast.office.dispatcher.actor, source.pk)
    answer = clerk.client.post(f"/desk/above/replies/{source.pk}/", {"superior": [row.pk for row in ready]})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows == [["热线工单号", "处理情况", "主办"], ["RX1", "=已更换灯泡", cast.office.lighting.name]]
    superior.refresh_from_db()
    assert superior.state == "replied"
    assert (
        "没有待交的回复"
        in clerk.client.post(f"/desk/above/replies/{source.pk}/", follow=True).content.decode()
    )


def test_the_same_order_pasted_again_makes_nothing_new():
    cast = make_cast()
    source = make_source(cast.office)
    for _ in range(2):
        cast.dispatcher.open("/desk/above/new/")
        cast.dispatcher.send("/above/new/", source=str(source.pk), text=pasted("RX1", "别处"))
        cast.dispatcher.send("/above/new/")
    assert SuperiorOrder.objects.count() == 1
    assert "早已收入" in cast.dispatcher.html


def test_what_was_pasted_wrongly_is_kept_and_says_what_to_do():
    cast = make_cast()
    source = make_source(cast.office)
    cast.dispatcher.open("/desk/above/new/")
    page = cast.dispatcher.send("/above/new/", source=str(source.pk), text="井盖响了一夜，11月2日打来")
    assert "井盖响了一夜" in page
    page = cast.dispatcher.send("/above/new/", number="RX9", issued_at="11月2日")
    assert cast.dispatcher.response.status_code == 422
    assert "请把年份也写上" in page
    assert "井盖响了一夜" in page
    assert not SuperiorOrder.objects.exists()


def test_an_objection_is_raised_and_the_hotline_takes_the_order_back():
    cast = make_cast()
    source = make_source(cast.office, return_amount=400)
    cast.dispatcher.open("/desk/above/new/")
    cast.dispatcher.send("/above/new/", source=str(source.pk), text=pasted("RX2", cast.office.estate.name))
    cast.dispatcher.send("/above/new/")
    superior = SuperiorOrder.objects.get()
    page = cast.dispatcher.send("/object/", ground="taken_back", basis="")
    assert "请写明" in page
    page = cast.dispatcher.send("/object/", ground="taken_back", basis="清单第12条")
    assert "清单第12条" in page
    assert superior.concern.number not in cast.dispatcher.open("/desk/today/")
    cast.dispatcher.open(f"/desk/requests/{superior.concern_id}/")
    cast.dispatcher.send("/answer/", outcome="upheld", answer="同意退回")
    superior.refresh_from_db()
    assert superior.state == "returned"
    assert "同意退回" in cast.dispatcher.html
