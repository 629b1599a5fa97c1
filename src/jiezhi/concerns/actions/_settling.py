"""What the deeds on orders from above share: those that bring one in, refuse it, object to it and answer it."""

from datetime import datetime
from uuid import UUID

from jiezhi.concerns.choices import RefusalState
from jiezhi.concerns.models import Concern, RefusedOrder, SuperiorOrder
from jiezhi.kit import audit
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold

SUPERIOR = "concerns.superior"


def settle_refusal(superior: SuperiorOrder, *, actor: Actor, at: datetime) -> None:
    """Let an order that could not be taken before rest, once its number is here, whatever way it came by."""
    rows = RefusedOrder.objects.filter(
        sub_district_id=superior.sub_district_id, source_id=superior.source_id, key=superior.number
    )
    is_settled = rows.exclude(state=RefusalState.TAKEN).update(
        state=RefusalState.TAKEN, told="", superior=superior, settled_at=at, settled_by=actor.label
    )
    if is_settled:
        audit.record(
            "concerns.refusal_settled",
            kind=SUPERIOR,
            id=superior.pk,
            facts={"number": superior.number},
        )


def hold_number(source_id: UUID, number: str) -> None:
    """Let nobody else bring in, or refuse, the same number meanwhile."""
    hold(f"concerns.superior:{source_id}:{number}")


def lock_superior(superior: SuperiorOrder) -> SuperiorOrder:
    """Lock an order from above and its request, in the order in which the dispatcher's deeds lock them."""
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=superior.concern_id)
    superior = SuperiorOrder.objects.select_for_update(of=("self",)).get(pk=superior.pk)
    if superior.concern_id == concern.pk:
        superior.concern = concern
    return superior


def written(moment: datetime | None) -> str | None:
    """Give a moment as the audit keeps it."""
    return moment.isoformat() if moment else None


def record(verb: str, superior: SuperiorOrder, **facts: str | int | bool | None) -> None:
    """Put a deed on an order from above on record."""
    audit.record(
        f"concerns.{verb}", kind=SUPERIOR, id=superior.pk, facts={"number": superior.number, **facts}
    )
