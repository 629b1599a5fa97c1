"""What stands behind an order, for whoever puts its evidence together: requests and the superior's orders."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef

from jiezhi.concerns.models import Concern, SuperiorOrder
from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import find_any_order

CONTACT = ("phone", "place_note")
"""Columns that no evidence reads."""


def concerns_behind(order: WorkOrder) -> list[Concern]:
    """Give the requests behind an order with callbacks and exchanges, without their contact: three statements."""
    rows = Concern.objects.filter(sub_district_id=order.sub_district_id, order=order).defer(*CONTACT)
    return list(rows.order_by("submitted_at", "id").prefetch_related("callbacks", "exchanges"))


def superiors_behind(concerns: Collection[Concern]) -> list[SuperiorOrder]:
    """Give the superior's orders behind some requests with source and objections: two statements."""
    rows = SuperiorOrder.objects.filter(concern__in=concerns).select_related("source").defer("source__secret")
    return list(rows.order_by("issued_at", "id").prefetch_related("objections"))


def has_reporter(actor: Actor, *, order: str = "pk") -> Exists:
    """Give the condition that somebody reported an order.

    Args:
        actor: Whose street.
        order: The way from the row that is asked about to its order's key.
    """
    return Exists(Concern.objects.filter(sub_district_id=actor.tenant_id, order=OuterRef(order)))


def waits_for_nobody(order_id: UUID) -> bool:
    """Whether an order waits for a callback though nobody reported it, such as one from patrol."""
    order = find_any_order(order_id)
    is_waiting = order is not None and order.state == OrderState.AWAITING_CALLBACK
    return is_waiting and not Concern.objects.filter(order_id=order_id).exists()
