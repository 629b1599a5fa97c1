"""How the worker does, for whoever must know whether figures are fresh."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from jiezhi.kit.models import Beat, DeliveryState, OutboxDelivery

QUIET_AT_MOST = timedelta(minutes=2)
"""Timers of ours run every few seconds to minutes: longer without any, and no worker is running."""


@dataclass(frozen=True)
class WorkerHealth:
    """How the worker does.

    Args:
        waiting: Deliveries that are not done yet.
        dead: Deliveries that were given up.
        oldest_at: Since when the oldest one waits.
        is_running: Whether a worker has kept time lately.
        last_at: When one last did.
    """

    waiting: int
    dead: int
    oldest_at: datetime | None
    is_running: bool
    last_at: datetime | None = None

    @property
    def is_well(self) -> bool:
        """Whether nobody needs to look after it."""
        return self.is_running and not self.dead


def worker_health(*, at: datetime) -> WorkerHealth:
    """Give how the worker does, in two statements."""
    pending = Q(state__in=[DeliveryState.WAITING, DeliveryState.LEASED])
    told = OutboxDelivery.objects.exclude(state=DeliveryState.DONE).aggregate(
        waiting=Count("id", filter=pending),
        dead=Count("id", filter=Q(state=DeliveryState.DEAD)),
        oldest_at=Min("created_at", filter=pending),
    )
    seen_at = Beat.objects.aggregate(last=Max("last_at"))["last"]
    is_running = seen_at is not None and seen_at >= at - QUIET_AT_MOST
    return WorkerHealth(**told, is_running=is_running, last_at=seen_at)
