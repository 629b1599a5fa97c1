"""What needs attention: each reason with its number, and the number opens exactly those orders."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from jiezhi.insight.queries import ATTENTION_ROWS, needing_attention
from jiezhi.workorders.lists import order_page
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_office, staff_client
from tests.factories.hands import order_in_hand

pytestmark = pytest.mark.django_db


def test_each_number_of_what_needs_attention_opens_exactly_its_orders():
    office, now = make_office(), timezone.now()
    orders = [order_in_hand(office, at=now - timedelta(days=20)) for _each in range(ATTENTION_ROWS + 3)]
    kept = WorkOrder.objects.filter(pk__in=[order.pk for order in orders])
    kept.update(sent_back_count=2, due_at=now + timedelta(days=3))
    WorkOrder.objects.filter(pk__in=[order.pk for order in orders[:2]]).update(
        reopened_count=1, sent_back_count=1
    )
    WorkOrder.objects.filter(pk=orders[2].pk).update(due_at=now - timedelta(days=1))
    attention = needing_attention(office.leader.actor, at=now)
    counts = {"late": 1, "unanswered": 0, "sent_back": ATTENTION_ROWS + 1, "reopened": 2}
    for name, count in counts.items():
        waiting = getattr(attention, name)
        assert waiting.count == count == order_page(office.leader.actor, waiting.wanted, at=now).count
        assert len(waiting.rows) == min(count, ATTENTION_ROWS)
    client = staff_client(office.leader)
    page = client.get("/wall/").content.decode()
    address = re.search(rf'href="([^"]+)">退单两次及以上 {ATTENTION_ROWS + 1} 件<', page)
    assert address is not None
    assert client.get(unescape(address[1])).content.decode().count("<tr data-row>") == ATTENTION_ROWS + 1
    assert "已请求，逾期未答复" not in page
