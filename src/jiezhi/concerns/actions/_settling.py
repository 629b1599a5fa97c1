"""What the deeds that bring an order from above in, and those that refuse it, share."""

from datetime import datetime
from uuid import UUID

from jiezhi.concerns.choices import RefusalState
from jiezhi.concerns.models import RefusedOrder, SuperiorOrder
from jiezhi.kit import audit
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold


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
            kind="concerns.superior",
            id=superior.pk,
            facts={"number": superior.number},
        )


def hold_number(source_id: UUID, number: str) -> None:
    """Let nobody else bring in, or refuse, the same number meanwhile."""
    hold(f"concerns.superior:{source_id}:{number}")
