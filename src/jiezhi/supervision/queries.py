"""Reads of the roster and of emergencies, in a known number of statements and within the actor's area."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.accounts.models import User
from jiezhi.core.supervision import Shift
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import MissingError
from jiezhi.kit.measure import Question, Split
from jiezhi.organisation.staff import holders_of_post, staff_of_department
from jiezhi.supervision.models import DutyCall, DutyShift, EmergencyResponse
from jiezhi.supervision.permissions import ANSWER, SUPERVISE
from jiezhi.workorders.permissions import DISPATCH
from jiezhi.workorders.queries import (
    COUNT_CAP,
    is_visible,
    visible_orders,
)

ORDER = "workorders.order"
OPEN = Q(answered_at=None, called_off_at=None)
"""An emergency that waits for its answer."""

CALLS = Q(next_due_at__isnull=False) | Q(exhausted_at__isnull=False)
"""One that calls, or called everybody in vain; another of the same order may wait with it."""


def roster(actor: Actor, *, first: datetime, last: datetime) -> list[DutyShift]:
    """Give the turns of duty that touch a span, in one statement."""
    rows = DutyShift.objects.filter(
        sub_district_id=actor.tenant_id, begins_at__lt=last, ends_at__gt=first
    ).select_related("department", "post")
    return list(rows.order_by("begins_at", "turn"))


def shifts_at(sub_district_id: UUID, at: datetime) -> list[DutyShift]:
    """Give who is on duty at a moment, in the order in which they are called."""
    rows = DutyShift.objects.filter(sub_district_id=sub_district_id, begins_at__lte=at, ends_at__gt=at)
    return list(rows.select_related("department", "post").order_by("turn", "begins_at", "id"))


def as_shift(row: DutyShift) -> Shift:
    """Give a turn as the rules read it."""
    return Shift(str(row.pk), row.begins_at, row.ends_at, row.turn)


def get_shift(actor: Actor, shift_id: UUID) -> DutyShift:
    """Give a turn of duty.

    Raises:
        MissingError: The street has no such turn.
    """
    row = DutyShift.objects.filter(sub_district_id=actor.tenant_id, pk=shift_id).first()
    if row is None:
        raise MissingError(_("There is no such turn of duty in this street."))
    return row


def people_on(shift: DutyShift, *, on: date) -> list[User]:
    """Give those who answer for a turn: the holders of its post, or the department's people who answer emergencies."""
    if shift.post_id is not None:
        return holders_of_post(shift.post_id, on=on)
    return staff_of_department(shift.department_id, allowed=ANSWER, on=on)


def about_of(response: EmergencyResponse) -> OriginRef:
    """Give what an emergency is about: its order, or what came in while there is none."""
    if response.order_id is not None:
        return OriginRef(ORDER, response.order_id)
    assert response.origin_id is not None  # noqa: S101 - the table holds that it is about something
    return OriginRef(response.origin_kind, response.origin_id)


def find_response(order_id: UUID) -> EmergencyResponse | None:
    """Give how an emergency order was answered so far, or None where no clock ran: what calls now, or the newest."""
    rows = _with_calls(EmergencyResponse.objects.filter(order_id=order_id).order_by("-began_at", "-id"))
    found = list(rows)
    return next((row for row in found if row.is_calling), found[0] if found else None)


def find_response_to(actor: Actor, origin: OriginRef) -> EmergencyResponse | None:
    """Give how what came in was answered so far, or None where it called nobody."""
    rows = EmergencyResponse.objects.filter(
        sub_district_id=actor.tenant_id, origin_kind=origin.kind, origin_id=origin.id
    )
    return _with_calls(rows.order_by("-began_at", "-id")).first()


def get_response(actor: Actor, response_id: UUID) -> EmergencyResponse:
    """Give an emergency of the street with its calls.

    Raises:
        MissingError: No such emergency in the street.
    """
    rows = EmergencyResponse.objects.filter(sub_district_id=actor.tenant_id, pk=response_id)
    found = _with_calls(rows.select_related("order__matter", "order__lead", "order__community", "community"))
    response = found.first()
    if response is None:
        raise MissingError(_("There is no such emergency in this street."))
    return response


def _with_calls(rows: QuerySet[EmergencyResponse]) -> QuerySet[EmergencyResponse]:
    return rows.select_related("answered_by").prefetch_related("calls__shift__department")


def responses_due(*, at: datetime) -> list[tuple[UUID, UUID]]:
    """Give the emergencies at which the next on duty is to be called, each with its street."""
    rows = EmergencyResponse.objects.filter(OPEN, next_due_at__lte=at)
    return list(rows.order_by("next_due_at").values_list("pk", "sub_district_id"))


def open_emergencies(actor: Actor) -> list[EmergencyResponse]:
    """Give the emergencies that nobody has answered yet, for whoever is on duty, in two statements."""
    rows = unanswered_emergencies(actor).select_related(
        "order__matter", "order__lead", "order__community", "community", "answered_by"
    )
    return list(rows.prefetch_related("calls__shift__department").order_by("began_at"))


def is_called(actor: Actor, response: EmergencyResponse) -> bool:
    """Whether the actor may answer an emergency: their department was called, or everybody was and nobody came.

    Of what came in the dispatchers are told beside who is on duty: whoever is quicker answers.
    """
    if response.exhausted_at is not None or (response.origin_kind and actor.may(DISPATCH.code)):
        return True
    return any(call.shift.department_id in actor.scope.department_ids for call in response.calls.all())


def was_called(actor: Actor, response: EmergencyResponse) -> bool:
    """Whether the actor's department was called by name, or they are of the leaders, who are called at the end."""
    if response.exhausted_at is not None and actor.may(SUPERVISE.code):
        return True
    return any(call.shift.department_id in actor.scope.department_ids for call in response.calls.all())


def may_be_called_off_by(actor: Actor, response: EmergencyResponse) -> bool:
    """Whether the actor may say that it is no emergency: called by name, or one who dispatches or leads."""
    return actor.may(DISPATCH.code) or actor.may(SUPERVISE.code) or was_called(actor, response)


def is_called_off(sub_district_id: UUID, origin: OriginRef) -> bool:
    """Whether the newest alarm of what came in was called off."""
    rows = EmergencyResponse.objects.filter(
        sub_district_id=sub_district_id, origin_kind=origin.kind, origin_id=origin.id
    )
    newest = rows.order_by("-began_at", "-id").values_list("called_off_at", flat=True).first()
    return newest is not None


def is_within(actor: Actor, response: EmergencyResponse) -> bool:
    """Whether the actor may open what an emergency is about: within their area, as orders and requests are."""
    if response.order is not None:
        return is_visible(actor, response.order)
    return actor.scope.whole or response.community_id in actor.scope.community_ids


def month_span(month_on: date) -> tuple[datetime, datetime]:
    """Give the first moment of a month on the office's clock, and of the next."""
    first = month_on.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    begin, end = (timezone.make_aware(datetime(day.year, day.month, 1)) for day in (first, following))  # noqa: DTZ001
    return begin, end


def find_call(call_id: UUID) -> DutyCall | None:
    """Give a call to who is on duty, with its turn."""
    return DutyCall.objects.select_related("shift").filter(pk=call_id).first()


def unanswered_emergencies(actor: Actor) -> QuerySet[EmergencyResponse]:
    """Give the emergencies of the street that nobody has answered yet, each once whoever reported it."""
    return EmergencyResponse.objects.filter(OPEN, CALLS, sub_district_id=actor.tenant_id)


def emergency_rows(actor: Actor) -> QuerySet[EmergencyResponse]:
    """Give the same emergencies, to be counted up to one above the cap."""
    return unanswered_emergencies(actor)[: COUNT_CAP + 1]


def emergencies_calling(actor: Actor) -> QuerySet[EmergencyResponse]:
    """Give those to which the actor's department was called, or to which everybody was and nobody came."""
    called = DutyCall.objects.filter(
        response_id=OuterRef("pk"), shift__department_id__in=actor.scope.department_ids
    )
    return unanswered_emergencies(actor).filter(Q(exhausted_at__isnull=False) | Exists(called))


_SPLITS = {
    Split.COMMUNITY: "area_id",
    Split.DEPARTMENT: "order__lead_id",
    Split.MATTER: "order__matter_id",
    Split.MONTH: "month_on",
}


def responses_in(question: Question) -> list[tuple[UUID | date | None, datetime, datetime | None]]:
    """Give the emergencies of a period in the actor's area with their group, begin and answer, in one statement.

    Calling off is an answer, at its moment: no figure gains by it. Before a request has an order nobody leads it and
    it has no matter: it belongs to none.
    """
    column, scope = _SPLITS.get(question.split), question.actor.scope
    is_here = Q(order=None) if scope.whole else Q(order=None, community_id__in=scope.community_ids)
    rows = EmergencyResponse.objects.filter(
        Q(order__in=visible_orders(question.actor)) | is_here,
        sub_district_id=question.actor.tenant_id,
        began_at__date__gte=question.first_on,
        began_at__date__lte=question.last_on,
    )
    rows = rows.annotate(
        month_on=TruncMonth("began_at", output_field=DateField()),
        area_id=Coalesce("order__community_id", "community_id"),
        ended_at=Coalesce("answered_at", "called_off_at"),
    )
    found = rows.values_list(column or "sub_district_id", "began_at", "ended_at")
    return [(group if column else None, began_at, ended_at) for group, began_at, ended_at in found]
