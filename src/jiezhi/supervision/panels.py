"""What supervision adds to the page of an order: marks to put, and the clock of an emergency."""

from collections.abc import Mapping

from django.utils import timezone

from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.supervision.choices import BY_HAND_KINDS, CallOffReason
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.permissions import ANSWER, SEE, SUPERVISE
from jiezhi.supervision.queries import find_response, find_response_to, is_called, may_be_called_off_by
from jiezhi.supervision.standing import answer_words, lines_of
from jiezhi.workorders.choices import OrderState, UrgencyTier
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_lines, register_panel


def emergency_of(actor: Actor, origin: OriginRef) -> Mapping[str, object] | None:
    """Give what the page of a request shows of the emergency that it called down, or None.

    Two statements, one where it called nobody: what was called off has no danger left to ask by.
    """
    return _shown(actor, find_response_to(actor, origin)) if actor.may(SEE.code) else None


def _clock(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    """An order of any urgency may be called to: its resident tells of a danger afterwards, or it was called off."""
    is_asked = order.is_marked or order.urgency == UrgencyTier.EMERGENCY
    return _shown(actor, find_response(order.pk)) if is_asked else None


def _shown(actor: Actor, response: EmergencyResponse | None) -> Mapping[str, object] | None:
    if response is None:
        return None
    may_answer = response.is_open and actor.may(ANSWER.code) and is_called(actor, response)
    words = answer_words(response, at=timezone.now())
    may_call_off = response.is_open and actor.may(ANSWER.code) and may_be_called_off_by(actor, response)
    return {
        "response": response,
        "words": words,
        "may_answer": may_answer,
        "may_call_off": may_call_off,
        "reasons": CallOffReason.choices,
    }


def _marking(_actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    return None if order.state == OrderState.CLOSED else {"kinds": BY_HAND_KINDS}


register_panel(OrderPanel("emergency", "supervision/_emergency.html", SEE.code, _clock))
register_panel(OrderPanel("marking", "", SUPERVISE.code, _marking, offer="supervision/_marking.html"))
register_lines("marks", lines_of)
