"""Orders from above brought in: once whatever the way, and anew when the superior sends them again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions._rounds import link_rounds
from jiezhi.concerns.actions._settling import (
    hold_number,
    lock_superior,
    record,
    settle_refusal,
    written,
)
from jiezhi.concerns.actions.submitting import Submission, submit_concern
from jiezhi.concerns.choices import Channel, SuperiorState
from jiezhi.concerns.models import Concern, SuperiorOrder, SuperiorSource
from jiezhi.concerns.permissions import BRIDGE
from jiezhi.concerns.superior_queries import (
    get_source,
    is_sent_again,
)
from jiezhi.concerns.superior_words import lies_before_sending
from jiezhi.core.deadlines import Limit, LimitUnit, due_at
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.calendars import working_calendar
from jiezhi.places.queries import spot_by_name

OLD_AFTER = timedelta(days=1)
"""So long after its sending nobody is called to a danger in an order of a file; ours. A person still reads it first."""


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
        known = lock_superior(known)
        known.source = source
        if is_sent_again(known.state, known.issued_at, draft.issued_at):
            return Taken(_begin_again(known, draft, actor=actor, at=at), is_new=False, is_sent_again=True)
        record("superior_taken", known, is_repeat=True, **_take_limit(known, draft))
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
    record("superior_taken", superior, is_repeat=False)
    settle_refusal(superior, actor=actor, at=at)
    return Taken(superior, is_new=True)


def _begin_again(
    superior: SuperiorOrder, draft: SuperiorDraft, *, actor: Actor, at: datetime
) -> SuperiorOrder:
    """Let an order that was done with begin anew as another request; the one before keeps what became of it."""
    before = superior.concern
    facts = {
        "state_before": superior.state,
        "issued_before": superior.issued_at.isoformat(),
        "due_before": written(superior.their_due_at),
        "replied_before": written(superior.replied_at),
        "concern_before": before.number,
    }
    key = uuid5(superior.source_id, f"{superior.number}\n{draft.issued_at.isoformat()}")
    superior.concern = _submit(draft, superior.number, key=key, actor=actor, at=at)
    superior.state, superior.replied_at, superior.delivered_at = SuperiorState.OPEN, None, None
    superior.issued_at, superior.came_at, superior.their_due_at = draft.issued_at, at, draft.their_due_at
    superior.return_until = _return_until(superior.source, draft.issued_at)
    superior.save()
    link_rounds(before, superior.concern, at=at)
    record("superior_sent_again", superior, **facts)
    settle_refusal(superior, actor=actor, at=at)
    return superior


def _take_limit(known: SuperiorOrder, draft: SuperiorDraft) -> dict[str, str | None]:
    """Take the limit of a repeat over, and give what the audit says of it; nothing where it says nothing new."""
    kept, told = known.their_due_at, draft.their_due_at
    if told is None or told == kept:
        return {}
    if kept is not None and draft.is_from_file and told < kept and draft.issued_at <= known.issued_at:
        return {"due_kept": written(kept), "due_told": written(told)}
    known.their_due_at = told
    known.save(update_fields=["their_due_at"])
    return {"due_before": written(kept), "due_now": written(told)}


def _submit(draft: SuperiorDraft, number: str, *, key: UUID, actor: Actor, at: datetime) -> Concern:
    submission = Submission(
        key=key,
        words=draft.words,
        spot=spot_by_name(sub_district_id=actor.tenant_id, text=f"{draft.place} {draft.words}"),
        place_note=draft.place,
        phone=draft.phone,
        channel=Channel.SUPERIOR,
        number_above=number,
        is_old=draft.is_from_file and at - draft.issued_at > OLD_AFTER,
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
