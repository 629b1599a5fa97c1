"""A target that hangs holds up itself: other targets, handlers inside the house and pages go on."""

import statistics
import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.urls import reverse

from jiezhi.gateway.webhooks import sending
from jiezhi.gateway.webhooks.models import Letter
from jiezhi.kit.worker import drain
from tests.factories import make_office, staff_client
from tests.gateway.test_webhooks import reached, subscribed, written
from tests.gateway.toxic import target

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LANES = 3


@pytest.fixture(autouse=True)
def listed(settings):
    settings.OUTBOUND_HOSTS = ["hook.example:443"]


def lane() -> None:
    try:
        drain(limit=1, outside=True)
    finally:
        connection.close()


@pytest.mark.parametrize("mode", ["hang", "drip", "half", "slow", "reset"])
def test_messages_to_others_arrive_while_a_target_hangs(settings, monkeypatch, mode):
    monkeypatch.setattr(sending, "WHOLE_S", 6)
    office = make_office()
    with target(mode) as bad, target() as good:
        hanging = subscribed(office, url=reached(settings, bad))
        well = subscribed(office, url=reached(settings, good))
        for _ in range(4):
            written(hanging, office)
        letters = [written(well, office) for _ in range(4)]
        lanes = [threading.Thread(target=lane, daemon=True) for _ in range(LANES)]
        began = time.monotonic()
        for each in lanes:
            each.start()
        wanted = {letter.pk for letter in letters}
        while time.monotonic() - began < 5:
            done = set(Letter.objects.filter(state="delivered").values_list("pk", flat=True))
            if wanted <= done:
                break
            time.sleep(0.05)
            drain(limit=1, outside=True, is_over=lambda batches: batches >= 1) if not any(
                each.is_alive() for each in lanes
            ) else None
        took = time.monotonic() - began
        assert wanted <= done
        assert took < 5, "they waited for the target that hangs"
        client = staff_client(office.dispatcher)
        assert statistics.median(timed(client) for _ in range(5)) < 3
        for each in lanes:
            each.join(20)


def timed(client) -> float:
    began = time.monotonic()
    assert client.get(reverse("workorders:list")).status_code == 200
    return time.monotonic() - began


def test_the_clock_of_a_turn_is_longer_than_a_try():
    assert sending.BUSY.total_seconds() > sending.WHOLE_S
    assert datetime.now(UTC)
