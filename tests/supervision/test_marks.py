"""Marks on orders: by hand with a reason, by the rules once, and three of a kind raise an order by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.notices.models import Notice
from jiezhi.project.demo.roles import OFFICER
from jiezhi.supervision.actions import put_mark
from jiezhi.supervision.choices import MarkKinds
from jiezhi.supervision.models import OrderMark
from jiezhi.supervision.tasks import put_due_marks
from jiezhi.workorders.actions import (
    accept_order,
    dispatch_order,
    fail_check,
    resolve_order,
    send_back_order,
)
from jiezhi.workorders.choices import SendBackReason
from jiezhi.workorders.models import WorkOrder
from tests.factories import (
    Office,
    dispatched_order,
    make_department,
    make_office,
    make_staff,
    settle,
)
from tests.factories.hands import HOUR, order_in_hand
from tests.factories.pages import english_client, text_of
from tests.factories.workorders import MONDAY, asked_support

DAY = timedelta(days=1)


@pytest.fixture
def office(db) -> Office:
    return make_office()


def kinds(order: WorkOrder) -> list[tuple[str, str]]:
    return list(OrderMark.objects.filter(order=order).order_by("at", "kind").values_list("kind", "rule"))


def told(staff) -> list[str]:
    return list(Notice.objects.filter(reader=staff.user).values_list("kind", flat=True))


def sent_back(office: Office, order: WorkOrder, times: int) -> None:
    for number in range(times):
        at = MONDAY + (2 * number + 1) * HOUR
        send_back_order(
            order_id=order.pk,
            reason=SendBackReason.NOT_OURS,
            note="不归我们",
            seen_version=None,
            actor=office.officer.actor,
            at=at,
        )
        settle(at)
        dispatch_order(
            order_id=order.pk,
            department_id=office.lighting.pk,
            note="仍由你们办理",
            seen_version=None,
            actor=office.dispatcher.actor,
            at=at + HOUR,
        )


def test_two_send_backs_do_not_raise_an_order_and_three_do(office):
    order = dispatched_order(office)
    sent_back(office, order, 2)
    assert kinds(order) == []
    sent_back(office, order, 1)
    assert kinds(order) == [("raised", "sent_back")]
    settle()
    assert "supervision.raised" in told(office.leader)
    order.refresh_from_db()
    assert order.is_marked
    page = text_of(english_client(office.leader).get(reverse("workorders:order", args=[order.pk])))
    assert "Sent back three times" in page
    assert "The system" in page


def test_three_failed_checks_raise_an_order_once(office):
    order = order_in_hand(office, office.rubbish)
    for number in range(4):
        at = MONDAY + (number + 1) * HOUR
        resolve_order(order_id=order.pk, reply="已清运", seen_version=None, actor=office.officer.actor, at=at)
        fail_check(
            order_id=order.pk, note="还有一堆", seen_version=None, actor=office.grid_worker.actor, at=at
        )
        settle(at)
        assert len(kinds(order)) == (number >= 2)
    assert kinds(order) == [("raised", "reworked")]


def test_a_person_puts_a_card_on_an_order_with_a_reason_and_the_department_is_told(office):
    order = order_in_hand(office)
    with pytest.raises(InvalidError):
        put_mark(
            order_id=order.pk, kind=MarkKinds.YELLOW_CARD, note=" ", actor=office.leader.actor, at=MONDAY
        )
    mark = put_mark(
        order_id=order.pk,
        kind=MarkKinds.YELLOW_CARD,
        note="三天没有进展",
        actor=office.leader.actor,
        at=MONDAY,
    )
    settle()
    assert (mark.rule, mark.department, mark.put_by) == (
        "by_hand",
        office.lighting,
        office.leader.actor.label,
    )
    assert mark.entry == office.lamp.responsibilities.get()
    assert "supervision.yellow_card" in told(office.officer)


def test_nobody_marks_an_order_outside_the_area(office):
    order = order_in_hand(office)
    WorkOrder.objects.filter(pk=order.pk).update(sub_district=make_office().street)
    with pytest.raises(MissingError):
        put_mark(order_id=order.pk, kind=MarkKinds.REMINDER, note="催", actor=office.leader.actor, at=MONDAY)


def test_time_calls_down_a_reminder_a_yellow_and_then_a_red_card_each_once(office):
    waiting, working = dispatched_order(office), order_in_hand(office)
    put_due_marks(MONDAY + HOUR)
    assert kinds(waiting) == kinds(working) == []
    WorkOrder.objects.filter(pk=waiting.pk).update(step_due_at=MONDAY + HOUR)
    put_due_marks(MONDAY + 2 * HOUR)
    put_due_marks(MONDAY + 3 * HOUR)
    assert kinds(waiting) == [("reminder", "answer_late")]
    late = WorkOrder.objects.get(pk=working.pk).due_at
    put_due_marks(late + HOUR)
    assert kinds(working) == [("yellow_card", "late")]
    put_due_marks(late + 7 * DAY)
    put_due_marks(late + 8 * DAY)
    assert kinds(working) == [("yellow_card", "late"), ("red_card", "long_late")]


def test_a_silent_support_is_told_of_on_its_order(office):
    order = order_in_hand(office)
    support = asked_support(office, order)
    put_due_marks(support.answer_due_at)
    assert kinds(order) == []
    put_due_marks(support.answer_due_at + HOUR)
    assert kinds(order) == [("reminder", "support_late")]


def test_marks_are_counted_per_departments_orders_and_per_line_of_the_list(office):
    order = order_in_hand(office)
    put_mark(
        order_id=order.pk, kind=MarkKinds.RED_CARD, note="无人处理", actor=office.leader.actor, at=MONDAY
    )
    OrderMark.objects.update(at=MONDAY + 400 * DAY)
    client = english_client(office.leader)
    page = text_of(client.get(reverse("supervision:marks")))
    assert order.number in page
    assert page.count(office.lighting.name) >= 2
    assert page.count("路灯不亮") >= 2
    other = make_staff(make_department(office.street), OFFICER)
    assert order.number not in text_of(english_client(other).get(reverse("supervision:marks")))


def test_a_card_is_put_on_screen(office):
    order = order_in_hand(office)
    client = english_client(office.leader)
    url = reverse("supervision:mark", args=[order.pk])
    assert "Remind, or put a card" in text_of(client.get(reverse("workorders:order", args=[order.pk])))
    assert client.post(url, {"kind": "reminder", "note": ""}).status_code == 302
    assert kinds(order) == []
    client.post(url, {"kind": "reminder", "note": "居民明天要用"})
    assert kinds(order) == [("reminder", "by_hand")]


def test_a_yellow_card_says_less_than_the_red_one_that_lies_there_and_is_refused_in_words(office):
    order, client = order_in_hand(office), english_client(office.leader)
    url = reverse("supervision:mark", args=[order.pk])
    client.post(url, {"kind": "red_card", "note": "一周没有进展"})
    page = client.post(url, {"kind": "yellow_card", "note": "仍没有进展"})
    assert "A red card lies on this order already" in text_of(page)
    assert "仍没有进展" in text_of(page)
    client.post(url, {"kind": "reminder", "note": "仍没有进展"})
    assert kinds(order) == [("red_card", "by_hand"), ("reminder", "by_hand")]
    WorkOrder.objects.filter(pk=order.pk).update(reopened_count=1)
    client.post(url, {"kind": "yellow_card", "note": "又没有进展"})
    assert kinds(order)[-1] == ("yellow_card", "by_hand")


def test_a_mark_with_a_telephone_number_is_refused_and_what_was_typed_is_kept(office):
    order = order_in_hand(office)
    url, words = reverse("supervision:mark", args=[order.pk]), "请回电13812345678"
    page = english_client(office.leader).post(url, {"kind": "yellow_card", "note": words})
    assert "138****5678" in text_of(page)
    assert words in text_of(page)
    assert kinds(order) == []


def test_accepting_an_order_again_puts_no_mark(office):
    order = dispatched_order(office)
    accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=MONDAY)
    settle()
    assert kinds(order) == []
