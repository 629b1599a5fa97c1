"""A reply is read by every reporter and the superior: it names an office's landline, and no person's numbers."""

from dataclasses import replace

import pytest

from jiezhi.kit.errors import InvalidError
from jiezhi.workorders.actions import answer_on_spot, resolve_order
from tests.factories import make_draft, make_office, staff_client
from tests.factories.hands import order_in_hand
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
PRIVATE = (
    "电话13912345678可复核",
    "身份证11010519491231002X已核",
    "已退到6222 0212 3456 7894",
    "139.1234.5678",
)
OFFICES = ("已修好，可拨0755-26001234复核", "已修好，社区服务站电话88881234")


@pytest.mark.parametrize("reply", PRIVATE)
def test_a_persons_number_is_refused_in_a_report_and_in_an_answer(reply: str) -> None:
    office = make_office()
    order = order_in_hand(office)
    with pytest.raises(InvalidError, match="座机"):
        resolve_order(
            order_id=order.pk, reply=reply, seen_version=None, actor=office.officer.actor, at=MONDAY
        )
    order.refresh_from_db()
    assert (order.state, order.reply) == ("in_hand", "")
    draft = replace(make_draft(office), matter=office.enquiry)
    with pytest.raises(InvalidError, match="座机"):
        answer_on_spot(draft=draft, reply=reply, actor=office.dispatcher.actor, at=MONDAY)


@pytest.mark.parametrize("reply", OFFICES)
def test_the_landline_of_an_office_stays_in_a_reply(reply: str) -> None:
    office = make_office()
    done = resolve_order(
        order_id=order_in_hand(office).pk,
        reply=f" {reply} ",
        seen_version=None,
        actor=office.officer.actor,
        at=MONDAY,
    )
    assert done.reply == reply


def test_what_was_typed_is_kept_and_the_page_says_what_to_leave_out() -> None:
    office = make_office()
    order = order_in_hand(office)
    sent = {"version": order.version, "reply": "灯已换，电话13912345678可复核"}
    page = staff_client(office.officer).post(f"/desk/orders/{order.pk}/resolve/", sent).content.decode()
    assert "灯已换，电话13912345678可复核" in page
    assert "单位座机号码可以保留" in page
