"""What happens in the office becomes messages to the programs that want to know and may."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.events import ConcernAnswered, ConcernSubmitted
from jiezhi.gateway.clients.models import Program
from jiezhi.gateway.webhooks.actions import write_letter
from jiezhi.gateway.webhooks.choices import EventKind, LetterState
from jiezhi.gateway.webhooks.events import LetterDue
from jiezhi.gateway.webhooks.models import Letter
from jiezhi.gateway.webhooks.queries import may_know_of_concerns, may_know_of_order, subscriptions_to
from jiezhi.gateway.webhooks.sending import deliver_letter
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import system_job
from jiezhi.kit.outbox import subscribe, subscribe_outside
from jiezhi.workorders.events import (
    OrderClosed,
    OrderDispatched,
    OrderOpened,
    OrderReopened,
    OrderResolved,
    OrderSentBack,
)

NOT_IN_FORCE = "not in force"


@subscribe(OrderOpened)
def tell_opened(event: OrderOpened) -> None:
    """Tell that an order was opened."""
    _tell_of_order(EventKind.ORDER_OPENED, event.sub_district_id, event.order_id, event.number)


@subscribe(OrderDispatched)
def tell_dispatched(event: OrderDispatched) -> None:
    """Tell that an order went out."""
    due = {"department_id": str(event.department_id), "due_at": event.due_at.isoformat()}
    _tell_of_order(EventKind.ORDER_DISPATCHED, event.sub_district_id, event.order_id, event.number, due)


@subscribe(OrderSentBack)
def tell_sent_back(event: OrderSentBack) -> None:
    """Tell that an order came back."""
    facts = {"department_id": str(event.department_id), "reason": event.reason}
    _tell_of_order(EventKind.ORDER_SENT_BACK, event.sub_district_id, event.order_id, event.number, facts)


@subscribe(OrderResolved)
def tell_done(event: OrderResolved) -> None:
    """Tell that an order was reported done."""
    facts = {"department_id": str(event.department_id), "state": event.state}
    _tell_of_order(EventKind.ORDER_DONE, event.sub_district_id, event.order_id, event.number, facts)


@subscribe(OrderReopened)
def tell_reopened(event: OrderReopened) -> None:
    """Tell that an order was taken up again."""
    facts = {"department_id": str(event.department_id), "due_at": event.due_at.isoformat()}
    _tell_of_order(EventKind.ORDER_REOPENED, event.sub_district_id, event.order_id, event.number, facts)


@subscribe(OrderClosed)
def tell_closed(event: OrderClosed) -> None:
    """Tell that an order is finished."""
    _tell_of_order(EventKind.ORDER_CLOSED, event.sub_district_id, event.order_id, event.number)


@subscribe(ConcernSubmitted)
def tell_submitted(event: ConcernSubmitted) -> None:
    """Tell that a request came in."""
    facts = {"number": event.number}
    _tell(EventKind.CONCERN_SUBMITTED, event.sub_district_id, facts, may_know_of_concerns)


@subscribe(ConcernAnswered)
def tell_answered(event: ConcernAnswered) -> None:
    """Tell that a request was answered."""
    facts = {"number": event.number}
    _tell(EventKind.CONCERN_ANSWERED, event.sub_district_id, facts, may_know_of_concerns)


@subscribe_outside(LetterDue, label=_("Messages to programs"))
def bring_letter(event: LetterDue, _key: UUID) -> None:
    """Bring a message; a second try after a kill carries the same id, so that the other side can tell."""
    related = ("subscription__program", "sub_district")
    letter = Letter.objects.select_related(*related).filter(pk=event.letter_id).first()
    if letter is None or letter.state != LetterState.WAITING:
        return
    if letter.subscription.ended_at is None and letter.subscription.program.is_active:
        deliver_letter(letter, at=datetime.now(UTC))
    else:  # nothing would bring it any more: where the program comes back, a keeper may have it tried again
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.DEAD, last_answer=NOT_IN_FORCE)


def _tell_of_order(
    kind: EventKind, street_id: UUID, order_id: UUID, number: str, more: Mapping[str, str] | None = None
) -> None:
    facts = {"order_id": str(order_id), "number": number, **(more or {})}
    _tell(kind, street_id, facts, lambda program: may_know_of_order(program, order_id))


def _tell(
    kind: EventKind, street_id: UUID, facts: Mapping[str, str], may_know: Callable[[Program], bool]
) -> None:
    actor = system_job("webhooks.tell", sub_district_id=street_id, permissions=frozenset())
    for subscription in subscriptions_to(kind, sub_district_id=street_id):
        if may_know(subscription.program):
            write_letter(subscription=subscription, kind=kind, facts=facts, actor=actor, at=current_unit().at)
