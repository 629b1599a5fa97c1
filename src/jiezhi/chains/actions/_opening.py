"""What starting a chain and passing it on share: steps that are ready become work orders."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from jiezhi.chains.models import ApprovalChain, ChainStep
from jiezhi.chains.queries import STEP, links_of
from jiezhi.core.chains import LinkFacts, ready_steps
from jiezhi.kit import audit
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.organisation.choices import FlowName, LimitUnits
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import get_matter
from jiezhi.places.queries import Spot
from jiezhi.workorders.actions import OrderDraft, open_order
from jiezhi.workorders.authority import chosen_mode
from jiezhi.workorders.errors import NotListedError
from jiezhi.workorders.models import WorkOrder


def open_ready(chain: ApprovalChain, steps: Sequence[ChainStep], actor: Actor, *, at: datetime) -> None:
    """Open the order of each step of a locked chain whose predecessors are done."""
    facts = {
        str(step.position): LinkFacts(0 if step.opened_at else None, 0 if step.done_at else None)
        for step in steps
    }
    ready = ready_steps(links_of(steps), facts)
    matter = get_matter(sub_district_id=chain.sub_district_id, matter_id=chain.matter_id) if ready else None
    for step in steps:
        if matter is None or str(step.position) not in ready:
            continue
        draft = OrderDraft(
            matter=matter,
            brief=f"{chain.title}：{step.name}",
            spot=spot_of_chain(chain),
            origin=OriginRef(STEP, step.pk),
            limit=(step.limit_days, LimitUnits.WORKING_DAYS),
            flow=FlowName.TASK,
        )
        step.order = _opened(draft, step.department, actor, at=at)
        step.opened_at = at
        step.save(update_fields=["order", "opened_at"])
        audit.record("chains.step_opened", kind=STEP, id=step.pk, facts={"order": step.order.number})


def _opened(draft: OrderDraft, lead: Department, actor: Actor, *, at: datetime) -> WorkOrder:
    """Open the order of a step; where the list no longer gives it to a committee, the dispatcher decides."""
    try:
        chosen_mode(lead, wanted=None, matter=draft.matter, spot=draft.spot, on=timezone.localdate(at))
    except NotListedError:
        return open_order(draft=draft, lead=None, actor=actor, at=at)
    return open_order(draft=draft, lead=lead, actor=actor, at=at)


def spot_of_chain(chain: ApprovalChain) -> Spot:
    """Give where a chain's work lies: at its order, or at its estate."""
    order = chain.order
    if order is not None:
        return Spot(order.community_id, order.grid_cell_id, order.estate_id, order.lon, order.lat)
    estate = chain.estate
    lon, lat = (estate.lon, estate.lat) if estate else (None, None)
    return Spot(chain.community_id, None, chain.estate_id, lon, lat)
