"""Who is told what about orders."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.accounts.models import User
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import OriginRef, system_job
from jiezhi.kit.outbox import subscribe
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.choices import NoticeGroup
from jiezhi.notices.kinds import NoticeKind, notice_kind
from jiezhi.organisation.staff import staff_of_community, staff_of_department, staff_of_street
from jiezhi.workorders.events import (
    CheckFailed,
    ExtensionAsked,
    ExtensionDecided,
    OfferAnswered,
    OrderDispatched,
    OrderMerged,
    OrderOffered,
    OrderParted,
    OrderReopened,
    OrderResolved,
    OrderSentBack,
    SupportAnswered,
    SupportAsked,
    SupportDone,
    SupportEnded,
)
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.permissions import CHECK, DECIDE_EXTENSION, DISPATCH, HANDLE

ORDER, SUPPORT, LEFT = "workorders.order", "workorders.support", "workorders.left_support"

DISPATCHED = notice_kind(
    "workorders.dispatched", _("Work order %(number)s has come to your department, due %(due)s.")
)
OFFERED = notice_kind(
    "workorders.offered", _("Your department is asked about work order %(number)s: please answer.")
)
TO_TELEPHONE = notice_kind(
    "workorders.to_telephone",
    _(
        "Nobody of the body asked about work order %(number)s signs in here: telephone it and record its answer."
    ),
)
AGREED = notice_kind(
    "workorders.agreed", _("Work order %(number)s was taken on by whoever was asked."), NoticeGroup.PROGRESS
)
DECLINED = notice_kind(
    "workorders.declined", _("Work order %(number)s was declined: find another way for it.")
)
SENT_BACK = notice_kind("workorders.sent_back", _("Work order %(number)s was sent back: dispatch it again."))
CHECK_WAITS = notice_kind(
    "workorders.check_waits", _("Work order %(number)s is reported done: check it on site.")
)
CHECK_FAILED = notice_kind("workorders.check_failed", _("Work order %(number)s was found not done on site."))
REOPENED = notice_kind(
    "workorders.reopened", _("Work order %(number)s was not accepted as done: take it up again, due %(due)s.")
)
TIME_ASKED = notice_kind("workorders.time_asked", _("More time is asked for work order %(number)s."))
TIME_GRANTED = notice_kind(
    "workorders.time_granted", _("More time was granted for work order %(number)s."), NoticeGroup.PROGRESS
)
TIME_REFUSED = notice_kind(
    "workorders.time_refused", _("More time was refused for work order %(number)s."), NoticeGroup.PROGRESS
)

MERGED = notice_kind(
    "workorders.merged",
    _(
        "Work order %(number)s was merged into %(into)s, which answers for both: nothing more is to be done on it."
    ),
)
PARTED = notice_kind(
    "workorders.parted",
    _("The merge of work order %(number)s was undone: it is to be handled on its own again."),
)

SUPPORT_ASKED = notice_kind(
    "workorders.support_asked", _("Your department is asked to support work order %(number)s: please answer.")
)
WHISTLED = notice_kind(
    "workorders.whistled",
    _("A community calls your department to work order %(number)s: report for duty by %(due)s."),
)
SUPPORT_TO_TELEPHONE = notice_kind(
    "workorders.support_to_telephone",
    _(
        "Nobody of a body asked to support work order %(number)s signs in here: telephone it and record its answer."
    ),
)
SUPPORT_ACCEPTED = notice_kind(
    "workorders.support_accepted",
    _("A department takes its part in work order %(number)s on."),
    NoticeGroup.PROGRESS,
)
SUPPORT_DECLINED = notice_kind(
    "workorders.support_declined", _("A department declined its part in work order %(number)s.")
)
SUPPORT_DONE = notice_kind(
    "workorders.support_done",
    _("A department reports its part in work order %(number)s done."),
    NoticeGroup.PROGRESS,
)
SUPPORT_MERGED = notice_kind(
    "workorders.support_merged",
    _("Your department's part in %(number)s is called off: the order was merged into %(into)s."),
    NoticeGroup.PROGRESS,
)
SUPPORT_ENDED = notice_kind(
    "workorders.support_ended",
    _("Your department is no longer needed for work order %(number)s."),
    NoticeGroup.PROGRESS,
)


@subscribe(OrderDispatched)
def tell_department(event: OrderDispatched) -> None:
    """New work for a department."""
    _tell(event, _department(event.department_id), DISPATCHED, due=_day(event.due_at))


@subscribe(OrderOffered)
def tell_asked_body(event: OrderOffered) -> None:
    """A question to a body that takes no orders; where nobody of it signs in, the office asks by telephone."""
    people = _department(event.department_id)
    _tell(event, people or _dispatchers(event.sub_district_id), OFFERED if people else TO_TELEPHONE)


@subscribe(OfferAnswered)
def tell_of_answer(event: OfferAnswered) -> None:
    """What the body said."""
    _tell(event, _dispatchers(event.sub_district_id), AGREED if event.has_agreed else DECLINED)


@subscribe(OrderSentBack)
def tell_dispatchers(event: OrderSentBack) -> None:
    """Work that came back."""
    _tell(event, _dispatchers(event.sub_district_id), SENT_BACK)


@subscribe(OrderResolved)
def tell_grid_workers(event: OrderResolved) -> None:
    """Something to look at on site, for those of the community it lies in."""
    order = WorkOrder.objects.only("state", "community_id").get(pk=event.order_id)
    if order.state == "awaiting_check" and order.community_id:
        readers = staff_of_community(
            order.community_id, allowed=CHECK, on=timezone.localdate(current_unit().at)
        )
        _tell(event, readers, CHECK_WAITS)


@subscribe(CheckFailed)
def tell_of_failed_check(event: CheckFailed) -> None:
    """Work that is not done after all."""
    _tell(event, _department(event.department_id), CHECK_FAILED)


@subscribe(OrderReopened)
def tell_of_reopening(event: OrderReopened) -> None:
    """Work that the reporter wants taken up again.

    An enquiry answered on the spot lies with the front desk, where nobody handles orders: its dispatchers hand it on.
    """
    readers = _department(event.department_id) or _dispatchers(event.sub_district_id)
    _tell(event, readers, REOPENED, due=_day(event.due_at))


@subscribe(ExtensionAsked)
def tell_deciders(event: ExtensionAsked) -> None:
    """A decision is needed."""
    readers = staff_of_street(
        event.sub_district_id, allowed=DECIDE_EXTENSION, on=timezone.localdate(current_unit().at)
    )
    _tell(event, readers, TIME_ASKED)


@subscribe(ExtensionDecided)
def tell_of_decision(event: ExtensionDecided) -> None:
    """A decision was made."""
    _tell(event, _department(event.department_id), TIME_GRANTED if event.is_granted else TIME_REFUSED)


@subscribe(SupportAsked)
def tell_support(event: SupportAsked) -> None:
    """A part in somebody else's order; where nobody of the body signs in, the office asks by telephone."""
    people = _department(event.department_id)
    if not people:
        _tell(event, _dispatchers(event.sub_district_id), SUPPORT_TO_TELEPHONE)
    elif event.is_whistle:
        due_at = Support.objects.values_list("answer_due_at", flat=True).get(pk=event.support_id)
        _tell(event, people, WHISTLED, due=_day(due_at))
    else:
        _tell(event, people, SUPPORT_ASKED)


@subscribe(SupportAnswered)
def tell_of_support_answer(event: SupportAnswered) -> None:
    """What a support said, to whoever asked for it; a no goes to the dispatchers too."""
    readers = _askers(event.support_id)
    if not event.has_agreed:
        readers += [user for user in _dispatchers(event.sub_district_id) if user not in readers]
    _tell(event, readers, SUPPORT_ACCEPTED if event.has_agreed else SUPPORT_DECLINED)


@subscribe(SupportDone)
def tell_of_support_done(event: SupportDone) -> None:
    """A part that is done, to whoever asked for it."""
    _tell(event, _askers(event.support_id), SUPPORT_DONE)


@subscribe(SupportEnded)
def tell_of_support_end(event: SupportEnded) -> None:
    """A part that is no longer wanted; its page is closed to a department that was called off."""
    people = _department(event.department_id)
    if event.into_number is not None:
        _tell(event, people, SUPPORT_MERGED, into=event.into_number)
    else:
        _tell(event, people, SUPPORT_ENDED)


@subscribe(OrderMerged)
def tell_of_merge(event: OrderMerged) -> None:
    """Work that another order answers for."""
    if event.department_id is not None:
        _tell(event, _department(event.department_id), MERGED, into=event.into_number)


@subscribe(OrderParted)
def tell_of_parting(event: OrderParted) -> None:
    """Work that is to be done after all; where nobody has it, the dispatchers hand it on."""
    people = _department(event.department_id) if event.department_id is not None else []
    _tell(event, people or _dispatchers(event.sub_district_id), PARTED)


News = (
    SupportAsked
    | SupportAnswered
    | SupportDone
    | SupportEnded
    | OrderDispatched
    | OrderOffered
    | OfferAnswered
    | OrderSentBack
    | OrderResolved
    | CheckFailed
    | OrderReopened
    | OrderMerged
    | OrderParted
    | ExtensionAsked
    | ExtensionDecided
)


def _tell(event: News, readers: list[User], kind: NoticeKind, **facts: str) -> None:
    about = OriginRef(ORDER, event.order_id)
    if isinstance(event, SupportAsked):
        about = OriginRef(SUPPORT, event.support_id)  # the order itself lies outside the reader's area
    elif isinstance(event, SupportEnded):
        about = OriginRef(LEFT, event.support_id)  # no page shows it: who was called off has left
    tell_staff(
        readers=readers,
        kind=kind,
        about=about,
        facts={"number": event.number, **facts},
        actor=system_job(
            "workorders.notices", sub_district_id=event.sub_district_id, permissions=frozenset()
        ),
        at=current_unit().at,
    )


def _askers(support_id: UUID) -> list[User]:
    """Give the people of the lead, or of the community that called."""
    support = Support.objects.select_related("order").get(pk=support_id)
    asked_for = support.asked_by_department_id if support.is_whistle else support.order.lead_id
    return _department(asked_for) if asked_for else _dispatchers(support.sub_district_id)


def _department(department_id: UUID) -> list[User]:
    return staff_of_department(department_id, allowed=HANDLE, on=timezone.localdate(current_unit().at))


def _dispatchers(sub_district_id: UUID) -> list[User]:
    return staff_of_street(sub_district_id, allowed=DISPATCH, on=timezone.localdate(current_unit().at))


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}"
