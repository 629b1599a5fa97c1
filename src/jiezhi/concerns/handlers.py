"""What requests do about the news of orders, and about their own arrival.

A handler's time is that of the delivery it runs in, so that a past which is loaded later keeps its own times.
"""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.actions import await_reply_again, open_callbacks, suggest_matter, take_danger_off
from jiezhi.concerns.behind import moves_back_to, moves_from, waits_for_nobody
from jiezhi.concerns.bridging import deliver_reply
from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.classifiers import danger_of
from jiezhi.concerns.events import (
    ConcernJoined,
    ConcernSubmitted,
    DangerAdded,
    ReplyHandedOver,
    ReporterAnswered,
    ReporterAsked,
    WordsAdded,
)
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.queries import PICTURE_OWNER, still_waits
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import Actor, OriginRef, system_job
from jiezhi.kit.outbox import subscribe, subscribe_outside
from jiezhi.notices.actions import tell_resident, tell_staff
from jiezhi.notices.choices import NoticeGroup
from jiezhi.notices.kinds import NoticeKind, notice_kind
from jiezhi.notices.queries import is_told
from jiezhi.organisation.staff import staff_of_street
from jiezhi.supervision.events import EmergencyCalledOff
from jiezhi.workorders.actions import close_order
from jiezhi.workorders.events import (
    CallbackDue,
    CheckFailed,
    OrderClosed,
    OrderMerged,
    OrderParted,
    OrderReopened,
)
from jiezhi.workorders.permissions import FINISH

REPORTER_ANSWERED = notice_kind(
    "concerns.reporter_answered", _("The reporter of %(number)s has answered your question.")
)

DANGER = notice_kind(
    "concerns.danger",
    _("%(number)s cannot wait for its turn. Open it now, before all others."),
    NoticeGroup.URGENT,
)
RESIDENT_ASKED = notice_kind(
    "concerns.resident_asked",
    _("The office has a question about your request %(number)s. Answer it under your query code."),
)
RESIDENT_CALLED_BACK = notice_kind(
    "concerns.resident_called_back",
    _("Your request %(number)s is reported done. Say under your query code whether it is solved."),
)
RESIDENT_JOINED = notice_kind(
    "concerns.resident_joined",
    _(
        "Your request %(number)s is handled together with another about the same thing, under work order %(order)s. "
        "Your number and query code stay, and you are asked as before once it is done."
    ),
)
RESIDENT_PARTED = notice_kind(
    "concerns.resident_parted",
    _(
        "Your request %(number)s is handled on its own again, under work order %(order)s. "
        "Your number and query code stay, and you are asked as before once it is done."
    ),
)
WORDS_ADDED = notice_kind("concerns.words_added", _("The reporter of %(number)s has added something."))


def _job(name: str, sub_district_id: UUID) -> Actor:
    return system_job(name, sub_district_id=sub_district_id, permissions=frozenset())


@subscribe(ConcernSubmitted)
def suggest_matter_for_concern(event: ConcernSubmitted) -> None:
    """Compare the wording with the matters, away from the resident's waiting time."""
    actor = _job("concerns.suggest_matter", event.sub_district_id)
    concern = suggest_matter(concern_id=event.concern_id, actor=actor, at=current_unit().at)
    # Of a danger that was told of afterwards its own news tells.
    if concern.danger and danger_of(concern.words) and concern.state == ConcernState.SUBMITTED:
        _tell(event, DANGER)


@subscribe(DangerAdded)
def tell_dispatchers_of_danger(event: DangerAdded) -> None:
    """What is told later may change what it is: whoever opened it before opens it again."""
    if still_waits(event.concern_id):
        _tell(event, DANGER)


@subscribe(EmergencyCalledOff)
def put_request_back_in_turn(event: EmergencyCalledOff) -> None:
    """What was no emergency stands first no more."""
    if event.origin_kind == PICTURE_OWNER and event.origin_id is not None:
        actor = _job("concerns.take_danger_off", event.sub_district_id)
        take_danger_off(concern_id=event.origin_id, actor=actor, at=current_unit().at)


@subscribe(CallbackDue)
def ask_reporters(event: CallbackDue) -> None:
    """Open the round of callbacks; an order that no resident brought in, such as one from patrol, ends here."""
    if not waits_for_nobody(event.order_id):
        _open_callbacks(event)
        return
    actor = system_job(
        "concerns.pass_callback_over",
        sub_district_id=event.sub_district_id,
        permissions=frozenset({FINISH.code}),
    )
    close_order(
        order_id=event.order_id,
        was_solved=None,
        was_satisfied=None,
        note=gettext("No resident reported it, so nobody is to be called back."),
        actor=actor,
        at=current_unit().at,
    )


@subscribe(OrderClosed)
def ask_about_answer(event: OrderClosed) -> None:
    """An enquiry closes with its answer: its reporter may still say whether that helped."""
    _open_callbacks(event)


@subscribe(ReporterAsked)
def tell_reporter_of_question(event: ReporterAsked) -> None:
    """A question waits until it is seen: who wished for it is told."""
    _tell_reporter(event.sub_district_id, event.concern_id, event.number, RESIDENT_ASKED)


@subscribe(OrderMerged)
def tell_reporters_of_merge(event: OrderMerged) -> None:
    """Whose order was merged is told which one goes on; for those of the order that stays nothing changes."""
    for move in moves_from(event.order_id):
        concern, order = move.concern, move.to_order
        _tell_reporter(event.sub_district_id, concern.pk, concern.number, RESIDENT_JOINED, order=order.number)


@subscribe(ConcernJoined)
def tell_reporter_of_joining(event: ConcernJoined) -> None:
    """Who waited for an order of their own is told under which one theirs is handled."""
    _tell_reporter(
        event.sub_district_id, event.concern_id, event.number, RESIDENT_JOINED, order=event.order_number
    )


@subscribe(OrderParted)
def tell_reporters_of_parting(event: OrderParted) -> None:
    """Who was told that theirs goes on with another is told that it does so no more."""
    for move in moves_back_to(event.order_id):
        concern = move.concern
        _tell_reporter(event.sub_district_id, concern.pk, concern.number, RESIDENT_PARTED, order=event.number)


@subscribe(OrderReopened)
def await_reply_of_reopened(event: OrderReopened) -> None:
    """What the superior was told no longer holds."""
    _await_reply_again(event)


@subscribe(CheckFailed)
def await_reply_of_unfinished(event: CheckFailed) -> None:
    """A reply may have gone out before the check on site."""
    _await_reply_again(event)


@subscribe(ReporterAnswered)
def tell_dispatchers(event: ReporterAnswered) -> None:
    """What the office asked for has come."""
    _tell(event, REPORTER_ANSWERED)


@subscribe(WordsAdded)
def tell_dispatchers_of_words(event: WordsAdded) -> None:
    """Departments do not read residents' words: the dispatcher judges what they need to know."""
    _tell(event, WORDS_ADDED)


@subscribe_outside(ReplyHandedOver, label=_("Replies to superiors"))
def deliver_handed_over_reply(event: ReplyHandedOver, _delivery_id: UUID) -> None:
    """Bring the reply to the superior's system; it tells a repetition by a key of order and time of handing over."""
    deliver_reply(event.superior_id, at=timezone.now())


def _open_callbacks(event: CallbackDue | OrderClosed) -> None:
    actor = _job("concerns.open_callbacks", event.sub_district_id)
    for callback in open_callbacks(order_id=event.order_id, actor=actor, at=current_unit().at):
        concern = callback.concern
        _tell_reporter(event.sub_district_id, concern.pk, concern.number, RESIDENT_CALLED_BACK)


def _tell_reporter(
    sub_district_id: UUID, concern_id: UUID, number: str, kind: NoticeKind, **more: str
) -> None:
    about = OriginRef(PICTURE_OWNER, concern_id)
    if is_told(sub_district_id, about):
        job = _job("concerns.notices", sub_district_id)
        facts = {"number": number, **more}
        tell_resident(about=about, kind=kind, facts=facts, actor=job, at=current_unit().at)


def _await_reply_again(event: OrderReopened | CheckFailed) -> None:
    actor = _job("concerns.await_reply_again", event.sub_district_id)
    await_reply_again(order_id=event.order_id, actor=actor, at=current_unit().at)


def _tell(event: ConcernSubmitted | DangerAdded | ReporterAnswered | WordsAdded, kind: NoticeKind) -> None:
    tell_staff(
        readers=staff_of_street(
            event.sub_district_id, allowed=RECEIVE, on=timezone.localdate(current_unit().at)
        ),
        kind=kind,
        about=OriginRef(PICTURE_OWNER, event.concern_id),
        facts={"number": event.number},
        actor=_job("concerns.notices", event.sub_district_id),
        at=current_unit().at,
    )
