from datetime import datetime

from jiezhi.kit.models import DeliveryState, OutboxDelivery
from jiezhi.kit.worker import drain


def settle(at: datetime | None = None) -> int:
    """Deliver all news until it is quiet, and refuse to hide a handler that failed."""
    done = drain(at=at)
    failed = OutboxDelivery.objects.exclude(state=DeliveryState.DONE).exclude(last_error="")
    assert not failed, [(row.handler, row.last_error) for row in failed]
    return done
