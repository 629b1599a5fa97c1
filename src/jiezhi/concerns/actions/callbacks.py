"""The callback: asked for by the order's news, answered by the reporter or over the telephone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions._again import right_is_used, take_up_again
from jiezhi.concerns.actions.submitting import own_concern
from jiezhi.concerns.actions.telling import settle_telling
from jiezhi.concerns.choices import CALLBACK_ENDED, CallbackMedium, CallbackState
from jiezhi.concerns.errors import NoCallbackDueError
from jiezhi.concerns.hearing import require_others_work
from jiezhi.concerns.models import Callback, Concern
from jiezhi.concerns.permissions import CALL_BACK, FOLLOW, HEAR_CALLBACK
from jiezhi.concerns.queries import PICTURE_OWNER, visible_concerns
from jiezhi.kit import audit
from jiezhi.kit.access import require, require_any
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.notices.choices import WishEnd
from jiezhi.workorders.actions import close_order, record_outcome
from jiezhi.workorders.choices import OrderState, ReopenReason
from jiezhi.workorders.errors import AlreadyReopenedError
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import FINISH
from jiezhi.workorders.queries import find_any_order

FINISHED = (OrderState.AWAITING_CALLBACK, OrderState.CLOSED)
"""States in which a reporter can say whether the thing is solved."""


@dataclass(frozen=True)
class Verdict:
    """What the reporter said: is it solved, are they satisfied with outcome and service, and in their words.

    The service is asked for apart, since the same person may praise the hands and not the result; nobody has to say.
    """

    was_solved: bool
    was_satisfied: bool
    words: str = ""
    likes_service: bool | None = None

    @property
    def is_good(self) -> bool:
        """Whether the order may rest; a poor manner is counted, and is nothing that doing it again would mend."""
        return self.was_solved and self.was_satisfied


@action
def open_callbacks(*, order_id: UUID, actor: Actor, at: datetime) -> list[Callback]:
    """Ask everybody who reported an order; each round once, however often the news arrives.

    News that arrives after its round was answered and the order reopened asks nobody: nothing is done yet.
    """
    done = Concern.objects.filter(order_id=order_id, order__state__in=FINISHED)
    concerns = list(done.select_related("order"))
    made = []
    for concern in concerns:
        callback, is_new = _callback(concern, at=at)
        if is_new:
            audit.record(
                "concerns.callback_opened", kind=PICTURE_OWNER, id=concern.pk, facts={"round": callback.round}
            )
            made.append(callback)
    return made


@action
def answer_callback(
    *,
    concern_id: UUID,
    verdict: Verdict,
    medium: CallbackMedium = CallbackMedium.TELEPHONE,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Take the answer to a callback (回访): anything but good reopens the order at once, once by right.

    The right is each reporter's: whoever was not heard keeps theirs. Of several reporters each is asked; the order
    closes when the last of them has answered or is excused, as solved only where all say so.

    The reporter answers by their code; staff may record an answer given over the telephone or at the door, where it
    is never about their own work. A reporter's second answer that is not good rests with that answer on record:
    leaders see it, nobody argues it away.

    Raises:
        NoCallbackDueError: Nothing is done yet, or the round has been answered.
        OwnWorkError: Whoever asks at the door did or checked the work.
    """
    concern = _concern_to_answer(actor, concern_id, medium)
    order = _finished_order(concern)
    callback, _is_new = _callback(concern, at=at)
    _require_due(callback, actor)
    if callback.state == CallbackState.ANSWERED:
        raise NoCallbackDueError(
            _("You have answered already. If the problem is back, ask to take it up again.")
        )
    callback.state, callback.answered_at = CallbackState.ANSWERED, at
    callback.was_solved, callback.was_satisfied = verdict.was_solved, verdict.was_satisfied
    callback.likes_service = verdict.likes_service
    callback.words, callback.answered_by, callback.tried = verdict.words.strip(), actor.label, ""
    callback.medium = medium if actor.is_staff else CallbackMedium.CODE
    callback.save()
    _record("concerns.callback_answered", callback)
    if not verdict.is_good and not right_is_used(callback):
        reason = ReopenReason.NOT_SATISFIED if verdict.was_solved else ReopenReason.NOT_SOLVED
        return take_up_again(order, reason, actor=_closing(actor, medium), at=at)
    settle_telling(concern, because=WishEnd.SETTLED, actor=actor, at=at)
    return _finish(order, actor=_closing(actor, medium), at=at)


@action
def excuse_callback(*, concern_id: UUID, note: str, actor: Actor, at: datetime) -> WorkOrder:
    """Record that the reporter could not be reached; when nobody else is to be asked, the order closes.

    An enquiry is closed already by its answer: only the round ends, so that nobody tries for ever.

    Raises:
        InvalidError: It is not said how they were tried to reach.
        NoCallbackDueError: Nobody waits for an answer.
    """
    require(actor, CALL_BACK)
    concern = _concern_to_answer(actor, concern_id, CallbackMedium.TELEPHONE)
    order = _finished_order(concern)
    callback = _waiting(concern, note, at=at)
    callback.state, callback.answered_at = CallbackState.UNREACHABLE, at
    callback.words, callback.answered_by, callback.tried = note.strip(), actor.label, ""
    callback.medium = CallbackMedium.TELEPHONE
    callback.save()
    _record("concerns.callback_excused", callback)
    settle_telling(concern, because=WishEnd.SETTLED, actor=actor, at=at)
    if order.state == OrderState.CLOSED:
        return order
    return _finish(order, actor=actor, at=at)


@action
def note_absence(*, concern_id: UUID, note: str, actor: Actor, at: datetime) -> Callback:
    """Note that nobody was met at the reporter's door: the round waits on, for the telephone or another visit.

    One knock in vain is no ground to close what nobody was asked about. The line is for whoever tries next and goes
    with the round.

    Raises:
        InvalidError: It is not said what was tried.
        NoCallbackDueError: Nobody waits for an answer.
        OwnWorkError: Whoever went to the door did or checked the work.
    """
    concern = _concern_to_answer(actor, concern_id, CallbackMedium.IN_PERSON)
    _finished_order(concern)
    callback = _waiting(concern, note, at=at)
    line = f"{timezone.localtime(at):%Y-%m-%d %H:%M} {actor.label}: {note.strip()}"
    callback.tried = "\n".join(filter(None, (callback.tried, line)))
    callback.save(update_fields=["tried"])
    _record("concerns.callback_tried", callback)
    return callback


def _waiting(concern: Concern, note: str, *, at: datetime) -> Callback:
    """Give the round that waits, if it is said how the reporter was tried to reach."""
    if not note.strip():
        raise InvalidError(_("Say when and how you tried to reach the reporter."))
    callback, _is_new = _callback(concern, at=at)
    if callback.state != CallbackState.WAITING:
        raise NoCallbackDueError(_("Nobody waits for an answer to this request."))
    return callback


@action
def ask_reopening(*, concern_id: UUID, words: str, actor: Actor, at: datetime) -> WorkOrder:
    """Ask to take a closed request up again because the problem is back: once by right, which is each reporter's.

    Raises:
        InvalidError: It is not said what is wrong.
        NoCallbackDueError: The order is not closed.
        AlreadyReopenedError: The right has been used.
    """
    require(actor, FOLLOW)
    concern = own_concern(actor, concern_id)
    order = _finished_order(concern)
    if order.state != OrderState.CLOSED:
        raise NoCallbackDueError(_("Your request is not closed. Answer the callback instead."))
    if not words.strip():
        raise InvalidError(_("Tell us what is still wrong or has come back."))
    callback, _is_new = _callback(concern, at=at)
    if right_is_used(callback):
        raise AlreadyReopenedError(
            _(
                "Your request was taken up again once already at your word. If the problem goes on, make a new "
                "request or telephone the office."
            )
        )
    audit.record("concerns.reopening_asked", kind=PICTURE_OWNER, id=concern.pk)
    callback.words = "\n".join(part for part in (callback.words, words.strip()) if part)
    callback.state, callback.answered_at = CallbackState.ANSWERED, at
    callback.was_solved, callback.was_satisfied = False, False
    callback.save()
    return take_up_again(order, ReopenReason.CAME_BACK, actor=actor, at=at)


def _require_asker(actor: Actor, medium: CallbackMedium) -> None:
    """At the door ask those who may hear there; by any other way only those whose work callbacks are."""
    if medium == CallbackMedium.IN_PERSON:
        require_any(actor, HEAR_CALLBACK, CALL_BACK)
    else:
        require(actor, CALL_BACK)


def _closing(actor: Actor, medium: CallbackMedium) -> Actor:
    """Let what was heard at the door close or reopen the order, which whoever heard it may do by nothing else."""
    return actor.lent(FINISH.code) if medium == CallbackMedium.IN_PERSON else actor


def _require_due(callback: Callback, actor: Actor) -> None:
    """Leave it to those whose work callbacks are to take an answer after somebody was given up."""
    if actor.is_staff and callback.state != CallbackState.WAITING and not actor.may(CALL_BACK.code):
        raise NoCallbackDueError(_("Nobody waits for an answer to this request."))


def _record(verb: str, callback: Callback) -> None:
    how: dict[str, str | int | bool | None] = {"round": callback.round, "medium": callback.medium}
    audit.record(verb, kind=PICTURE_OWNER, id=callback.concern_id, facts=how)


def _concern_to_answer(actor: Actor, concern_id: UUID, medium: CallbackMedium) -> Concern:
    if not actor.is_staff:
        require(actor, FOLLOW)
        return own_concern(actor, concern_id)
    _require_asker(actor, medium)
    concern = visible_concerns(actor).select_for_update(of=("self",)).filter(pk=concern_id).first()
    if concern is None:
        raise MissingError(_("There is no such request in your area."))
    if medium == CallbackMedium.IN_PERSON:
        require_others_work(actor, concern)
    return concern


def _finish(order: WorkOrder, *, actor: Actor, at: datetime) -> WorkOrder:
    """Close an order whose reporters have all answered or are excused, with what they say together."""
    ended = Callback.objects.filter(
        concern__order_id=order.pk, round=order.reopened_count + 1, state__in=CALLBACK_ENDED
    )
    rounds = list(ended.values_list("concern_id", "was_solved", "was_satisfied", "likes_service"))
    is_closed = order.state == OrderState.CLOSED
    heard = [concern_id for concern_id, *_said in rounds]
    if not is_closed and Concern.objects.filter(order_id=order.pk).exclude(pk__in=heard).exists():
        return order
    said = [answers for _pk, *answers in rounds if answers[0] is not None]
    finish = record_outcome if is_closed else close_order
    return finish(
        order_id=order.pk,
        was_solved=_all_say([solved for solved, _satisfied, _service in said]),
        was_satisfied=_all_say([satisfied for _solved, satisfied, _service in said]),
        likes_service=_all_say([service for *_outcome, service in said if service is not None]),
        actor=actor,
        at=at,
    )


def _all_say(answers: list[bool | None]) -> bool | None:
    return all(answers) if answers else None


def _finished_order(concern: Concern) -> WorkOrder:
    """Give the order as it is now; of two who answer last, the second must see what the first said."""
    order = None
    if concern.order_id is not None:
        hold(f"concerns.answers:{concern.order_id}")
        order = find_any_order(concern.order_id)
    if order is None or order.state not in FINISHED:
        raise NoCallbackDueError(
            _("Your request is still being handled. You can answer once it is reported done.")
        )
    concern.order = order
    return order


def _callback(concern: Concern, *, at: datetime) -> tuple[Callback, bool]:
    order = concern.order
    return Callback.objects.get_or_create(
        sub_district_id=concern.sub_district_id,
        concern=concern,
        round=(order.reopened_count if order else 0) + 1,
        defaults={"since_at": at},
    )
