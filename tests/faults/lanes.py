"""A worker with a target that does not answer: what the others, the house and its pages notice of it."""

import os
import signal
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from django.conf import settings
from django.db import connection

from tests.faults.world import fork
from tests.gateway.toxic import target

BAD = ("hang", "drip", "half")
PAGES = 30


def hold_up(*, what: int, messages: int) -> dict:
    """Send to a target that misbehaves and to one that does not, with a worker of its own process."""
    from jiezhi.concerns.models import Concern
    from jiezhi.gateway.webhooks.models import Letter
    from tests.factories import make_office, offices, staff_client, submitted_concern

    offices._serial = count(1000)  # the prepared office has taken the first names
    office = make_office()
    with target(BAD[what]) as bad, target() as good:
        settings.OUTBOUND_HOSTS = ["hook.example:443", f"127.0.0.1:{bad.port}", f"127.0.0.1:{good.port}"]
        hanging, well = (_subscription(office, url) for url in (bad.url, good.url))
        client = staff_client(office.dispatcher)
        _pages_ms(client)
        quiet_ms = _pages_ms(client)
        for subscription in (hanging, well):
            for _ in range(messages):
                _write(subscription, office)
        connection.close()
        worker = fork(_work)
        try:
            _wait(lambda: bool(bad.received))
            concern = submitted_concern(office, "路灯不亮").concern
            began = time.monotonic()
            arrived = _wait(
                lambda: Letter.objects.filter(subscription=well, state="delivered").count() == messages
            )
            heard = _wait(lambda: Concern.objects.get(pk=concern.pk).suggestions != [])
            took_s = time.monotonic() - began
            loud_ms = _pages_ms(client)
            tries = Letter.objects.filter(subscription=hanging, tries__gt=0).count()
        finally:
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
    return {
        "arrived": arrived,
        "heard": heard,
        "under_way": len(bad.received),
        "tries_ended": tries,
        "took_s": round(took_s, 2),
        "page_quiet_ms": quiet_ms,
        "page_loud_ms": loud_ms,
    }


def _work() -> None:
    from jiezhi.gateway.webhooks import sending
    from jiezhi.kit import worker

    sending.WHOLE_S = 30
    worker.run_forever(pause_s=0.02)


def _subscription(office, url: str):
    from jiezhi.gateway.webhooks.actions import subscribe_program
    from jiezhi.gateway.webhooks.choices import EventKind
    from jiezhi.gateway.webhooks.models import EventSubscription
    from tests.factories.programs import make_program

    made = subscribe_program(
        program_id=make_program(office, sees_whole_street=True).program.pk,
        url="https://hook.example/",
        kinds=[EventKind.ORDER_CLOSED],
        actor=office.dispatcher.actor,
        at=datetime.now(UTC),
    ).subscription
    EventSubscription.objects.filter(pk=made.pk).update(url=url)
    return made


def _write(subscription, office) -> None:
    from jiezhi.gateway.webhooks.actions import write_letter
    from jiezhi.gateway.webhooks.choices import EventKind

    facts = {"order_id": str(uuid4()), "number": "GD1"}
    by = {"actor": office.dispatcher.actor, "at": datetime.now(UTC)}
    write_letter(subscription=subscription, kind=EventKind.ORDER_CLOSED, facts=facts, **by)


def _pages_ms(client) -> float:
    spent = []
    for _ in range(PAGES):
        began = time.perf_counter()
        assert client.get("/desk/orders/").status_code == 200
        spent.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(spent), 1)


def _wait(is_so: Callable[[], bool], *, most_s: float = 15) -> bool:
    end = time.monotonic() + most_s
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return False
