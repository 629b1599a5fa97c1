"""One page with several orders, sent by twelve at the same moment: a press is carried out once, and all are told it."""

from django.test import Client
from django.urls import reverse

from jiezhi.batches.models import Batch
from jiezhi.kit.models import AuditEntry
from jiezhi.workorders.models import WorkOrder
from tests.factories import staff_client
from tests.factories.hands import order_in_hand
from tests.faults.deeds import small_office

SENT_BEFORE = "没有重复办理"


def _press(client: Client, sent: dict) -> str:
    """Send the page, and give what its reader is told: the outcome, or that it was sent before."""
    page = client.post(reverse("desk:bulk"), sent, follow=True).content.decode()
    told = [words for words in ("已办 3 件", "已办 2 件", SENT_BEFORE) if words in page]
    return "+".join(told).replace(" ", "") or "nothing"


def _race(orders: list[WorkOrder], client: Client, *, press: str):
    boxes = [f"{order.pk}:{order.version}" for order in orders]
    sent = {"deed": "reply", "order": boxes, "reply": "已更换灯泡", "press": press}
    before = set(Batch.objects.values_list("pk", flat=True))

    def look() -> dict:
        (batch,) = Batch.objects.exclude(pk__in=before)
        traced = AuditEntry.objects.filter(trace_id=batch.pk)
        return {
            "lines": sorted(batch.lines.values_list("state", flat=True)),
            "replies": traced.filter(verb="workorders.order_resolved").count(),
            "refusals": traced.filter(verb="batches.line_refused").count(),
            "opened": traced.filter(verb="batches.batch_opened").count(),
        }

    return lambda _process: _press(client, sent), look


def press_at_once(number: int):
    """Three orders are replied to, and all of them can be."""
    office = small_office()
    orders = [order_in_hand(office) for _ in range(3)]
    return _race(orders, staff_client(office.officer), press=f"all-{number}")


def press_with_a_refusal(number: int):
    """Three orders are replied to, and the second has changed since it was ticked."""
    office = small_office()
    orders = [order_in_hand(office) for _ in range(3)]
    WorkOrder.objects.filter(pk=orders[1].pk).update(version=orders[1].version + 1)
    return _race(orders, staff_client(office.officer), press=f"two-{number}")


PRESS_RACES = (press_at_once, press_with_a_refusal)
