"""What the operator does: undelivered messages are tried again or dropped, faults are settled."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.ids import new_id
from jiezhi.kit.models import DeliveryState, OutboxDelivery
from jiezhi.operations.choices import DropReason
from jiezhi.operations.errors import NoSuchDeliveryError, NothingToTryError
from jiezhi.operations.models import Fault
from jiezhi.operations.permissions import MEND
from jiezhi.operations.queries import get_fault

DELIVERY = "kit.delivery"


@action
def try_again(*, delivery_id: UUID | None, handler: str = "", actor: Actor, at: datetime) -> int:
    """Let messages that could not be delivered be tried again from the first try, once their cause is mended.

    Args:
        delivery_id: Which one; None for all.
        handler: Only those of this handler; empty for any.
        actor: Who may mend.
        at: Now.

    Returns:
        How many will be tried.

    Raises:
        NothingToTryError: None is left, or this one is no longer among them.
    """
    require(actor, MEND)
    dead = OutboxDelivery.objects.filter(state=DeliveryState.DEAD)
    chosen = dead if delivery_id is None else dead.filter(pk=delivery_id)
    if handler:
        chosen = chosen.filter(handler=handler)
    count = chosen.update(
        state=DeliveryState.WAITING, attempts=0, next_at=at, lease_token=None, lease_until=None, last_error=""
    )
    if not count:
        raise NothingToTryError(
            _(
                "Nothing was left to try again: somebody was quicker. Load the list again to see what is there now."
            )
        )
    audit.record(
        "operations.delivery_tried_again", kind=DELIVERY, id=delivery_id or new_id(), facts={"count": count}
    )
    return count


@action
def drop_delivery(*, delivery_id: UUID, reason: DropReason, actor: Actor, at: datetime) -> None:
    """Give a message up for good. It stays in the table, and the audit says who dropped it and why.

    Args:
        delivery_id: Which one.
        reason: Why.
        actor: Who may mend.
        at: Now.

    Raises:
        NoSuchDeliveryError: It is not among those that could not be delivered.
    """
    require(actor, MEND)
    row = OutboxDelivery.objects.select_for_update().filter(pk=delivery_id, state=DeliveryState.DEAD).first()
    if row is None:
        raise NoSuchDeliveryError(
            _(
                "This message is not among the undelivered ones any more. Load the list again to see what is there now."
            )
        )
    OutboxDelivery.objects.filter(pk=row.pk).update(state=DeliveryState.DROPPED, done_at=at)
    facts: dict[str, str | int | bool | None] = {"reason": reason.value, "handler": row.handler}
    audit.record("operations.delivery_dropped", kind=DELIVERY, id=row.pk, facts=facts)


@action
def settle_fault(*, fault_id: UUID, actor: Actor, at: datetime) -> Fault:
    """Take a fault off the list. When it is seen again, it comes back by itself.

    Args:
        fault_id: Which one.
        actor: Who may mend.
        at: Now.

    Raises:
        NoSuchFaultError: There is none of this number.
    """
    require(actor, MEND)
    fault = get_fault(fault_id)
    Fault.objects.filter(pk=fault.pk).update(settled_at=at)
    audit.record(
        "operations.fault_settled", kind="operations.fault", id=fault.pk, facts={"count": fault.count}
    )
    return fault
