"""Calling an emergency off: with a reason, by whom it concerns, told to who watches, and undone where it had begun."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.masking import find_personal
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import InvalidError, RefusedError
from jiezhi.kit.outbox import emit
from jiezhi.supervision.actions._calls import locked_open, open_together, record
from jiezhi.supervision.choices import CallOffReason
from jiezhi.supervision.events import EmergencyCalledOff
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.permissions import ANSWER
from jiezhi.supervision.queries import get_response, may_be_called_off_by
from jiezhi.workorders.actions import lower_urgency

LONGEST_WHY = 200


@dataclass(frozen=True)
class CallingOff:
    """Why nobody else is to be called.

    Args:
        reason: By its code.
        words: What else is to be known; may be empty unless the code says nothing.
    """

    reason: CallOffReason
    words: str = ""


@action
def call_off_emergency(
    *, response_id: UUID, why: CallingOff, actor: Actor, at: datetime
) -> EmergencyResponse:
    """Say that it is no emergency, or none for the office any more, since words can be misread: nobody else is called.

    It counts as an answer, at its moment: who calls off late was late. What came in stays and is dealt with like any
    other: it stands first no more, and a report that waits for its dispatch is no emergency order.

    Raises:
        AnsweredAlreadyError: Somebody answered it as one, or called it off.
        InvalidError: Another reason is given without words, or the words hold a person's number.
        RefusedError: The actor's department was not called, and they neither dispatch nor lead.
        MissingError: No such emergency in the street.
    """
    require(actor, ANSWER)
    words = _clean_words(why)
    response = get_response(actor, response_id)
    if not may_be_called_off_by(actor, response):
        raise RefusedError(_("Only who was called, the dispatchers and the leaders can call this off."))
    if response.order_id is not None and response.origin_id is not None:
        # Before the emergency itself: deeds on orders lock the order first.
        origin = OriginRef(response.origin_kind, response.origin_id)
        lower_urgency(order_id=response.order_id, origin=origin, actor=actor, at=at)
    response = locked_open(response_id, actor=actor)
    for row in open_together(response):
        _end(row, why.reason, words, actor=actor, at=at)
    return response


def _end(
    response: EmergencyResponse, reason: CallOffReason, words: str, *, actor: Actor, at: datetime
) -> None:
    response.called_off_at, response.called_off_by, response.next_due_at = at, actor.label, None
    response.called_off_reason, response.called_off_words = reason, words
    response.save(
        update_fields=[
            "called_off_at",
            "called_off_by",
            "called_off_reason",
            "called_off_words",
            "next_due_at",
        ]
    )
    record("emergency_called_off", response, reason=reason.value, danger=response.danger)
    emit(
        EmergencyCalledOff(
            response_id=response.pk,
            sub_district_id=response.sub_district_id,
            number=response.shown_number,
            origin_kind=response.origin_kind,
            origin_id=response.origin_id,
        )
    )


def _clean_words(why: CallingOff) -> str:
    words = why.words.strip()
    if len(words) > LONGEST_WHY:
        raise InvalidError(
            _("That is longer than %(limit)d characters. Shorten it.") % {"limit": LONGEST_WHY}
        )
    if why.reason == CallOffReason.OTHER and not words:
        raise InvalidError(_("Say in a few words why this is called off."))
    if found := find_personal(words):
        raise InvalidError(
            _("The words hold what looks like a number or address of a person (%(found)s). Take it out.")
            % {"found": found[0]}
        )
    return words
