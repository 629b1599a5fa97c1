"""Orders from above: objected to in time, answered in the superior's layout, answered anew where need be."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions._settling import (
    SUPERIOR,
    lock_superior,
    record,
    written,
)
from jiezhi.concerns.choices import ConcernState, ObjectionGround, ObjectionOutcome, SuperiorState
from jiezhi.concerns.errors import NoObjectionError, ReturnWindowClosedError
from jiezhi.concerns.events import ReplyHandedOver
from jiezhi.concerns.models import Objection, SuperiorOrder
from jiezhi.concerns.permissions import BRIDGE
from jiezhi.concerns.superior_queries import (
    REPLIED_STATES,
    get_superior,
    visible_superiors,
)
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.outbox import emit
from jiezhi.organisation.queries import get_duty

LONGEST_BASIS = 200


@action
def raise_objection(
    *,
    superior_id: UUID,
    ground: ObjectionGround,
    basis: str,
    words: str = "",
    duty_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Objection:
    """Object to an order from above within its return window; meanwhile nobody works on it.

    An entry of the duty list fills the basis by itself, as it reads today.

    Raises:
        InvalidError: The entry or document it rests on is not named.
        MissingError: The duty list has no such entry.
        ReturnWindowClosedError: The window has closed, an objection waits already, or the order is under way.
    """
    require(actor, BRIDGE)
    superior = lock_superior(get_superior(actor, superior_id))
    duty = get_duty(actor, duty_id) if duty_id else None
    basis = basis.strip() or (duty.basis[:LONGEST_BASIS] if duty else "")
    if not basis:
        raise InvalidError(_("Name the entry of the duty list or the document the objection rests on."))
    _require_open_window(superior, at=at)
    objection = Objection.objects.create(
        sub_district_id=superior.sub_district_id,
        superior=superior,
        ground=ground,
        basis=basis,
        duty_entry=duty,
        words=words.strip(),
        raised_at=at,
        raised_by=actor.label,
    )
    _move(superior, SuperiorState.OBJECTED, ConcernState.OBJECTED)
    record("objection_raised", superior, ground=ground.value)
    return objection


@action
def answer_objection(
    *, superior_id: UUID, outcome: ObjectionOutcome, answer: str = "", actor: Actor, at: datetime
) -> Objection:
    """Record what the superior said: upheld ends the request here, anything else brings it back to be dispatched.

    Raises:
        NoObjectionError: None waits.
    """
    require(actor, BRIDGE)
    superior = lock_superior(get_superior(actor, superior_id))
    objection = superior.objections.filter(outcome="").first()
    if objection is None:
        raise NoObjectionError(_("No objection to %(number)s waits.") % {"number": superior.number})
    objection.outcome, objection.answer, objection.answered_at = outcome, answer.strip(), at
    objection.save(update_fields=["outcome", "answer", "answered_at"])
    if outcome == ObjectionOutcome.UPHELD:
        _move(superior, SuperiorState.RETURNED, ConcernState.RETURNED)
    else:
        _move(superior, SuperiorState.OPEN, ConcernState.SUBMITTED)
    record("objection_answered", superior, outcome=outcome.value)
    return objection


@action
def hand_over_replies(*, superior_ids: list[UUID], actor: Actor, at: datetime) -> int:
    """Note that the replies of these orders went to the superior, and give how many are new.

    Raises:
        InvalidError: One of them has no reply yet, or does not lie here.
    """
    require(actor, BRIDGE)
    rows = (
        visible_superiors(actor)
        .filter(pk__in=superior_ids)
        .select_related("source", "concern__order")
        .defer("source__secret")
    )
    found = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    ready = [row for row in found.values() if row.concern.order and row.concern.order.reply]
    if len(ready) != len(set(superior_ids)):
        raise InvalidError(_("One of these orders has no reply yet. Open the list again and choose anew."))
    fresh = [row for row in ready if row.state not in REPLIED_STATES]
    SuperiorOrder.objects.filter(pk__in=[row.pk for row in fresh]).update(
        state=SuperiorState.REPLIED, replied_at=at
    )
    for row in fresh:
        if row.source.adapter:
            emit(ReplyHandedOver(superior_id=row.pk))
    audit.record("concerns.replies_handed_over", kind=SUPERIOR, id=ready[0].pk, facts={"count": len(fresh)})
    return len(fresh)


@action
def resend_reply(*, superior_id: UUID, actor: Actor, at: datetime) -> SuperiorOrder:
    """Let the program bring a reply anew that did not arrive; the superior's system gets it once all the same.

    Raises:
        InvalidError: No reply is on its way: it arrived, or was taken back, or a person brings it.
        MissingError: There is no such order from above in the actor's area.
    """
    require(actor, BRIDGE)
    get_superior(actor, superior_id)
    rows = SuperiorOrder.objects.select_related("source").defer("source__secret")
    superior = rows.select_for_update(of=("self",)).get(pk=superior_id)
    if not superior.is_on_its_way:
        raise InvalidError(_("No reply to %(number)s is on its way.") % {"number": superior.number})
    emit(ReplyHandedOver(superior_id=superior.pk))
    record("reply_sent_again", superior)
    return superior


@action
def await_reply_again(*, order_id: UUID, actor: Actor, at: datetime) -> int:
    """Let the superiors wait again once an order whose reply went to them was taken up anew; give how many do.

    What they were told before stays in the audit. News that arrives after the next reply was handed over changes
    nothing: it came after the order was done again.
    """
    is_before = Q(concern__order__resolved_at=None) | Q(replied_at__lt=F("concern__order__resolved_at"))
    told = SuperiorOrder.objects.filter(is_before, concern__order_id=order_id, state=SuperiorState.REPLIED)
    rows = list(told.select_for_update(of=("self",)).order_by("pk"))
    for superior in rows:
        earlier = superior.replied_at
        superior.state, superior.replied_at, superior.delivered_at = SuperiorState.OPEN, None, None
        superior.save(update_fields=["state", "replied_at", "delivered_at"])
        record("reply_awaited_again", superior, replied_at=written(earlier))
    return len(rows)


def _require_open_window(superior: SuperiorOrder, *, at: datetime) -> None:
    if superior.state == SuperiorState.OBJECTED:
        raise ReturnWindowClosedError(_("An objection to this order waits already."))
    if superior.state != SuperiorState.OPEN or superior.concern.state == ConcernState.RECEIVED:
        raise ReturnWindowClosedError(_("This order is under way here. It can no longer be returned."))
    if at > superior.return_until:
        raise ReturnWindowClosedError(
            _("The return window closed on %(time)s. Dispatch the order, or write to the superior.")
            % {"time": f"{timezone.localtime(superior.return_until):%Y-%m-%d %H:%M}"}
        )


def _move(superior: SuperiorOrder, state: SuperiorState, concern_state: ConcernState) -> None:
    superior.state, superior.concern.state = state, concern_state
    superior.save(update_fields=["state"])
    superior.concern.version += 1
    superior.concern.save(update_fields=["state", "version"])
