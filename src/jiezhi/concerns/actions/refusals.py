"""Orders from above that could not be taken: kept until they are, or until somebody sets them aside."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.concerns.actions._settling import hold_number
from jiezhi.concerns.actions.bringing import SuperiorDraft, Taken, take_superior_order
from jiezhi.concerns.choices import RefusalState
from jiezhi.concerns.models import RefusedOrder
from jiezhi.concerns.permissions import BRIDGE
from jiezhi.concerns.superior_queries import get_refusal, get_source, refusals_waiting
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.vault import blind_index

REFUSAL = "concerns.refusal"
LONGEST_NUMBER, LONGEST_NOTE = 64, 500


@dataclass(frozen=True)
class Refusal:
    """An order that could not be taken.

    Args:
        source_id: Which system told it.
        number: The superior's own, as far as it was told.
        told: What the adapter reads it from again.
        reason: Why it could not be taken, in words for the dispatcher.
    """

    source_id: UUID
    number: str
    told: str
    reason: str


@action
def refuse_order(*, refusal: Refusal, actor: Actor, at: datetime) -> RefusedOrder:
    """Keep an order that could not be taken; told again, it stays one row.

    What was set aside stays so while the superior only repeats it; told otherwise, it waits for a decision again.

    Raises:
        MissingError: The street has no such source.
    """
    require(actor, BRIDGE)
    source, number = get_source(actor, refusal.source_id), refusal.number.strip()
    is_usable = 0 < len(number) <= LONGEST_NUMBER
    key = number if is_usable else blind_index(refusal.told, column="concerns.RefusedOrder.told")
    hold_number(source.pk, key)
    rows = RefusedOrder.objects.filter(sub_district_id=actor.tenant_id, source=source, key=key)
    row = rows.first() or RefusedOrder(
        sub_district_id=actor.tenant_id, source=source, key=key, adapter=source.adapter, refused_at=at
    )
    if row.state != RefusalState.WAITING and row.told != refusal.told:
        row.state, row.refused_at, row.superior = RefusalState.WAITING, at, None
        row.settled_at, row.settled_by = None, ""
    row.number, row.told, row.adapter = number[:LONGEST_NUMBER], refusal.told, source.adapter
    row.reason = refusal.reason[:300]
    row.save()
    audit.record(
        "concerns.order_refused", kind=REFUSAL, id=row.pk, facts={"number": row.number, "state": row.state}
    )
    return row


@action
def take_mended_order(*, refused_id: UUID, draft: SuperiorDraft, actor: Actor, at: datetime) -> Taken:
    """Bring in an order that could not be taken as a person mended it, also under a number that was not told.

    Raises:
        InvalidError: It still makes no sense, or the order is said to come from another system.
        MissingError: None such waits in the street.
    """
    require(actor, BRIDGE)
    refused = get_refusal(actor, refused_id)
    if draft.source_id != refused.source_id:
        raise InvalidError(_("The order was told by another system. Open the list again."))
    taken = take_superior_order(draft=draft, actor=actor, at=at)
    is_settled = RefusedOrder.objects.filter(pk=refused_id, state=RefusalState.WAITING).update(
        state=RefusalState.TAKEN, told="", superior=taken.superior, settled_at=at, settled_by=actor.label
    )
    if is_settled:
        facts: dict[str, str | int | bool | None] = {"number": taken.superior.number}
        audit.record("concerns.refusal_settled", kind=REFUSAL, id=refused_id, facts=facts)
    return taken


@action
def set_aside_refusal(*, refused_id: UUID, note: str, actor: Actor, at: datetime) -> RefusedOrder:
    """Decide that an order that could not be taken is not taken here, and say why.

    Raises:
        InvalidError: No reason is written, or a far too long one.
        MissingError: None such waits in the street.
    """
    require(actor, BRIDGE)
    get_refusal(actor, refused_id)
    note = note.strip()
    if not note or len(note) > LONGEST_NOTE:
        raise InvalidError(
            _("Write why the order is set aside, in up to %(limit)d characters.") % {"limit": LONGEST_NOTE}
        )
    row = get_refusal(actor, refused_id, among=refusals_waiting(actor).select_for_update(of=("self",)))
    row.state, row.note = RefusalState.SET_ASIDE, note
    row.settled_at, row.settled_by = at, actor.label
    row.save(update_fields=["state", "note", "settled_at", "settled_by"])
    audit.record("concerns.refusal_set_aside", kind=REFUSAL, id=row.pk, facts={"number": row.number})
    return row
