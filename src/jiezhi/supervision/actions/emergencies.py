"""Emergencies: who is on duty is called within minutes, then the next, until somebody answers."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.supervision import RESPONSE_LIMIT, next_called
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError, RefusedError
from jiezhi.kit.outbox import emit
from jiezhi.supervision.errors import AnsweredAlreadyError
from jiezhi.supervision.events import DutyCalled, NobodyAnswered
from jiezhi.supervision.models import DutyCall, EmergencyResponse
from jiezhi.supervision.permissions import ANSWER
from jiezhi.supervision.queries import as_shift, is_called, shifts_at

ORDER = "workorders.order"


@action
def open_response(*, order_id: UUID, actor: Actor, at: datetime) -> EmergencyResponse:
    """Start the five-minute clock of an emergency and call who is on duty first; news that comes twice starts one."""
    response, is_new = EmergencyResponse.objects.get_or_create(
        order_id=order_id, defaults={"sub_district_id": actor.tenant_id, "began_at": at, "next_due_at": at}
    )
    if is_new:
        _call(_locked(response.order_id), at=at)
    audit.record("supervision.emergency_called", kind=ORDER, id=order_id)
    return response


@action
def call_next(*, order_id: UUID, actor: Actor, at: datetime) -> EmergencyResponse:
    """Call the next on duty, because nobody answered in time; after the last one the leaders are told."""
    response = _locked(order_id)
    is_due = response.answered_at is None and response.next_due_at is not None and response.next_due_at <= at
    if is_due:
        _call(response, at=at)
    audit.record("supervision.emergency_called", kind=ORDER, id=order_id)
    return response


@action
def answer_emergency(*, order_id: UUID, actor: Actor, at: datetime) -> EmergencyResponse:
    """Answer an emergency while on duty: somebody sees to it from now on, whoever leads the order.

    Raises:
        AnsweredAlreadyError: Somebody has.
        RefusedError: The actor's department was not called.
        MissingError: No such emergency in the street.
    """
    require(actor, ANSWER)
    response = _locked(order_id)
    if response.sub_district_id != actor.tenant_id:
        raise MissingError(_("There is no such emergency in this street."))
    if not is_called(actor, response):
        raise RefusedError(
            _("Your department was not called to this emergency: it is another's turn of duty.")
        )
    if response.answered_at is not None:
        raise AnsweredAlreadyError(_("Somebody has answered this emergency already."))
    return _answered(response, actor.department_id, at=at)


@action
def note_taken(
    *, order_id: UUID, department_id: UUID, taken_at: datetime, actor: Actor, at: datetime
) -> EmergencyResponse | None:
    """Take the news that the lead took an emergency on: that is an answer, too, at the moment it was given."""
    response = EmergencyResponse.objects.select_for_update().filter(order_id=order_id).first()
    if response is None or response.answered_at is not None:
        audit.record("supervision.emergency_answered", kind=ORDER, id=order_id, facts={"is_late_news": True})
        return response
    return _answered(response, department_id, at=max(taken_at, response.began_at))


def _locked(order_id: UUID) -> EmergencyResponse:
    response = EmergencyResponse.objects.select_for_update(of=("self",)).filter(order_id=order_id).first()
    if response is None:
        raise MissingError(_("There is no such emergency in this street."))
    return response


def _answered(response: EmergencyResponse, department_id: UUID | None, *, at: datetime) -> EmergencyResponse:
    response.answered_at, response.answered_by_id, response.next_due_at = at, department_id, None
    response.save(update_fields=["answered_at", "answered_by", "next_due_at"])
    audit.record("supervision.emergency_answered", kind=ORDER, id=response.order_id)
    return response


def _call(response: EmergencyResponse, *, at: datetime) -> None:
    rows = {str(row.pk): row for row in shifts_at(response.sub_district_id, at)}
    called = [str(call.shift_id) for call in response.calls.all()]
    found = next_called([as_shift(row) for row in rows.values()], called, at)
    number = response.order.number
    if found is None:
        response.next_due_at, response.exhausted_at = None, at
        response.save(update_fields=["next_due_at", "exhausted_at"])
        audit.record("supervision.nobody_answered", kind=ORDER, id=response.order_id)
        emit(
            NobodyAnswered(
                order_id=response.order_id, sub_district_id=response.sub_district_id, number=number
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
        )
    )
