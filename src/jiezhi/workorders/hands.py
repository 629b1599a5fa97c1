"""Whose work an order is, person by person: nobody asks whether their own work was good."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import Verb
from jiezhi.workorders.models import OrderEntry, Support, WorkOrder

WORK_VERBS = (
    Verb.ACCEPT,
    Verb.AGREE,
    Verb.REPORT_IN,
    Verb.TAKE,
    Verb.RESOLVE,
    Verb.ANSWER,
    Verb.PASS_CHECK,
    Verb.FAIL_CHECK,
    # An order waits for a mediation alone: who opened it took the dispute on, who ended it says what came of it.
    Verb.PAUSE,
    Verb.GO_ON,
)
"""Verbs by which somebody does an order's work or vouches that it is done; to pass it on or give it time is neither."""


def own_work(actor: Actor, *, order: str) -> Q:
    """Give the condition that the actor did or checked an order's work, in any of its rounds.

    So is a part that they took on or reported for their department, and what they did with an order that this one took
    in. What they noted for a body that does not sign in is that body's work.

    Args:
        actor: Who asks.
        order: The way from a row to its order's key.
    """
    who = {"sub_district_id": actor.tenant_id, "said_by": ""}
    deeds = OrderEntry.objects.filter(**who, actor_kind=actor.kind, actor_id=actor.id, verb__in=WORK_VERBS)
    parts = Support.objects.filter(Q(taker_id=actor.id) | Q(doer_id=actor.id), **who)
    worked = Q()
    # One way at a time: asked for both at once, PostgreSQL reads the deeds of all orders for each row.
    for way in ("order_id", "order__merged_into_id"):
        of_order = {way: OuterRef(order)}
        worked |= Q(Exists(deeds.filter(**of_order))) | Q(Exists(parts.filter(**of_order)))
    return worked


def has_worked_on(actor: Actor, order_id: UUID) -> bool:
    """Whether one order is own work of the actor's, in that sense."""
    return WorkOrder.objects.filter(own_work(actor, order="pk"), pk=order_id).exists()
