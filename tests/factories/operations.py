"""What goes wrong, made up."""

from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone

from jiezhi.kit.models import Beat, DeliveryState, OutboxDelivery
from jiezhi.kit.worker import all_timers
from jiezhi.operations.choices import FaultSource
from jiezhi.operations.models import Fault

_serial = count(1)


def make_fault(*, at: datetime | None = None, **columns) -> Fault:
    """A fault of the web server that was seen once."""
    at = at or timezone.now()
    given = {
        "digest": f"{next(_serial):064}",
        "source": FaultSource.WEB,
        "kind": "builtins.KeyError",
        "place": "concerns/queries.py:40 follow",
        "first_at": at,
        "last_at": at,
    }
    return Fault.objects.create(**(given | columns))


def make_delivery(*, at: datetime, **columns) -> OutboxDelivery:
    """A message of one handler, waiting."""
    given = {
        "trace_id": uuid4(),
        "occurrence": "tests.LetterDue",
        "handler": "tests.kit.deeds.post_letter",
        "payload": {},
        "created_at": at,
        "next_at": at,
    }
    return OutboxDelivery.objects.create(**(given | columns))


def dead_delivery(*, at: datetime, error: str = "OSError at post:12", **columns) -> OutboxDelivery:
    """A message that was given up after its last try."""
    return make_delivery(at=at, state=DeliveryState.DEAD, attempts=8, last_error=error, **columns)


def beat_all(at: datetime) -> None:
    """Let every timer have run just before, as a worker that runs does."""
    for timer in all_timers():
        Beat.objects.update_or_create(name=timer.name, defaults={"last_at": at - timedelta(seconds=1)})
