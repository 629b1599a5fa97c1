"""Where people filed an order under another matter than it came with."""

from django.db.models import Exists, OuterRef

from jiezhi.kit.actor import ActorKind
from jiezhi.workorders.models import OrderEntry


def is_refiled(*, order: str = "pk") -> Exists:
    """Give the condition that people changed an order's matter: then it says what they decided.

    Args:
        order: The way from the row that is asked about to its order's key.
    """
    return Exists(
        OrderEntry.objects.filter(
            order_id=OuterRef(order), new_matter__isnull=False, actor_kind=ActorKind.STAFF
        )
    )
