"""News of orders: a step that is done opens those that waited for it."""

from datetime import datetime
from uuid import UUID

from jiezhi.chains.actions._opening import open_ready
from jiezhi.chains.events import ChainEnded
from jiezhi.chains.models import ApprovalChain, ChainStep
from jiezhi.chains.queries import CHAIN, STEP, find_step
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.outbox import emit
from jiezhi.workorders.choices import OrderState


@action
def pass_chain_on(*, order_id: UUID, actor: Actor, at: datetime) -> bool:
    """Take the news that an order is closed: its step is done, and those that waited for it open.

    The news may come twice or late: what counts is how the order stands now. True when a step was marked.
    """
    found = find_step(order_id)
    if found is None:
        return False
    chain, steps = _locked(found.chain_id)
    step = next(each for each in steps if each.order_id == order_id)
    if step.done_at is not None or step.order is None or step.order.state != OrderState.CLOSED:
        return False
    step.done_at = step.order.closed_at or at
    step.save(update_fields=["done_at"])
    audit.record("chains.step_done", kind=STEP, id=step.pk, facts={"chain": str(chain.pk)})
    open_ready(chain, steps, actor, at=at)
    if all(each.done_at is not None for each in steps):
        _end(chain, max(each.done_at for each in steps if each.done_at))
    return True


@action
def take_step_up_again(*, order_id: UUID, actor: Actor, at: datetime) -> bool:
    """Take the news that an order was reopened: its step is not done after all; what opened since goes on."""
    found = find_step(order_id)
    if found is None:
        return False
    chain, steps = _locked(found.chain_id)
    step = next(each for each in steps if each.order_id == order_id)
    if step.done_at is None or step.order is None or step.order.state == OrderState.CLOSED:
        return False
    step.done_at = None
    step.save(update_fields=["done_at"])
    if chain.ended_at is not None:
        chain.ended_at = None
        chain.save(update_fields=["ended_at"])
    audit.record("chains.step_taken_up_again", kind=STEP, id=step.pk, facts={"chain": str(chain.pk)})
    return True


def _locked(chain_id: UUID) -> tuple[ApprovalChain, list[ChainStep]]:
    """Lock a chain, so that two steps that end at once open what waits for both exactly once."""
    rows = ApprovalChain.objects.select_for_update(of=("self",))
    chain = rows.select_related("matter", "order", "estate").get(pk=chain_id)
    steps = ChainStep.objects.filter(chain=chain).select_related("department", "order").order_by("position")
    return chain, list(steps)


def _end(chain: ApprovalChain, ended_at: datetime) -> None:
    chain.ended_at = ended_at
    chain.save(update_fields=["ended_at"])
    audit.record("chains.chain_ended", kind=CHAIN, id=chain.pk)
    emit(ChainEnded(chain_id=chain.pk, sub_district_id=chain.sub_district_id, title=chain.title))
