"""Orders from above: brought in once whatever the way, objected to in time, answered in the superior's layout."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions._rounds import link_rounds
from jiezhi.concerns.actions._settling import hold_number, settle_refusal
from jiezhi.concerns.actions.submitting import Submission, submit_concern
from jiezhi.concerns.choices import Channel, ConcernState, ObjectionGround, ObjectionOutcome, SuperiorState
from jiezhi.concerns.errors import NoObjectionError, ReturnWindowClosedError
from jiezhi.concerns.events import ReplyHandedOver
from jiezhi.concerns.models import Concern, Objection, SuperiorOrder, SuperiorSource
from jiezhi.concerns.permissions import BRIDGE
from jiezhi.concerns.superior_queries import (
    REPLIED_STATES,
    get_source,
    get_superior,
    is_sent_again,
    visible_superiors,
)
from jiezhi.concerns.superior_words import lies_before_sending
from jiezhi.core.deadlines import Limit, LimitUnit, due_at
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.outbox import emit
from jiezhi.organisation.calendars import working_calendar
from jiezhi.organisation.queries import get_duty
from jiezhi.places.queries import spot_by_name

LONGEST_BASIS = 200
SUPERIOR = "concerns.superior"


@dataclass(frozen=True)
class SuperiorDraft:
    """What an order from above says.

    Args:
        source_id: Which system sent it.
        number: The superior's own.
        words: What the resident said there.
        issued_at: When the superior sent it.
        their_due_at: Until when the superior wants the reply; None when it does not say.
        their_limit: How long after sending instead, where the superior says it so.
        is_from_file: It stands in a file, which may be older than what was told since.
        place: As written there; estate and community are found in it.
        phone: Of the resident; empty when withheld.
    """

    source_id: UUID
    number: str
    words: str
    issued_at: datetime
    their_due_at: datetime | None = None
    place: str = ""
    phone: str = ""
    their_limit: Limit | None = None
    is_from_file: bool = False


@dataclass(frozen=True)
class Taken:
    """What became of a draft.

    Args:
        superior: The order from above.
        is_new: Its number was not here before.
        is_sent_again: Its number was, and was done with: it is to be done again.
    """

    superior: SuperiorOrder
    is_new: bool
    is_sent_again: bool = False

    @property
    def is_to_do(self) -> bool:
        """Whether it brought something to do, rather than repeat what is here."""
        return self.is_new or self.is_sent_again


@action
def take_superior_order(*, draft: SuperiorDraft, actor: Actor, at: datetime) -> Taken:
    """Bring an order from above in as a request; the same number again makes nothing new.

    Only the superior's limit is taken over from a repeat, since superiors extend and shorten it; a file that is not
    newer than what is kept does not shorten it. What was answered or
    returned and is sent again later (重新派发) becomes a request of its own under the same number: the return window,
    the limit and the reply begin anew. A refusal that the number met before is settled.

    Raises:
        InvalidError: Number or words are missing, it is said to be sent in the future, or its limit lies before that.
        MissingError: The street has no such source.
    """
    require(actor, BRIDGE)
    source, number = get_source(actor, draft.source_id), draft.number.strip()
    draft = _with_due(draft, source)
    _require_sense(draft, number, at=at)
    hold_number(source.pk, number)
    known = SuperiorOrder.objects.filter(
        sub_district_id=actor.tenant_id, source=source, number=number
    ).first()
    if known is not None:
        known = _lock(known)
        known.source = source
        if is_sent_again(known.state, known.issued_at, draft.issued_at):
            return Taken(_begin_again(known, draft, actor=actor, at=at), is_new=False, is_sent_again=True)
        _record("superior_taken", known, is_repeat=True, **_take_limit(known, draft))
        settle_refusal(known, actor=actor, at=at)
        return Taken(known, is_new=False)
    # The same order makes the same request, whatever way it comes by.
    concern = _submit(draft, number, key=uuid5(source.pk, number), actor=actor, at=at)
    superior = SuperiorOrder.objects.create(
        sub_district_id=actor.tenant_id,
        source=source,
        number=number,
        concern=concern,
        issued_at=draft.issued_at,
        came_at=at,
        their_due_at=draft.their_due_at,
        return_until=_return_until(source, draft.issued_at),
    )
    _record("superior_taken", superior, is_repeat=False)
    settle_refusal(superior, actor=actor, at=at)
    return Taken(superior, is_new=True)


@action
def raise_objection(
    *,
    superior_id: UUID,
    ground: ObjectionGround,
    basis: str,
    words: str = "",
    duty_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Objection:
    """Object to an order from above within its return window; meanwhile nobody works on it.

    An entry of the duty list fills the basis by itself, as it reads today.

    Raises:
        InvalidError: The entry or document it rests on is not named.
        MissingError: The duty list has no such entry.
        ReturnWindowClosedError: The window has closed, an objection waits already, or the order is under way.
    """
    require(actor, BRIDGE)
    superior = _lock(get_superior(actor, superior_id))
    duty = get_duty(actor, duty_id) if duty_id else None
    basis = basis.strip() or (duty.basis[:LONGEST_BASIS] if duty else "")
    if not basis:
        raise InvalidError(_("Name the entry of the duty list or the document the objection rests on."))
    _require_open_window(superior, at=at)
    objection = Objection.objects.create(
        sub_district_id=superior.sub_district_id,
        superior=superior,
        ground=ground,
        basis=basis,
        duty_entry=duty,
        words=words.strip(),
        raised_at=at,
        raised_by=actor.label,
    )
    _move(superior, SuperiorState.OBJECTED, ConcernState.OBJECTED)
    _record("objection_raised", superior, ground=ground.value)
    return objection


@action
def answer_objection(
    *, superior_id: UUID, outcome: ObjectionOutcome, answer: str = "", actor: Actor, at: datetime
) -> Objection:
    """Record what the superior said: upheld ends the request here, anything else brings it back to be dispatched.

    Raises:
        NoObjectionError: None waits.
    """
    require(actor, BRIDGE)
    superior = _lock(get_superior(actor, superior_id))
    objection = superior.objections.filter(outcome="").first()
    if objection is None:
        raise NoObjectionError(_("No objection to %(number)s waits.") % {"number": superior.number})
    objection.outcome, objection.answer, objection.answered_at = outcome, answer.strip(), at
    objection.save(update_fields=["outcome", "answer", "answered_at"])
    if outcome == ObjectionOutcome.UPHELD:
        _move(superior, SuperiorState.RETURNED, ConcernState.RETURNED)
    else:
        _move(superior, SuperiorState.OPEN, ConcernState.SUBMITTED)
    _record("objection_answered", superior, outcome=outcome.value)
    return objection


@action
def hand_over_replies(*, superior_ids: list[UUID], actor: Actor, at: datetime) -> int:
    """Note that the replies of these orders went to the superior, and give how many are new.

    Raises:
        InvalidError: One of them has no reply yet, or does not lie here.
    """
    require(actor, BRIDGE)
    rows = (
        visible_superiors(actor)
        .filter(pk__in=superior_ids)
        .select_related("source", "concern__order")
        .defer("source__secret")
    )
    found = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    ready = [row for row in found.values() if row.concern.order and row.concern.order.reply]
    if len(ready) != len(set(superior_ids)):
        raise InvalidError(_("One of these orders has no reply yet. Open the list again and choose anew."))
    fresh = [row for row in ready if row.state not in REPLIED_STATES]
    SuperiorOrder.objects.filter(pk__in=[row.pk for row in fresh]).update(
        state=SuperiorState.REPLIED, replied_at=at
    )
    for row in fresh:
        if row.source.adapter:
            emit(ReplyHandedOver(superior_id=row.pk))
    audit.record("concerns.replies_handed_over", kind=SUPERIOR, id=ready[0].pk, facts={"count": len(fresh)})
    return len(fresh)


@action
def await_reply_again(*, order_id: UUID, actor: Actor, at: datetime) -> int:
    """Let the superiors wait again once an order whose reply went to them was taken up anew; give how many do.

    What they were told before stays in the audit. News that arrives after the next reply was handed over changes
    nothing: it came after the order was done again.
    """
    is_before = Q(concern__order__resolved_at=None) | Q(replied_at__lt=F("concern__order__resolved_at"))
    told = SuperiorOrder.objects.filter(is_before, concern__order_id=order_id, state=SuperiorState.REPLIED)
    rows = list(told.select_for_update(of=("self",)).order_by("pk"))
    for superior in rows:
        earlier = superior.replied_at
        superior.state, superior.replied_at, superior.delivered_at = SuperiorState.OPEN, None, None
        superior.save(update_fields=["state", "replied_at", "delivered_at"])
        _record("reply_awaited_again", superior, replied_at=_written(earlier))
    return len(rows)


def _begin_again(
    superior: SuperiorOrder, draft: SuperiorDraft, *, actor: Actor, at: datetime
) -> SuperiorOrder:
    """Let an order that was done with begin anew as another request; the one before keeps what became of it."""
    before = superior.concern
    facts = {
        "state_before": superior.state,
        "issued_before": superior.issued_at.isoformat(),
        "due_before": _written(superior.their_due_at),
        "replied_before": _written(superior.replied_at),
        "concern_before": before.number,
    }
    key = uuid5(superior.source_id, f"{superior.number}\n{draft.issued_at.isoformat()}")
    superior.concern = _submit(draft, superior.number, key=key, actor=actor, at=at)
    superior.state, superior.replied_at, superior.delivered_at = SuperiorState.OPEN, None, None
    superior.issued_at, superior.came_at, superior.their_due_at = draft.issued_at, at, draft.their_due_at
    superior.return_until = _return_until(superior.source, draft.issued_at)
    superior.save()
    link_rounds(before, superior.concern, at=at)
    _record("superior_sent_again", superior, **facts)
    settle_refusal(superior, actor=actor, at=at)
    return superior


def _take_limit(known: SuperiorOrder, draft: SuperiorDraft) -> dict[str, str | None]:
    """Take the limit of a repeat over, and give what the audit says of it; nothing where it says nothing new."""
    kept, told = known.their_due_at, draft.their_due_at
    if told is None or told == kept:
        return {}
    if kept is not None and draft.is_from_file and told < kept and draft.issued_at <= known.issued_at:
        return {"due_kept": _written(kept), "due_told": _written(told)}
    known.their_due_at = told
    known.save(update_fields=["their_due_at"])
    return {"due_before": _written(kept), "due_now": _written(told)}


def _submit(draft: SuperiorDraft, number: str, *, key: UUID, actor: Actor, at: datetime) -> Concern:
    submission = Submission(
        key=key,
        words=draft.words,
        spot=spot_by_name(sub_district_id=actor.tenant_id, text=f"{draft.place} {draft.words}"),
        place_note=draft.place,
        phone=draft.phone,
        channel=Channel.SUPERIOR,
        number_above=number,
    )
    return submit_concern(submission=submission, actor=actor, at=at).concern


def _require_sense(draft: SuperiorDraft, number: str, *, at: datetime) -> None:
    if not number:
        raise InvalidError(_("The superior's number is missing: without it the order could come in twice."))
    if not draft.words.strip():
        raise InvalidError(_("The order from above says nothing. Take over what the resident said."))
    if draft.issued_at > at:
        raise InvalidError(_("The order is said to be sent in the future. Check its time."))
    if lies_before_sending(draft.their_due_at, draft.issued_at):
        raise InvalidError(_("The superior's limit lies before the time of sending. Check both."))


def _with_due(draft: SuperiorDraft, source: SuperiorSource) -> SuperiorDraft:
    if draft.their_limit is None:
        return draft
    return replace(draft, their_due_at=_counted(source, draft.issued_at, draft.their_limit), their_limit=None)


def _return_until(source: SuperiorSource, issued_at: datetime) -> datetime:
    return _counted(source, issued_at, Limit(source.return_amount, LimitUnit(source.return_unit)))


def _counted(source: SuperiorSource, issued_at: datetime, limit: Limit) -> datetime:
    calendar = working_calendar(source.sub_district_id, since=timezone.localdate(issued_at))
    return due_at(calendar, issued_at, limit)


def _require_open_window(superior: SuperiorOrder, *, at: datetime) -> None:
    if superior.state == SuperiorState.OBJECTED:
        raise ReturnWindowClosedError(_("An objection to this order waits already."))
    if superior.state != SuperiorState.OPEN or superior.concern.state == ConcernState.RECEIVED:
        raise ReturnWindowClosedError(_("This order is under way here. It can no longer be returned."))
    if at > superior.return_until:
        raise ReturnWindowClosedError(
            _("The return window closed on %(time)s. Dispatch the order, or write to the superior.")
            % {"time": f"{timezone.localtime(superior.return_until):%Y-%m-%d %H:%M}"}
        )


def _lock(superior: SuperiorOrder) -> SuperiorOrder:
    """Lock an order from above and its request, in the order in which the dispatcher's deeds lock them."""
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=superior.concern_id)
    superior = SuperiorOrder.objects.select_for_update(of=("self",)).get(pk=superior.pk)
    if superior.concern_id == concern.pk:
        superior.concern = concern
    return superior


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _move(superior: SuperiorOrder, state: SuperiorState, concern_state: ConcernState) -> None:
    superior.state, superior.concern.state = state, concern_state
    superior.save(update_fields=["state"])
    superior.concern.version += 1
    superior.concern.save(update_fields=["state", "version"])


def _record(verb: str, superior: SuperiorOrder, **facts: str | int | bool | None) -> None:
    audit.record(
        f"concerns.{verb}", kind=SUPERIOR, id=superior.pk, facts={"number": superior.number, **facts}
    )
