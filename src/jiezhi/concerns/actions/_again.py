"""What it takes to take an order up again by the right of one of its reporters."""

from datetime import datetime

from jiezhi.concerns.choices import CallbackState
from jiezhi.concerns.hearing import has_used_right
from jiezhi.concerns.models import Callback, Concern
from jiezhi.kit.actor import Actor
from jiezhi.workorders.actions import reopen_order
from jiezhi.workorders.choices import ReopenReason
from jiezhi.workorders.models import WorkOrder


def right_is_used(callback: Callback) -> bool:
    """Tell whether the reporter of a round used their right in one before it."""
    own = Callback.objects.filter(sub_district_id=callback.sub_district_id, concern_id=callback.concern_id)
    return has_used_right(own, round=callback.round)


def take_up_again(order: WorkOrder, reason: ReopenReason, *, actor: Actor, at: datetime) -> WorkOrder:
    """Use a reporter's right: the others, of whom nobody is asked about what is not done, are asked anew later."""
    # Named one by one: by a join PostgreSQL walks all callbacks for each, as long as it has not counted a full table.
    reporters = list(Concern.objects.filter(order_id=order.pk).values_list("pk", flat=True))
    waiting = Callback.objects.filter(concern_id__in=reporters, state=CallbackState.WAITING)
    waiting.update(state=CallbackState.LAPSED, tried="")
    return reopen_order(order_id=order.pk, reason=reason, has_own_right=True, actor=actor, at=at)
