"""What would leave the house if messages were let go."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from jiezhi.kit.models import DeliveryState, OutboxDelivery
from jiezhi.kit.outbox import outgoing_handlers


@dataclass(frozen=True)
class HeldMessages:
    """Messages of one kind that wait.

    Args:
        label: What they are.
        count: How many.
        since: When the oldest was written.
    """

    label: str
    count: int
    since: datetime


def held_messages() -> list[HeldMessages]:
    """Give what waits to leave the house, by kind."""
    labels = outgoing_handlers()
    waiting = OutboxDelivery.objects.filter(
        handler__in=labels, state__in=[DeliveryState.WAITING, DeliveryState.LEASED]
    )
    groups = waiting.values_list("handler").annotate(Count("id"), Min("created_at")).order_by("handler")
    return [HeldMessages(labels[handler], count, since) for handler, count, since in groups]
