"""Emergencies: who is on duty is called within minutes, then the next, until somebody answers.

The clock runs from when an emergency came in: a request or a report that tells of a danger, or else the moment at
which an emergency order went out. What came in and the order that comes of it have one clock, not two: it runs until
the lead takes the order on, or somebody on duty answers.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import RefusedError
from jiezhi.supervision.actions._calls import (
    answered,
    call_the_next,
    locked,
    locked_open,
    one_at_a_time,
    record,
)
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.permissions import ANSWER
from jiezhi.supervision.queries import OPEN, ORDER, is_called
from jiezhi.workorders.choices import HANDED_OVER
from jiezhi.workorders.queries import find_any_order
from jiezhi.workorders.returns import last_return


@action
def open_response(
    *, order_id: UUID, came_back_at: datetime | None = None, actor: Actor, at: datetime
) -> EmergencyResponse:
    """Start the clock of an emergency order that went out and call who is on duty; news that comes twice starts one.

    Where the clock runs since a report came in it goes on, and whoever was called is not called again. An order that
    came back and goes out again has a new one: what was answered before does not count. Nor does one that was called
    off: sent out as an emergency all the same, it begins anew.

    Args:
        order_id: The order.
        came_back_at: When it last came back to the dispatcher; None where it goes out for the first time.
        actor: The job.
        at: Now.
    """
    one_at_a_time(actor.tenant_id, order_id=order_id)
    rows = _rows_of(order_id).filter(called_off_at=None)
    if came_back_at is not None:
        rows = rows.filter(Q(answered_at=None) | Q(answered_at__gt=came_back_at))
    response = rows.first()
    if response is None:
        response = EmergencyResponse.objects.create(
            sub_district_id=actor.tenant_id, order_id=order_id, began_at=at, next_due_at=at
        )
        call_the_next(response, at=at)
    record("emergency_called", response)
    return response


@action
def call_next(*, response_id: UUID, actor: Actor, at: datetime) -> EmergencyResponse:
    """Call the next on duty, because nobody answered in time; after the last one the leaders are told."""
    response = locked(response_id)
    if response.is_open and response.next_due_at is not None and response.next_due_at <= at:
        call_the_next(response, at=at)
    record("emergency_called", response)
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
    return answered(_lock_called(response_id, actor=actor), actor.department_id, at=at)


@action
def note_taken(
    *, order_id: UUID, department_id: UUID, taken_at: datetime, actor: Actor, at: datetime
) -> EmergencyResponse | None:
    """Take the news that the lead took an emergency on: that is an answer, too, at the moment it was given.

    It answers nothing of what began after the order had come back; where it is out again by now, that calls anew.
    """
    one_at_a_time(actor.tenant_id, order_id=order_id)
    came_back_at = last_return(order_id, after=taken_at)
    # A danger that was told after the lead took the order on is none that the lead has answered.
    is_meant = Q(origin_id=None) | Q(began_at__lte=taken_at)
    if came_back_at is not None:
        is_meant &= Q(began_at__lte=came_back_at)
    response = _rows_of(order_id).filter(OPEN, is_meant).first()
    if response is None:
        audit.record("supervision.emergency_answered", kind=ORDER, id=order_id, facts={"is_late_news": True})
        return None
    answered(response, department_id, at=taken_at)
    order = find_any_order(order_id)
    if came_back_at is not None and order is not None and order.state in HANDED_OVER:
        # Its going out found the clock that ran still, since this news was on its way.
        open_response(order_id=order_id, came_back_at=came_back_at, actor=actor, at=at)
    return response


def _lock_called(response_id: UUID, *, actor: Actor) -> EmergencyResponse:
    response = locked_open(response_id, actor=actor)
    if not is_called(actor, response):
        raise RefusedError(
            _("Your department was not called to this emergency: it is another's turn of duty.")
        )
    return response


def _rows_of(order_id: UUID) -> QuerySet[EmergencyResponse]:
    return EmergencyResponse.objects.select_for_update(of=("self",)).filter(order_id=order_id).order_by("pk")
