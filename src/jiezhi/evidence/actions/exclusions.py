"""Ask that an order not count in the office's own rates, and have another person decide."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.evidence.choices import ExclusionGround, ExclusionState
from jiezhi.evidence.errors import DecidedError, GroundError, OwnWishError
from jiezhi.evidence.models import Exclusion
from jiezhi.evidence.permissions import ASK_EXCLUSION, DECIDE_EXCLUSION
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.organisation.queries import get_duty
from jiezhi.workorders.queries import get_order, visible_orders

EXCLUSION = "evidence.exclusion"


@action
def ask_exclusion(
    *,
    order_id: UUID,
    ground: ExclusionGround,
    basis: str,
    duty_entry_id: UUID | None,
    words: str,
    actor: Actor,
    at: datetime,
) -> Exclusion:
    """Ask that an order not count. The order itself goes on as before: it is handled, answered and called back.

    Args:
        order_id: Which.
        ground: Why.
        basis: Law, article and number; may be empty where an entry of the duty list is named.
        duty_entry_id: The entry of the duty list, for what lies outside the office's duty.
        words: What makes it so here.
        actor: Who asks.
        at: Now.

    Raises:
        DecidedError: A wish for this order waits already, or was granted.
        GroundError: Nothing is named that it rests on.
        MissingError: No such order, or no such entry.
    """
    require(actor, ASK_EXCLUSION)
    order = get_order(actor, order_id)
    duty = get_duty(actor, duty_entry_id) if duty_entry_id is not None else None
    if not basis.strip() and duty is None:
        raise GroundError(
            _("Name the law with its article, or the entry of the duty list, on which this rests.")
        )
    known = Exclusion.objects.select_for_update().filter(sub_district_id=order.sub_district_id, order=order)
    if known.filter(state__in=(ExclusionState.ASKED, ExclusionState.GRANTED)).exists():
        raise DecidedError(
            _("This order has a wish that waits or was granted. Look at it on the order's page.")
        )
    made = Exclusion.objects.create(
        sub_district_id=order.sub_district_id,
        order=order,
        ground=ground,
        basis=(basis.strip() or (duty.basis if duty else ""))[:300],
        duty_entry=duty,
        words=words,
        asked_at=at,
        asked_by=actor.label,
        asker_id=actor.id,
    )
    audit.record("evidence.exclusion_asked", kind=EXCLUSION, id=made.pk, facts={"ground": made.ground})
    return made


@action
def withdraw_exclusion(*, exclusion_id: UUID, actor: Actor, at: datetime) -> None:
    """Take back what one asked for, while nobody has decided.

    Raises:
        DecidedError: There is no wish of the actor's that waits.
    """
    require(actor, ASK_EXCLUSION)
    exclusion = _waiting(actor, exclusion_id)
    if exclusion.asker_id != actor.id:
        raise DecidedError(_("Somebody else asked for this. Only they can take it back."))
    exclusion.state = ExclusionState.WITHDRAWN
    exclusion.save(update_fields=["state"])
    audit.record("evidence.exclusion_withdrawn", kind=EXCLUSION, id=exclusion.pk)


@action
def decide_exclusion(
    *, exclusion_id: UUID, is_granted: bool, answer: str, actor: Actor, at: datetime
) -> Exclusion:
    """Decide on a wish that another person asked for, with the reason.

    Raises:
        DecidedError: There is no such wish that waits.
        GroundError: A refusal or a grant says why.
        OwnWishError: The actor asked for it.
    """
    require(actor, DECIDE_EXCLUSION)
    exclusion = _waiting(actor, exclusion_id)
    if exclusion.asker_id == actor.id:
        raise OwnWishError(
            _("You asked for this yourself, so another person has to decide. Ask a colleague.")
        )
    if not answer.strip():
        raise GroundError(_("Say why: the reason stands beside the figures it changes."))
    exclusion.state = ExclusionState.GRANTED if is_granted else ExclusionState.REFUSED
    exclusion.decided_at, exclusion.decided_by, exclusion.decider_id = at, actor.label, actor.id
    exclusion.answer = answer
    exclusion.save(update_fields=["state", "decided_at", "decided_by", "decider_id", "answer"])
    audit.record("evidence.exclusion_decided", kind=EXCLUSION, id=exclusion.pk, facts={"granted": is_granted})
    return exclusion


def _waiting(actor: Actor, exclusion_id: UUID) -> Exclusion:
    rows = Exclusion.objects.select_for_update().filter(
        sub_district_id=actor.tenant_id, order__in=visible_orders(actor), state=ExclusionState.ASKED
    )
    exclusion = rows.filter(pk=exclusion_id).first()
    if exclusion is None:
        raise DecidedError(_("No wish of this kind waits any more. Look at the list again."))
    return exclusion
