"""Alarms: what tells of a danger when it comes in calls who is on duty; whoever decides on it hands the clock on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.outbox import LaterError
from jiezhi.supervision.actions._calls import answered, call_the_next, one_at_a_time, record
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.queries import OPEN, ORDER
from jiezhi.workorders.actions import mark_order
from jiezhi.workorders.choices import UrgencyTier
from jiezhi.workorders.merged import find_staying
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import find_any_order

ALARM = "alarm"


@dataclass(frozen=True)
class Alarm:
    """What came in and tells of a danger.

    Args:
        origin: The request or report.
        number: Its own.
        brief: What it says, without numbers: whoever is called reads it, and that leaves a trace.
        danger: Which, as `DangerKinds` names them: everybody sees it.
        community_id: Where, or None where that is not known.
        order_id: Its order where it has one.
    """

    origin: OriginRef
    number: str
    brief: str
    danger: str
    community_id: UUID | None = None
    order_id: UUID | None = None


@action
def raise_alarm(*, alarm: Alarm, actor: Actor, at: datetime) -> EmergencyResponse:
    """Start the five-minute clock at the receipt of a danger and call who is on duty first.

    Whom the same was told while its calls go on, or those of its order, is not called a second time. What was
    answered or called off before does not stand in the way: a danger that is told anew calls anew.
    """
    one_at_a_time(actor.tenant_id, order_id=alarm.order_id)
    response = _open_of(alarm, actor)
    if response is None:
        response = EmergencyResponse.objects.create(
            sub_district_id=actor.tenant_id,
            origin_kind=alarm.origin.kind,
            origin_id=alarm.origin.id,
            order_id=alarm.order_id,
            number=alarm.number,
            brief=alarm.brief,
            danger=alarm.danger,
            community_id=alarm.community_id,
            began_at=at,
            next_due_at=at,
        )
        call_the_next(response, at=at)
        if alarm.order_id is not None:
            # Its page asks for an emergency only where it is one itself, or something lies on it.
            mark_order(order_id=alarm.order_id, kind=ALARM, rule=alarm.danger, actor=actor, at=at)
    record("emergency_called", response)
    return response


@action
def take_alarm_up(
    *, origin: OriginRef, order: WorkOrder, actor: Actor, at: datetime
) -> EmergencyResponse | None:
    """Take the news that somebody decided on what came in: its order goes on with the clock.

    Only where the order is no emergency was that the answer. An emergency is answered when its lead takes it on or
    somebody on duty answers: until then the calls go on, and several reports of one fire have one. What was answered
    before does not answer the order of another report, whose own clock may just be starting.
    """
    one_at_a_time(actor.tenant_id)
    rows = EmergencyResponse.objects.select_for_update(of=("self",)).filter(called_off_at=None)
    response = (
        rows.filter(sub_district_id=actor.tenant_id, origin_kind=origin.kind, origin_id=origin.id)
        .order_by("-began_at", "-id")
        .first()
    )
    is_own = (order.origin_kind, order.origin_id) == (origin.kind, origin.id)
    if response is None or not (is_own or response.is_open):
        return response
    beside = list(rows.filter(order_id=order.pk).exclude(pk=response.pk).order_by("pk"))
    response.order = order
    response.save(update_fields=["order"])
    if not response.is_open:
        return response
    if any(row.is_calling for row in beside):
        response.next_due_at = None
        response.save(update_fields=["next_due_at"])
    elif beside or order.urgency != UrgencyTier.EMERGENCY:
        return answered(response, actor.department_id, at=at)
    return response


@action
def move_alarms(*, order_id: UUID, actor: Actor, at: datetime) -> list[EmergencyResponse]:
    """Take the news that an order was merged: what calls to it goes on with the order that stays in the end.

    Where that one calls already, what comes to it waits with it, and both have one answer. What the lead of the merged
    order took on is answered by that, and the news of it may still be on its way. Where the merge was undone meanwhile
    nothing moves.

    Raises:
        LaterError: The order that stays was merged on, or parted, at this moment.
    """
    staying = find_staying(order_id)
    one_at_a_time(actor.tenant_id, order_id=staying.pk if staying else None)
    if staying != find_staying(order_id):
        raise LaterError(at)
    moved = [] if staying is None or staying.pk == order_id else _open_alarms(order_id)
    audit.record("supervision.alarms_moved", kind=ORDER, id=order_id, facts={"alarms": len(moved)})
    if staying is None or not moved:
        return []
    beside = EmergencyResponse.objects.select_for_update(of=("self",)).filter(OPEN, order_id=staying.pk)
    is_called = any(row.is_calling for row in beside)
    for row in sorted(moved, key=lambda row: not row.is_calling):
        row.order = staying
        if is_called:
            row.next_due_at = None
        elif not row.is_calling:
            # It waited with one that is answered: nobody else calls to it.
            row.next_due_at = at
        is_called = True
        row.save(update_fields=["order", "next_due_at"])
    mark_order(order_id=staying.pk, kind=ALARM, rule=moved[0].danger, actor=actor, at=at)
    return moved


def _open_alarms(order_id: UUID) -> list[EmergencyResponse]:
    """Lock and give the alarms on an order that was merged which nobody has answered."""
    order = find_any_order(order_id)
    rows = EmergencyResponse.objects.select_for_update(of=("self",)).filter(
        OPEN, order_id=order_id, origin_id__isnull=False
    )
    if order is not None and order.urgency == UrgencyTier.EMERGENCY and order.accepted_at is not None:
        rows = rows.filter(began_at__gt=order.accepted_at)
    return list(rows.order_by("began_at", "pk"))


def _open_of(alarm: Alarm, actor: Actor) -> EmergencyResponse | None:
    """Give what calls to the same already: for the thing itself, or for its order."""
    rows = EmergencyResponse.objects.select_for_update(of=("self",)).filter(
        OPEN, sub_district_id=actor.tenant_id
    )
    own = rows.filter(origin_kind=alarm.origin.kind, origin_id=alarm.origin.id).first()
    if own is not None or alarm.order_id is None:
        return own
    return rows.filter(order_id=alarm.order_id).order_by("began_at", "id").first()
