"""What stands behind an order, for whoever tells or puts together its evidence: requests and the superior's orders."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef

from jiezhi.concerns.models import Concern, ConcernMove, SuperiorOrder
from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import find_any_order

CONTACT = ("phone", "place_note")
"""Columns that no evidence reads."""
_CONTACT_OF_MOVE = tuple(f"concern__{column}" for column in CONTACT)


def concerns_behind(order: WorkOrder) -> list[Concern]:
    """Give the requests behind an order with callbacks and exchanges, without their contact: three statements."""
    rows = Concern.objects.filter(sub_district_id=order.sub_district_id, order=order).defer(*CONTACT)
    return list(rows.order_by("submitted_at", "id").prefetch_related("callbacks", "exchanges"))


def superiors_behind(concerns: Collection[Concern]) -> list[SuperiorOrder]:
    """Give the superior's orders behind some requests with source and objections: two statements."""
    rows = SuperiorOrder.objects.filter(concern__in=concerns).select_related("source").defer("source__secret")
    return list(rows.order_by("issued_at", "id").prefetch_related("objections"))


def moves_from(order_id: UUID) -> list[ConcernMove]:
    """Give the moves of those whose order was merged into another and still is, with request and new order."""
    moves = ConcernMove.objects.filter(from_order_id=order_id, undone_at=None)
    return list(moves.select_related("concern", "to_order").defer(*_CONTACT_OF_MOVE).order_by("pk"))


def moves_back_to(order_id: UUID) -> list[ConcernMove]:
    """Give the moves that the last parting of an order took back, of those who are with it now."""
    moves = ConcernMove.objects.filter(from_order_id=order_id, undone_at__isnull=False)
    last = moves.aggregate(last=Max("undone_at"))["last"]
    back = moves.filter(undone_at=last, concern__order_id=F("from_order_id"))
    return list(back.select_related("concern", "from_order").defer(*_CONTACT_OF_MOVE).order_by("pk"))


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
