"""What an order is about before it has a number, and the order that is opened from it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Matter
from jiezhi.places.queries import Spot
from jiezhi.workorders.choices import OrderState, UrgencyTier
from jiezhi.workorders.models import WorkOrder


@dataclass(frozen=True)
class OrderDraft:
    """What an order is about, before it has a number.

    Args:
        matter: With parents and step limits, as `organisation.queries.get_matter` gives it.
        brief: What is to be done, in the dispatcher's words, without personal data.
        spot: Where.
        origin: What brought it in.
        urgency: Shortens every limit.
        limit: Amount and unit instead of the matter's own, from the responsibility list.
        flow: Instead of the matter's own, where what brought the order in decides how it ends: work that a
            meeting assigns has no reporter to call back, whatever its matter.
        is_cross_department: Whether the list names supports beside the lead.
    """

    matter: Matter
    brief: str
    spot: Spot
    origin: OriginRef
    urgency: UrgencyTier = UrgencyTier.NORMAL
    limit: tuple[int, str] | None = None
    flow: FlowName | None = None
    is_cross_department: bool = False


def new_order(draft: OrderDraft, number: str, *, actor: Actor, at: datetime) -> WorkOrder:
    """Give an order that was just opened, not yet stored; whoever opens it is first receiver (首接负责)."""
    amount, unit = draft.limit or (draft.matter.limit_amount, draft.matter.limit_unit)
    return WorkOrder(
        sub_district_id=actor.tenant_id,
        number=number,
        first_receiver_id=actor.department_id,
        matter=draft.matter,
        flow=draft.flow or draft.matter.flow,
        urgency=draft.urgency,
        state=OrderState.OPENED,
        brief=draft.brief,
        origin_kind=draft.origin.kind,
        origin_id=draft.origin.id,
        community_id=draft.spot.community_id,
        grid_cell_id=draft.spot.grid_cell_id,
        estate_id=draft.spot.estate_id,
        lon=draft.spot.lon,
        lat=draft.spot.lat,
        limit_amount=amount,
        limit_unit=unit,
        opened_at=at,
        opened_on=timezone.localdate(at),
        step_entered_at=at,
        is_cross_department=draft.is_cross_department,
    )
