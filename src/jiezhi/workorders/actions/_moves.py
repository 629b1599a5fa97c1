"""What every verb shares: lock the order, move it by its flow's table, and store it with its history."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError, RefusedError, StaleError
from jiezhi.kit.outbox import emit
from jiezhi.workorders.choices import ExtensionState, UrgencyTier
from jiezhi.workorders.effects import limits_after
from jiezhi.workorders.events import EmergencyTaken
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.queries import visible_orders
from jiezhi.workorders.search import note_words


def lock_order(actor: Actor, order_id: UUID, *, seen_version: int | None = None) -> WorkOrder:
    """Lock an order within the actor's area until the deed is done.

    Args:
        actor: Who acts.
        order_id: Which order.
        seen_version: The version the actor decided upon; None when the deed does not depend on it.

    Raises:
        MissingError: No such order in the actor's area.
        StaleError: Somebody changed it in the meantime.
    """
    return _lock(visible_orders(actor), order_id, seen_version)


def lock_any_order(actor: Actor, order_id: UUID) -> WorkOrder:
    """Lock an order of the actor's street; for deeds whose right comes from another app's record."""
    return _lock(WorkOrder.objects.filter(sub_district_id=actor.tenant_id), order_id, None)


def _lock(orders: QuerySet[WorkOrder], order_id: UUID, seen_version: int | None) -> WorkOrder:
    rows = orders.select_related("matter", "lead").prefetch_related("matter__step_limits")
    order = rows.select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise MissingError(_("There is no such work order in your area."))
    if seen_version is not None and seen_version != order.version:
        last = order.entries.order_by("-at", "-id").first()
        raise StaleError(
            _(
                "Somebody was quicker: this order is now “%(state)s” (%(verb)s by %(who)s). "
                "What you wrote is kept below; look at the order again and decide whether it still applies."
            )
            % {
                "state": order.get_state_display(),
                "verb": last.get_verb_display() if last else "",
                "who": (last.actor_label if last else "") or _("somebody else"),
            },
            facts={"version": order.version},
        )
    return order


def own_department(actor: Actor, order: WorkOrder) -> None:
    """Refuse a deed that belongs to the lead when the actor works elsewhere.

    Raises:
        RefusedError: The order lies with another department.
    """
    if order.lead_id not in actor.scope.department_ids:
        raise RefusedError(
            _("This order lies with %(lead)s; you work for %(post)s. Ask the dispatcher to hand it on.")
            % {"lead": order.lead.name if order.lead else "-", "post": actor.label},
        )


def drop_open_wish(order: WorkOrder, *, at: datetime) -> None:
    """Let an open wish for more time lapse when the order leaves the hands that asked for it.

    Otherwise the next department could neither ask for itself nor be spared a decision on somebody else's wish.
    """
    open_wish = order.extensions.filter(state=ExtensionState.ASKED)
    if open_wish.update(state=ExtensionState.LAPSED, decided_at=at):
        record("extension_lapsed", order)


def store(order: WorkOrder, *entries: OrderEntry, names: Mapping[UUID, str] | None = None) -> WorkOrder:
    """Write an order and its new history lines: two statements; for the words of a new order one or two more.

    Args:
        order: As it is now.
        entries: What happened to it.
        names: Of the places of a new order, as far as they are at hand.
    """
    is_new = order._state.adding  # noqa: SLF001 - Django's own way to ask
    if not is_new:
        order.version += 1
    order.save(force_insert=is_new)
    if is_new:
        note_words([order], names)
    OrderEntry.objects.bulk_create(limits_after(order, entries))
    return order


def record(verb: str, order: WorkOrder, **facts: str | int | bool | None) -> None:
    """Leave the audit row of a deed on an order."""
    audit.record(
        f"workorders.{verb}", kind="workorders.order", id=order.pk, facts={"number": order.number, **facts}
    )


def tell_taken(order: WorkOrder, *, at: datetime) -> None:
    """Tell that an emergency was taken on; of other orders nobody waits for that by the minute."""
    if order.urgency == UrgencyTier.EMERGENCY and order.lead_id is not None:
        emit(
            EmergencyTaken(
                order_id=order.pk,
                sub_district_id=order.sub_district_id,
                department_id=order.lead_id,
                number=order.number,
                taken_at=at,
            )
        )
