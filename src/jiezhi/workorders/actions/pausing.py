"""An order waits for an outcome elsewhere and goes on with it; whoever brings the outcome about holds the right."""

from datetime import datetime
from uuid import UUID

from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.workorders.actions._moves import drop_open_wish, lock_any_order, record, store
from jiezhi.workorders.brief import require_clean_brief
from jiezhi.workorders.choices import OrderState, Verb
from jiezhi.workorders.clock import calendar_for, enter_step, shift_for_pause
from jiezhi.workorders.effects import move
from jiezhi.workorders.models import WorkOrder


@action
def pause_order(*, order_id: UUID, note: str, actor: Actor, at: datetime) -> WorkOrder:
    """Let an order in hand wait for what another app brings about (挂起); its clock stands still meanwhile.

    A wish for more time lapses: the time is given back anyway.

    Raises:
        WrongStepError: It is not in hand.
    """
    order = lock_any_order(actor, order_id)
    entry = move(order, Verb.PAUSE, actor=actor, at=at, note=require_clean_brief(note))
    enter_step(order, order.matter, None, at=at)
    drop_open_wish(order, at=at)
    record("order_paused", order)
    return store(order, entry)


@action
def resume_order(*, order_id: UUID, note: str, actor: Actor, at: datetime) -> bool:
    """Let an order go on with the outcome it waited for; the department gets back the time for which it waited.

    One that does not wait stays as it is. True when it waited.
    """
    order = lock_any_order(actor, order_id)
    if order.state != OrderState.WAITING:
        record("order_resumed", order, was_waiting=False)
        return False
    paused_at = order.step_entered_at
    calendar = calendar_for(order.sub_district_id, since=paused_at)
    entry = move(order, Verb.GO_ON, actor=actor, at=at, note=require_clean_brief(note))
    shift_for_pause(order, calendar, begin=paused_at, end=at)
    enter_step(order, order.matter, calendar, at=at)
    record("order_resumed", order, was_waiting=True)
    store(order, entry)
    return True
