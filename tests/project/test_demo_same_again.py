"""The demo is the same each time, so that pictures and guides of it stay true."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from jiezhi.concerns.models import Callback, Concern, ElderMonth, ProxyEntry
from jiezhi.places.models import Community
from jiezhi.project.demo.loading import load_demo
from jiezhi.workorders.models import OrderEntry, WorkOrder

pytestmark = pytest.mark.django_db


def content() -> dict[str, list[tuple[object, ...]]]:
    """Give what the rows say, without ids."""
    return {
        "concerns": list(
            Concern.objects.order_by("number").values_list(
                "number",
                "state",
                "channel",
                "words",
                "submitted_at",
                "received_at",
                "order__number",
                "estate__name",
            )
        ),
        "orders": list(
            WorkOrder.objects.order_by("number").values_list(
                "number",
                "state",
                "lead__name",
                "due_at",
                "resolved_at",
                "closed_at",
                "handling_min",
                "was_satisfied",
            )
        ),
        "entries": list(
            OrderEntry.objects.order_by("order__number", "at", "verb").values_list(
                "order__number", "verb", "at", "note"
            )
        ),
        "callbacks": list(
            Callback.objects.order_by("concern__number", "round").values_list(
                "concern__number", "state", "since_at", "answered_at", "words"
            )
        ),
        "proxies": list(
            ProxyEntry.objects.order_by("concern__number").values_list(
                "concern__number",
                "relation",
                "is_by_staff",
                "has_acting_phone",
                "called_back",
                "entered_by",
                "at",
            )
        ),
        "elder_months": list(ElderMonth.objects.order_by("month_on").values_list("month_on", "requests")),
        "places": list(Community.objects.order_by("name").values_list("name", "border")),
    }


@pytest.mark.slow
def test_the_same_seed_and_time_give_the_same_rows():
    at = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    mark = transaction.savepoint()
    told = load_demo(at=at, requests=300)
    first = content()
    transaction.savepoint_rollback(mark)
    again = load_demo(at=at, requests=300)
    assert len(first["concerns"]) >= 300
    assert first["proxies"]
    assert first["elder_months"]
    assert first == content()
    assert told.digest == again.digest
