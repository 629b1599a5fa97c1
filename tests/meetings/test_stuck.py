"""A meeting is fed by the orders that hang: proposed with the reason in words, taken on by one click."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.core.supervision import MarkKind, MarkRule
from jiezhi.meetings.models import AgendaTopic
from jiezhi.meetings.stuck import LONG_OVER, MOST_SHOWN, StuckOrders, stuck_orders
from jiezhi.supervision.actions import put_mark, put_mark_by_rule
from jiezhi.supervision.choices import MarkKinds
from jiezhi.workorders.actions import accept_support, send_back_order
from jiezhi.workorders.choices import OrderState, SendBackReason
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, dispatched_order, make_office
from tests.factories.chains import started_chain
from tests.factories.hands import order_in_hand
from tests.factories.meetings import make_series
from tests.factories.pages import english_client, text_of
from tests.factories.workorders import MONDAY, asked_support

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def office(db) -> Office:
    return make_office()


def stuck(office: Office, at):
    return {row.order.pk: row.reasons for row in stuck_orders(office.leader.actor, [], at=at).shown}


def test_an_order_whose_support_is_silent_or_late_hangs(office):
    order = order_in_hand(office)
    support = asked_support(office, order)
    assert stuck(office, support.answer_due_at) == {}
    (silent,) = stuck(office, support.answer_due_at + HOUR)[order.pk]
    assert office.committee.name in silent
    accept_support(support_id=support.pk, actor=office.community_worker.actor, at=MONDAY + HOUR)
    assert stuck(office, support.due_at) == {}
    assert order.pk in stuck(office, support.due_at + HOUR)


def test_an_order_that_came_back_twice_hangs_and_one_that_came_back_once_does_not(office):
    order = dispatched_order(office)
    deed = {"order_id": order.pk, "reason": SendBackReason.NOT_OURS, "note": "不属本所", "seen_version": None}
    send_back_order(**deed, actor=office.officer.actor, at=MONDAY)
    assert stuck(office, MONDAY) == {}
    WorkOrder.objects.filter(pk=order.pk).update(sent_back_count=2)
    assert "2" in stuck(office, MONDAY)[order.pk][0]


def test_a_lead_that_was_asked_and_is_silent_hangs_from_its_answer_limit_on(office):
    order = dispatched_order(office)
    WorkOrder.objects.filter(pk=order.pk).update(
        state=OrderState.CALLED, step_due_at=MONDAY + DAY, due_at=None
    )
    assert stuck(office, MONDAY + DAY) == {}
    (words,) = stuck(office, MONDAY + DAY + HOUR)[order.pk]
    assert office.lighting.name in words


def test_an_order_hangs_once_it_is_far_over_its_limit_and_not_before(office):
    order = order_in_hand(office)
    assert stuck(office, order.due_at + LONG_OVER) == {}
    (words,) = stuck(office, order.due_at + LONG_OVER + HOUR)[order.pk]
    assert f"{timezone.localtime(order.due_at):%m-%d}" in words


def test_red_cards_and_raised_orders_hang_with_their_reasons_and_a_yellow_card_does_not(office):
    order = order_in_hand(office)
    supervise = {"order_id": order.pk, "note": "久拖未办", "actor": office.leader.actor, "at": MONDAY}
    put_mark(kind=MarkKinds.YELLOW_CARD, **supervise)
    assert stuck(office, MONDAY) == {}
    put_mark(kind=MarkKinds.RED_CARD, **supervise)
    put_mark(kind=MarkKinds.RED_CARD, **supervise)
    assert len(stuck(office, MONDAY)[order.pk]) == 1
    by_rule = {"order_id": order.pk, "kind": MarkKind.RAISED, "actor": office.leader.actor, "at": MONDAY}
    put_mark_by_rule(rule=MarkRule.REWORKED, **by_rule)
    put_mark_by_rule(rule=MarkRule.SENT_BACK, **by_rule)
    WorkOrder.objects.filter(pk=order.pk).update(sent_back_count=3)
    back, undone, red = stuck(office, MONDAY)[order.pk]
    assert "3" in back
    assert undone != red
    topic = AgendaTopic(order=order)
    assert stuck_orders(office.leader.actor, [topic], at=MONDAY) == StuckOrders()


def test_a_chain_that_is_late_names_who_holds_it_up(office):
    chain = started_chain(office)
    order_id = chain.steps.get(position=1).order_id
    assert stuck(office, MONDAY + DAY) == {}
    (words,) = stuck(office, MONDAY + 7 * DAY)[order_id]
    assert office.lighting.name in words
    assert chain.title in words


def test_one_click_puts_a_stuck_order_on_the_agenda_and_it_is_proposed_no_more(office):
    order = order_in_hand(office)
    WorkOrder.objects.filter(pk=order.pk).update(sent_back_count=3)
    series = make_series(office, since_on=timezone.localdate(), at=timezone.now())
    meeting = series.meetings.get()
    client = english_client(office.leader)
    url = reverse("meetings:meeting", args=[meeting.pk])
    page = text_of(client.get(url))
    assert "Orders that hang" in page
    assert "sent back 3 times" in page
    typed = {
        "title": f"路灯不亮 {order.number}",
        "words": "It was sent back 3 times.",
        "order_number": order.number,
    }
    assert client.post(reverse("meetings:propose", args=[meeting.pk]), typed).status_code == 302
    topic = AgendaTopic.objects.get()
    assert (topic.order, topic.words) == (order, "It was sent back 3 times.")
    assert "Orders that hang" not in text_of(client.get(url))


def test_a_card_of_an_earlier_round_or_on_what_is_done_is_no_reason(office):
    order = dispatched_order(office)
    put_mark(
        kind=MarkKinds.RED_CARD, order_id=order.pk, note="久拖未办", actor=office.leader.actor, at=MONDAY
    )
    assert list(stuck(office, MONDAY)) == [order.pk]
    rows = WorkOrder.objects.filter(pk=order.pk)
    rows.update(state=OrderState.AWAITING_CALLBACK, resolved_at=MONDAY)
    assert stuck(office, MONDAY) == {}
    rows.update(state=OrderState.IN_HAND, reopened_count=1)
    assert stuck(office, MONDAY) == {}


def test_what_is_too_much_for_the_page_is_counted_with_what_hangs_for_others(office):
    silent = order_in_hand(office)
    support = asked_support(office, silent)
    chain = started_chain(office)
    own = [order_in_hand(office).pk for _ in range(MOST_SHOWN)]
    WorkOrder.objects.filter(pk__in=own).update(sent_back_count=2)
    series = make_series(office, since_on=timezone.localdate(), at=timezone.now())
    late = max(support.answer_due_at, MONDAY + 7 * DAY) + HOUR
    found = stuck_orders(office.leader.actor, [], at=late)
    late_step = chain.steps.get(position=1).order_id
    assert {silent.pk, late_step}.isdisjoint(own)
    assert (len(found.shown), found.more) == (MOST_SHOWN, 2)
    url = reverse("meetings:meeting", args=[series.meetings.get().pk])
    assert "2 more orders hang" in text_of(english_client(office.leader).get(url))
