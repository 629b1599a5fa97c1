"""What requests do about the news of orders, and about their own arrival.

A handler's time is that of the delivery it runs in, so that a past which is loaded later keeps its own times.
"""

from uuid import UUID

from jiezhi.concerns.actions import open_callbacks, suggest_matter
from jiezhi.concerns.events import ConcernSubmitted
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import Actor, system_job
from jiezhi.kit.outbox import subscribe
from jiezhi.workorders.events import CallbackDue, OrderClosed


def _job(name: str, sub_district_id: UUID) -> Actor:
    return system_job(name, sub_district_id=sub_district_id, permissions=frozenset())


@subscribe(ConcernSubmitted)
def suggest_matter_for_concern(event: ConcernSubmitted) -> None:
    """Compare the wording with the matters, away from the resident's waiting time."""
    actor = _job("concerns.suggest_matter", event.sub_district_id)
    suggest_matter(concern_id=event.concern_id, actor=actor, at=current_unit().at)


@subscribe(CallbackDue)
def ask_reporters(event: CallbackDue) -> None:
    """Open the round of callbacks."""
    actor = _job("concerns.open_callbacks", event.sub_district_id)
    open_callbacks(order_id=event.order_id, actor=actor, at=current_unit().at)


@subscribe(OrderClosed)
def ask_about_answer(event: OrderClosed) -> None:
    """An enquiry closes with its answer: its reporter may still say whether that helped."""
    actor = _job("concerns.open_callbacks", event.sub_district_id)
    open_callbacks(order_id=event.order_id, actor=actor, at=current_unit().at)
