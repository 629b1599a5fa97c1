"""What supervision does about the news of orders, and whom it tells."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.accounts.models import User
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import Actor, OriginRef, system_job
from jiezhi.kit.outbox import subscribe
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.choices import NoticeGroup
from jiezhi.notices.kinds import NoticeKind, notice_kind
from jiezhi.organisation.staff import staff_of_department, staff_of_street
from jiezhi.supervision.actions import move_alarms, note_taken, open_response, raise_if_due
from jiezhi.supervision.choices import MarkKinds
from jiezhi.supervision.events import DutyCalled, EmergencyCalledOff, NobodyAnswered, OrderMarked
from jiezhi.supervision.mark_queries import may_be_raised
from jiezhi.supervision.permissions import SUPERVISE
from jiezhi.supervision.queries import find_call, people_on
from jiezhi.workorders.events import (
    CheckFailed,
    EmergencyOut,
    EmergencyTaken,
    OrderMerged,
    OrderReopened,
    OrderSentBack,
)
from jiezhi.workorders.permissions import DISPATCH, HANDLE

ORDER, RESPONSE = "workorders.order", "supervision.response"
RAISED = notice_kind(
    "supervision.raised", _("Work order %(number)s came back or was found not done three times: see to it.")
)
TOLD = {
    MarkKinds.REMINDER: notice_kind(
        "supervision.reminder", _("You are reminded of work order %(number)s: read why on its page.")
    ),
    MarkKinds.YELLOW_CARD: notice_kind(
        "supervision.yellow_card", _("A yellow card lies on work order %(number)s.")
    ),
    MarkKinds.RED_CARD: notice_kind("supervision.red_card", _("A red card lies on work order %(number)s.")),
    MarkKinds.RAISED: notice_kind(
        "supervision.raised_lead", _("Work order %(number)s was raised: the leader in charge looks at it.")
    ),
}
CALLED = notice_kind(
    "supervision.called",
    _("Emergency %(number)s: your turn of duty is called. Answer within five minutes."),
    NoticeGroup.URGENT,
)
NOBODY = notice_kind(
    "supervision.nobody_answered",
    _("Nobody on duty answered emergency %(number)s: see to it at once."),
    NoticeGroup.URGENT,
)

CALLED_OFF = notice_kind(
    "supervision.called_off", _("Emergency %(number)s was called off. Read by whom and why.")
)


@subscribe(OrderSentBack)
def look_at_order_sent_back(event: OrderSentBack) -> None:
    """Three send-backs raise an order."""
    _raise(event.order_id, event.sub_district_id)


@subscribe(OrderReopened)
def look_at_reopened_order(event: OrderReopened) -> None:
    """Three reworks raise an order."""
    _raise(event.order_id, event.sub_district_id)


@subscribe(CheckFailed)
def look_at_order_not_done(event: CheckFailed) -> None:
    """Three reworks raise an order."""
    _raise(event.order_id, event.sub_district_id)


@subscribe(OrderMarked)
def tell_of_mark(event: OrderMarked) -> None:
    """A mark is told to the department; a raising and a red card to the leaders as well."""
    kind = MarkKinds(event.kind)
    if event.department_id is not None:
        people = staff_of_department(event.department_id, allowed=HANDLE, on=_today())
        _tell(event.order_id, event.sub_district_id, people, TOLD[kind], event.number)
    if kind in (MarkKinds.RAISED, MarkKinds.RED_CARD):
        told = RAISED if kind is MarkKinds.RAISED else TOLD[kind]
        _tell(event.order_id, event.sub_district_id, _leaders(event.sub_district_id), told, event.number)


@subscribe(EmergencyOut)
def start_clock(event: EmergencyOut) -> None:
    """An emergency calls who is on duty at once, unless they were when it came in: then their clock goes on.

    What came back and goes out again calls anew.
    """
    open_response(
        order_id=event.order_id,
        came_back_at=event.came_back_at,
        actor=_job(event.sub_district_id),
        at=current_unit().at,
    )


@subscribe(EmergencyTaken)
def stop_clock(event: EmergencyTaken) -> None:
    """Taking an emergency on is an answer."""
    note_taken(
        order_id=event.order_id,
        department_id=event.department_id,
        taken_at=event.taken_at,
        actor=_job(event.sub_district_id),
        at=current_unit().at,
    )


@subscribe(OrderMerged)
def let_alarms_go_on(event: OrderMerged) -> None:
    """A danger that nobody has answered is one of the order that answers for both now."""
    move_alarms(order_id=event.order_id, actor=_job(event.sub_district_id), at=current_unit().at)


@subscribe(DutyCalled)
def tell_duty(event: DutyCalled) -> None:
    """A turn of duty is called; where nobody of it signs in, the dispatchers telephone."""
    call = find_call(event.call_id)
    people = people_on(call.shift, on=_today()) if call is not None else []
    people = people or staff_of_street(event.sub_district_id, allowed=DISPATCH, on=_today())
    _tell_of(event, people, CALLED)


@subscribe(EmergencyCalledOff)
def tell_of_calling_off(event: EmergencyCalledOff) -> None:
    """Who dispatches and who leads read why: sent out as an emergency all the same, it calls anew."""
    _tell_of(event, _watchers(event.sub_district_id), CALLED_OFF)


@subscribe(NobodyAnswered)
def tell_leaders(event: NobodyAnswered) -> None:
    """Everybody on duty was called in vain."""
    _tell_of(event, _watchers(event.sub_district_id), NOBODY)


def _raise(order_id: UUID, sub_district_id: UUID) -> None:
    if may_be_raised(order_id):
        raise_if_due(order_id=order_id, actor=_job(sub_district_id), at=current_unit().at)


def _tell_of(
    event: DutyCalled | NobodyAnswered | EmergencyCalledOff, readers: list[User], kind: NoticeKind
) -> None:
    """Tell of an emergency by its own page: whoever is called may have neither the order nor the request."""
    about = OriginRef(RESPONSE, event.response_id) if event.response_id else None
    if about is None and not isinstance(event, EmergencyCalledOff) and event.order_id is not None:
        # News that was written before emergencies had a page.
        about = OriginRef(ORDER, event.order_id)
    if about is not None:
        _tell_about(about, event.sub_district_id, readers, kind, event.number)


def _tell(order_id: UUID, street_id: UUID, readers: list[User], kind: NoticeKind, number: str) -> None:
    _tell_about(OriginRef(ORDER, order_id), street_id, readers, kind, number)


def _tell_about(
    about: OriginRef, street_id: UUID, readers: list[User], kind: NoticeKind, number: str
) -> None:
    tell_staff(
        readers=readers,
        kind=kind,
        about=about,
        facts={"number": number},
        actor=_job(street_id),
        at=current_unit().at,
    )


def _watchers(sub_district_id: UUID) -> list[User]:
    """Give the leaders, and the dispatchers who are none, each once."""
    people = _leaders(sub_district_id)
    others = staff_of_street(sub_district_id, allowed=DISPATCH, on=_today())
    return people + [user for user in others if user not in people]


def _leaders(sub_district_id: UUID) -> list[User]:
    return staff_of_street(sub_district_id, allowed=SUPERVISE, on=_today())


def _today() -> date:
    return timezone.localdate(current_unit().at)


def _job(sub_district_id: UUID) -> Actor:
    return system_job("supervision.rules", sub_district_id=sub_district_id, permissions=frozenset())
