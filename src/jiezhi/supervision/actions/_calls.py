"""What the deeds of emergencies share: one at a time in a street, calling the next, and ending the calls together."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.supervision import NEXT_CALL_AFTER, next_called
from jiezhi.kit import audit
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import MissingError
from jiezhi.kit.outbox import emit
from jiezhi.supervision.errors import AnsweredAlreadyError
from jiezhi.supervision.events import DutyCalled, NobodyAnswered
from jiezhi.supervision.models import DutyCall, EmergencyResponse
from jiezhi.supervision.queries import OPEN, about_of, as_shift, shifts_at
from jiezhi.workorders.held import hold_order


def one_at_a_time(sub_district_id: UUID, *, order_id: UUID | None = None) -> None:
    """Let one deed after the other decide which emergency goes with which order.

    What is not there yet has no row to lock: the worker starts an order's clock while somebody joins a request to it.
    An order that a new emergency names is locked before, as by whoever joins to it or calls off: otherwise each would
    wait for the other.
    """
    if order_id is not None:
        hold_order(order_id)
    hold(f"supervision.emergencies:{sub_district_id}")


def locked(response_id: UUID) -> EmergencyResponse:
    """Lock an emergency.

    Raises:
        MissingError: There is none.
    """
    response = EmergencyResponse.objects.select_for_update(of=("self",)).filter(pk=response_id).first()
    if response is None:
        raise MissingError(_("There is no such emergency in this street."))
    return response


def locked_open(response_id: UUID, *, actor: Actor) -> EmergencyResponse:
    """Lock an emergency of the actor's street that waits for its answer.

    Raises:
        MissingError: There is none.
        AnsweredAlreadyError: Somebody answered it, or said that it is none.
    """
    one_at_a_time(actor.tenant_id)
    response = locked(response_id)
    if response.sub_district_id != actor.tenant_id:
        raise MissingError(_("There is no such emergency in this street."))
    if response.called_off_at is not None:
        raise AnsweredAlreadyError(_("Somebody has called this emergency off already."))
    if response.answered_at is not None:
        raise AnsweredAlreadyError(_("Somebody has answered this emergency already."))
    return response


def open_together(response: EmergencyResponse) -> list[EmergencyResponse]:
    """Lock and give what ends with it: several reports of one fire share an order, and one answer."""
    if response.order_id is None:
        return [response]
    rows = EmergencyResponse.objects.select_for_update(of=("self",)).filter(OPEN, order_id=response.order_id)
    return [response, *rows.exclude(pk=response.pk).order_by("pk")]


def answered(response: EmergencyResponse, department_id: UUID | None, *, at: datetime) -> EmergencyResponse:
    """End the calls of an emergency, and of what goes with it, by an answer."""
    for row in open_together(response):
        row.answered_at, row.answered_by_id, row.next_due_at = max(at, row.began_at), department_id, None
        row.save(update_fields=["answered_at", "answered_by", "next_due_at"])
        record("emergency_answered", row)
    return response


def call_the_next(response: EmergencyResponse, *, at: datetime) -> None:
    """Call the next on duty, or tell the leaders after the last one."""
    rows = {str(row.pk): row for row in shifts_at(response.sub_district_id, at)}
    called = [str(call.shift_id) for call in response.calls.all()]
    found = next_called([as_shift(row) for row in rows.values()], called, at)
    number = response.shown_number
    if found is None:
        response.next_due_at, response.exhausted_at = None, at
        response.save(update_fields=["next_due_at", "exhausted_at"])
        record("nobody_answered", response)
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
    response.next_due_at = at + NEXT_CALL_AFTER
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


def record(verb: str, response: EmergencyResponse, **facts: str) -> None:
    """Leave the audit row of a deed on an emergency."""
    about = about_of(response)
    audit.record(f"supervision.{verb}", kind=about.kind, id=about.id, facts=facts)
