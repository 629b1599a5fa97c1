"""Writing down a visit: what was seen, what is wished, what follows - and nothing of it typed twice."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.concerns.actions import ProxyDraft, Submission, submit_concern
from jiezhi.concerns.choices import Channel, Relation
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import SUBMIT
from jiezhi.core.told_times import seen_time
from jiezhi.fieldwork.actions._once import Taken, answer_given, keep_answer
from jiezhi.fieldwork.choices import DeedKind, NextStep
from jiezhi.fieldwork.events import VisitHandedOn
from jiezhi.fieldwork.models import Visit
from jiezhi.fieldwork.permissions import VISIT
from jiezhi.fieldwork.queries import VISITED, spot_seen, visible_visits
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.audit import record_look
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.outbox import emit
from jiezhi.kit.vault import derive_code
from jiezhi.places.queries import Spot

LONGEST_WORDS = 2000


@dataclass(frozen=True)
class VisitDraft:
    """A visit as it was written down.

    Args:
        key: Made on the telephone, once for each visit.
        seen: What was seen.
        estate_id: Where, or None.
        door: Building, entrance and door.
        wish: What the resident wishes, in their words; becomes a request. May be empty.
        has_agreed: The resident agreed that it is made.
        phone: For questions and the callback, where they leave one.
        next_step: What follows.
        next_on: The day of the next visit.
        follows: The visit that said this one was due.
        visited_at: When, as the telephone says.
        was_met: Whether anybody was met; None where nobody was asked.
        batch_id: The joint visit that it was part of.
    """

    key: UUID
    seen: str
    estate_id: UUID | None = None
    door: str = ""
    wish: str = ""
    has_agreed: bool = False
    phone: str = ""
    next_step: NextStep = NextStep.NOTHING
    next_on: date | None = None
    follows: UUID | None = None
    visited_at: datetime | None = None
    was_met: bool | None = None
    batch_id: UUID | None = None

    @property
    def body(self) -> str:
        """Everything that tells one visit from another under the same key."""
        parts = (self.seen, self.estate_id, self.door, self.wish, self.phone, self.next_step, self.next_on)
        # What the form of one visit does not ask leaves its body as telephones have sent it before.
        met = () if self.was_met is None else (self.was_met,)
        return repr([str(part) for part in (*parts, self.follows, *met)])


@action
def take_visit(*, draft: VisitDraft, actor: Actor, at: datetime) -> Taken:
    """Take the record of a visit (走访记录); a wish becomes a request in the same deed. Sent twice it is one.

    Raises:
        InvalidError: Nothing was seen, the place is not known, the next visit has no day, or nobody
            agreed to the request.
        MissingError: The visit that it follows is not in the actor's area.
        KeyUsedError: Another visit was taken under the key.
    """
    require(actor, VISIT)
    given = answer_given(DeedKind.VISIT, draft.key, draft.body, actor=actor)
    if given is not None:
        return given
    _require_sense(draft)
    before = None if draft.follows is None else _lock_before(draft, draft.follows, actor)
    spot = _spot(draft, before, actor)
    assert spot.community_id is not None  # noqa: S101 - estates and communities alone are given here
    door = draft.door.strip() or _door_before(before, spot)
    concern = _request(draft, spot, door, actor=actor, at=at) if draft.wish.strip() else None
    if concern is not None and before is not None and door != draft.door.strip():
        _note_look(before, actor, at=at)
    visit = Visit.objects.create(
        sub_district_id=actor.tenant_id,
        community_id=spot.community_id,
        estate_id=spot.estate_id,
        door=door,
        seen=draft.seen.strip(),
        next_step=draft.next_step,
        next_on=draft.next_on if draft.next_step == NextStep.AGAIN else None,
        concern=concern,
        was_met=draft.was_met,
        batch_id=draft.batch_id,
        visited_at=seen_time(draft.visited_at, at=at),
        noted_at=at,
        noted_by=actor.label,
    )
    audit.record("fieldwork.visited", kind=VISITED, id=visit.pk, facts={"next_step": visit.next_step})
    if before is not None:
        _follow(before, visit)
    if visit.next_step == NextStep.COMMUNITY:
        emit(VisitHandedOn(visit.pk, actor.tenant_id, visit.community_id))
    taken = Taken(DeedKind.VISIT.value, str(visit.pk), concern.number if concern else "")
    return keep_answer(taken, draft.key, draft.body, actor=actor, at=at)


def _require_sense(draft: VisitDraft) -> None:
    if not draft.seen.strip():
        raise InvalidError(_("Write in a sentence what you saw."))
    if len(draft.seen) > LONGEST_WORDS:
        raise InvalidError(
            _("That is longer than %(limit)d characters. Shorten it.") % {"limit": LONGEST_WORDS}
        )
    if draft.was_met is False and draft.wish.strip():
        raise InvalidError(
            _("Nobody was met, so nobody told a wish. Take the wish out, or say that somebody was met.")
        )
    # A record may have waited on the telephone for days: only whether a day is given, not whether it is to come.
    if draft.next_step == NextStep.AGAIN and draft.next_on is None:
        raise InvalidError(_("Give the day of the next visit."))


def _spot(draft: VisitDraft, before: Visit | None, actor: Actor) -> Spot:
    """Give the place; a visit that follows one of which only the community is known is there too."""
    if draft.estate_id is None and before is not None and before.estate_id is None:
        spot = Spot(before.community_id)
    else:
        spot = spot_seen(actor, estate_id=draft.estate_id, lon=None, lat=None)
    if not actor.scope.whole and spot.community_id not in actor.scope.community_ids:
        raise InvalidError(_("A visit belongs to one of your own communities. Choose an estate there."))
    return spot


def _request(draft: VisitDraft, spot: Spot, door: str, *, actor: Actor, at: datetime) -> Concern:
    submission = Submission(
        key=UUID(bytes=derive_code(f"{actor.id} {draft.key}", purpose="fieldwork.submission", size=16)),
        words=draft.wish,
        spot=spot,
        place_note=door,
        phone=draft.phone,
        channel=Channel.DOOR,
        proxy=ProxyDraft(Relation.SELF, has_agreed=draft.has_agreed),
    )
    return submit_concern(submission=submission, actor=actor.lent(SUBMIT.code), at=at).concern


def _lock_before(draft: VisitDraft, visit_id: UUID, actor: Actor) -> Visit:
    """Give the visit that said this one was due; a part of a joint visit that others have made is told of.

    A visit of its own is kept all the same, since its words stand nowhere else.
    """
    rows = visible_visits(actor).select_for_update(of=("self",))
    before = rows.filter(pk=visit_id).first()
    if before is None:
        raise MissingError(_("The visit that this one follows is not in your area."))
    if draft.batch_id is not None and before.followed_by_id is not None:
        raise InvalidError(
            _("Somebody has written down this visit already. What you saw goes in a visit of its own.")
        )
    return before


def _door_before(before: Visit | None, spot: Spot) -> str:
    """Give the door of the visit that this one follows there: nobody reads it, and nobody types it again."""
    return before.door if before is not None and before.estate_id == spot.estate_id else ""


def _note_look(before: Visit, actor: Actor, *, at: datetime) -> None:
    """Leave a row: whoever reads the request of a wish reads the door that was taken over into it."""
    purpose = str(_("Wish told at a visit"))
    record_look(actor=actor, at=at, kind=VISITED, id=before.pk, columns=("door",), purpose=purpose)


def _follow(before: Visit, by: Visit) -> None:
    """Mark an earlier visit as followed; followed twice, the first one stays."""
    if before.followed_by_id is None:
        before.followed_by = by
        before.save(update_fields=["followed_by"])
        audit.record("fieldwork.visit_followed", kind=VISITED, id=before.pk)
