"""Emergencies: who is on duty is called within minutes, then the next, until somebody answers.

The clock runs from when an emergency came in: a request or a report that tells of a danger, or else the moment at
which an emergency order went out. What came in and the order that comes of it have one clock, not two.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.supervision import RESPONSE_LIMIT, next_called
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import MissingError, RefusedError
from jiezhi.kit.outbox import emit
from jiezhi.supervision.errors import AnsweredAlreadyError
from jiezhi.supervision.events import DutyCalled, NobodyAnswered
from jiezhi.supervision.models import DutyCall, EmergencyResponse
from jiezhi.supervision.permissions import ANSWER
from jiezhi.supervision.queries import ORDER, about_of, as_shift, is_called, shifts_at


@dataclass(frozen=True)
class Alarm:
    """What came in and tells of a danger.

    Args:
        origin: The request or report.
        number: Its own.
        brief: What it says, without numbers: whoever is called reads it, and that leaves a trace.
        danger: Which, as `DangerKinds` names them: everybody sees it.
        community_id: Where, or None where that is not known.
        order_id: Its order where one was opened with it.
    """

    origin: OriginRef
    number: str
    brief: str
    danger: str
    community_id: UUID | None = None
    order_id: UUID | None = None


@action
def raise_alarm(*, alarm: Alarm, actor: Actor, at: datetime) -> EmergencyResponse:
    """Start the five-minute clock at the receipt of a danger and call who is on duty first, once for each."""
    response, is_new = EmergencyResponse.objects.get_or_create(
        sub_district_id=actor.tenant_id,
        origin_kind=alarm.origin.kind,
        origin_id=alarm.origin.id,
        defaults={
            "order_id": alarm.order_id,
            "number": alarm.number,
            "brief": alarm.brief,
            "danger": alarm.danger,
            "community_id": alarm.community_id,
            "began_at": at,
            "next_due_at": at,
        },
    )
    if is_new:
        _call(response, at=at)
    _record("emergency_called", response)
    return response


@action
def take_alarm_up(
    *, origin: OriginRef, order_id: UUID, actor: Actor, at: datetime
) -> EmergencyResponse | None:
    """Take the news that somebody decided on what came in: that is an answer, and its order goes on with the clock.

    An order that has a clock already, since several report one fire, keeps its own. What was said to be no emergency
    stays so: an emergency order that comes of it all the same begins anew when it goes out.
    """
    response = (
        EmergencyResponse.objects.select_for_update(of=("self",))
        .filter(sub_district_id=actor.tenant_id, origin_kind=origin.kind, origin_id=origin.id)
        .first()
    )
    if response is None or response.called_off_at is not None:
        return response
    if response.order_id is None and not EmergencyResponse.objects.filter(order_id=order_id).exists():
        response.order_id = order_id
        response.save(update_fields=["order"])
    return response if response.answered_at else _answered(response, actor.department_id, at=at)


@action
def open_response(
    *,
    order_id: UUID,
    actor: Actor,
    at: datetime,
    sent_by_id: UUID | None = None,
    sent_at: datetime | None = None,
) -> EmergencyResponse:
    """Start the clock of an emergency order that went out and call who is on duty; news that comes twice starts one.

    Where the clock runs since a report came in, sending its order out is the answer to it.

    Args:
        order_id: The order.
        actor: The job.
        at: Now.
        sent_by_id: The department that sent it out.
        sent_at: When it did.
    """
    response, is_new = EmergencyResponse.objects.get_or_create(
        order_id=order_id, defaults={"sub_district_id": actor.tenant_id, "began_at": at, "next_due_at": at}
    )
    response = _locked(response.pk)
    if is_new:
        _call(response, at=at)
    elif response.origin_kind and response.is_open:
        return _answered(response, sent_by_id, at=max(sent_at or at, response.began_at))
    _record("emergency_called", response)
    return response


@action
def call_next(*, response_id: UUID, actor: Actor, at: datetime) -> EmergencyResponse:
    """Call the next on duty, because nobody answered in time; after the last one the leaders are told."""
    response = _locked(response_id)
    if response.is_open and response.next_due_at is not None and response.next_due_at <= at:
        _call(response, at=at)
    _record("emergency_called", response)
    return response


@action
def answer_emergency(*, response_id: UUID, actor: Actor, at: datetime) -> EmergencyResponse:
    """Answer an emergency while on duty: somebody sees to it from now on, whoever leads the order.

    Raises:
        AnsweredAlreadyError: Somebody has, or said that it is none.
        RefusedError: The actor's department was not called.
        MissingError: No such emergency in the street.
    """
    require(actor, ANSWER)
    return _answered(_lock_called(response_id, actor=actor), actor.department_id, at=at)


@action
def call_off_emergency(*, response_id: UUID, actor: Actor, at: datetime) -> EmergencyResponse:
    """Say that it is no emergency, since words can be misread: nobody else is called, and no figure counts it.

    What came in stays where it is and is dealt with like any other.

    Raises:
        AnsweredAlreadyError: Somebody answered it as one, or said the same.
        RefusedError: The actor's department was not called.
        MissingError: No such emergency in the street.
    """
    require(actor, ANSWER)
    response = _lock_called(response_id, actor=actor)
    response.called_off_at, response.called_off_by, response.next_due_at = at, actor.label, None
    response.save(update_fields=["called_off_at", "called_off_by", "next_due_at"])
    _record("emergency_called_off", response)
    return response


@action
def note_taken(
    *, order_id: UUID, department_id: UUID, taken_at: datetime, actor: Actor, at: datetime
) -> EmergencyResponse | None:
    """Take the news that the lead took an emergency on: that is an answer, too, at the moment it was given."""
    response = EmergencyResponse.objects.select_for_update(of=("self",)).filter(order_id=order_id).first()
    if response is None or not response.is_open:
        audit.record("supervision.emergency_answered", kind=ORDER, id=order_id, facts={"is_late_news": True})
        return response
    return _answered(response, department_id, at=max(taken_at, response.began_at))


def _lock_called(response_id: UUID, *, actor: Actor) -> EmergencyResponse:
    response = _locked(response_id)
    if response.sub_district_id != actor.tenant_id:
        raise MissingError(_("There is no such emergency in this street."))
    if not is_called(actor, response):
        raise RefusedError(
            _("Your department was not called to this emergency: it is another's turn of duty.")
        )
    if response.called_off_at is not None:
        raise AnsweredAlreadyError(_("Somebody has said already that this is no emergency."))
    if response.answered_at is not None:
        raise AnsweredAlreadyError(_("Somebody has answered this emergency already."))
    return response


def _locked(response_id: UUID) -> EmergencyResponse:
    response = EmergencyResponse.objects.select_for_update(of=("self",)).filter(pk=response_id).first()
    if response is None:
        raise MissingError(_("There is no such emergency in this street."))
    return response


def _answered(response: EmergencyResponse, department_id: UUID | None, *, at: datetime) -> EmergencyResponse:
    response.answered_at, response.answered_by_id, response.next_due_at = at, department_id, None
    response.save(update_fields=["answered_at", "answered_by", "next_due_at"])
    _record("emergency_answered", response)
    return response


def _call(response: EmergencyResponse, *, at: datetime) -> None:
    rows = {str(row.pk): row for row in shifts_at(response.sub_district_id, at)}
    called = [str(call.shift_id) for call in response.calls.all()]
    found = next_called([as_shift(row) for row in rows.values()], called, at)
    number = response.shown_number
    if found is None:
        response.next_due_at, response.exhausted_at = None, at
        response.save(update_fields=["next_due_at", "exhausted_at"])
        _record("nobody_answered", response)
        emit(
            NobodyAnswered(
                order_id=response.order_id,
                sub_district_id=response.sub_district_id,
                number=number,
                response_id=response.pk,
            )
        )
        return
    shift = rows[found.key]
    call = DutyCall.objects.create(
        sub_district_id=response.sub_district_id, response=response, shift=shift, called_at=at
    )
    response.next_due_at = at + RESPONSE_LIMIT
    response.save(update_fields=["next_due_at"])
    emit(
        DutyCalled(
            call_id=call.pk,
            order_id=response.order_id,
            sub_district_id=response.sub_district_id,
            department_id=shift.department_id,
            number=number,
            response_id=response.pk,
        )
    )


def _record(verb: str, response: EmergencyResponse) -> None:
    about = about_of(response)
    audit.record(f"supervision.{verb}", kind=about.kind, id=about.id)
