"""A meeting is fed by the orders that hang: proposed with the reason in words, taken on by one click."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.meetings.models import AgendaTopic
from jiezhi.meetings.stuck import stuck_orders
from jiezhi.workorders.actions import accept_support, send_back_order
from jiezhi.workorders.choices import SendBackReason
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
    return {row.order.pk: row.reasons for row in stuck_orders(office.leader.actor, [], at=at)}


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
