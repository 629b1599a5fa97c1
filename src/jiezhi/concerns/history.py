"""Messages of earlier years, brought in from files: each once, with its own times, and silently.

A message with a reply becomes a request with a finished order; one without waits for the dispatcher like any other,
until a later file brings its reply.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.utils import timezone

from jiezhi.concerns.choices import Channel, ConcernState
from jiezhi.concerns.codes import code_for, digest_of
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import IMPORT
from jiezhi.concerns.queries import PICTURE_OWNER, suggestions_of
from jiezhi.concerns.search import note_words
from jiezhi.core.masking import without_personal
from jiezhi.core.wording import WordingIndex
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.db import hold, in_parts
from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import blind_index
from jiezhi.organisation.history import unsorted_matter
from jiezhi.organisation.queries import matter_profiles
from jiezhi.workorders.history import PastOrder, import_orders, numbers_for

CHUNK = 500
"""Rows in one deed: a kill costs at most these, and bringing the file in again goes on after them."""
LONGEST_WORDS = 20_000
SOON = timedelta(minutes=5)
"""Clocks of two systems differ by minutes: this much of the future is none."""


class RowFault(StrEnum):
    """Why a message cannot be taken."""

    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    FUTURE = "future"
    REPLY_BEFORE = "reply_before"
    REPLY_UNDATED = "reply_undated"


@dataclass(frozen=True)
class PastMessage:
    """A message as a file tells it.

    Args:
        number: In its source; empty where it has none.
        sender: As the source names them; only a keyed digest of it is kept, to know the row again.
        words: Subject and text.
        submitted_at: When it was written.
        reply: What was answered; empty for none.
        replied_at: When; None where the file does not say.
    """

    number: str
    sender: str
    words: str
    submitted_at: datetime
    reply: str = ""
    replied_at: datetime | None = None

    def origin_key(self) -> str:
        """Give the keyed digest by which the row is known again; without our key it says nothing."""
        told = "\x1f".join((self.number, self.sender, self.submitted_at.isoformat(), self.words))
        return blind_index(told, column="concerns.Concern.origin")

    def fault(self, *, at: datetime) -> RowFault | None:
        """Give why the message cannot be taken, or None."""
        if not self.words:
            return RowFault.NO_WORDS
        if len(self.words) > LONGEST_WORDS:
            return RowFault.TOO_LONG
        if max(self.submitted_at, self.replied_at or self.submitted_at) > at + SOON:
            return RowFault.FUTURE
        if self.reply and self.replied_at is None:
            return RowFault.REPLY_UNDATED
        if self.reply and self.replied_at is not None and self.replied_at < self.submitted_at:
            return RowFault.REPLY_BEFORE
        return None


@dataclass(frozen=True)
class HistoryReport:
    """What became of the messages: counts, and the place in the sequence of each refused one with the reason."""

    imported: int
    completed: int
    already: int
    refused: tuple[tuple[int, RowFault], ...]


def known_messages(actor: Actor, keys: set[str]) -> set[str]:
    """Give those origin keys under which a message is here already, a few thousand to a statement."""
    known: set[str] = set()
    for some in in_parts(keys):
        found = Concern.objects.filter(sub_district_id=actor.tenant_id, origin_key__in=some)
        known |= set(found.values_list("origin_key", flat=True))
    return known


def unanswered_messages(actor: Actor, messages: Iterable[PastMessage]) -> set[str]:
    """Give the origin keys of those messages that bring the reply to one that came without it and still waits."""
    keys = {message.origin_key() for message in messages if message.reply}
    return {
        key
        for some in in_parts(keys)
        for key in _unanswered(actor, some).values_list("origin_key", flat=True)
    }


def _unanswered(actor: Actor, keys: Collection[str]) -> QuerySet[Concern]:
    """Give the imported requests of these keys with which staff have done nothing yet."""
    waiting = Concern.objects.filter(sub_district_id=actor.tenant_id, channel=Channel.FILE)
    return waiting.filter(state=ConcernState.SUBMITTED, order=None, origin_key__in=keys)


@action
def import_messages(
    *, messages: Sequence[PastMessage], source: str, actor: Actor, at: datetime
) -> HistoryReport:
    """Bring a chunk of messages in: those that are new and sound, in one deed with one audit row.

    A message that came in without its reply and still waits is finished by the reply that a later file has. Where
    staff have taken it up meanwhile, theirs is the answer, and the row counts as here already.

    Nobody is told and no callback is asked for: all this is over, or is read from the dispatcher's list.

    Args:
        messages: At most `CHUNK`.
        source: Name of the file they come from.
        actor: Who imports.
        at: Now.

    Raises:
        ValueError: More than `CHUNK` messages.
    """
    require(actor, IMPORT)
    if len(messages) > CHUNK:
        raise ValueError(f"A chunk has at most {CHUNK} messages, not {len(messages)}.")
    hold(f"concerns.import:{actor.tenant_id}")
    refused: list[tuple[int, RowFault]] = []
    sound: dict[str, PastMessage] = {}
    for place, message in enumerate(messages):
        fault = message.fault(at=at)
        if fault is None:
            key = message.origin_key()
            if key not in sound or (message.reply and not sound[key].reply):
                sound[key] = message
        else:
            refused.append((place, fault))
    here = known_messages(actor, set(sound))
    fresh = {key: message for key, message in sound.items() if key not in here}
    _write(fresh, actor=actor)
    completed = _complete({key: sound[key] for key in here if sound[key].reply}, actor=actor)
    already = len(messages) - len(refused) - len(fresh) - completed
    report = HistoryReport(len(fresh), completed, already, tuple(refused))
    audit.record(
        "concerns.messages_imported",
        kind="concerns.import",
        id=new_id(),
        facts={
            "source": source,
            "imported": report.imported,
            "completed": report.completed,
            "already": report.already,
            "refused": len(refused),
        },
    )
    return report


def _write(fresh: dict[str, PastMessage], *, actor: Actor) -> None:
    if not fresh:
        return
    days = [timezone.localdate(message.submitted_at) for message in fresh.values()]
    numbers = numbers_for(days, actor.tenant_id, prefix="SQ", series="concern")
    index = WordingIndex(matter_profiles(actor.tenant_id))
    concerns = [
        _concern(message, key, number, index, sub_district_id=actor.tenant_id)
        for (key, message), number in zip(fresh.items(), numbers, strict=True)
    ]
    answered = [
        (concern, message) for concern, message in zip(concerns, fresh.values(), strict=True) if message.reply
    ]
    _finish(answered, actor=actor)
    Concern.objects.bulk_create(concerns)
    note_words(concerns)


def _complete(replied: dict[str, PastMessage], *, actor: Actor) -> int:
    """Finish the requests that wait for one of these replies, and say how many they were."""
    if not replied:
        return 0
    # Whoever dispatches one holds its row: it is theirs, and here the next look finds it taken up.
    waiting = list(_unanswered(actor, replied.keys()).select_for_update(of=("self",)).order_by("pk"))
    _finish([(concern, replied[concern.origin_key]) for concern in waiting], actor=actor)
    for concern in waiting:
        concern.version += 1
    Concern.objects.bulk_update(waiting, ["order", "state", "version"])
    return len(waiting)


def _finish(answered: Sequence[tuple[Concern, PastMessage]], *, actor: Actor) -> None:
    """Give each request its finished order, not yet stored with the request."""
    if not answered:
        return
    matter = unsorted_matter(actor.tenant_id)
    past = [
        PastOrder(
            matter=matter,
            origin=OriginRef(PICTURE_OWNER, concern.pk),
            reply=without_personal(message.reply),
            opened_at=message.submitted_at,
            answered_at=message.replied_at or message.submitted_at,
        )
        for concern, message in answered
    ]
    for (concern, _message), order in zip(answered, import_orders(past, actor=actor), strict=True):
        concern.order, concern.state = order, ConcernState.RECEIVED


def _concern(
    message: PastMessage, key: str, number: str, index: WordingIndex, *, sub_district_id: UUID
) -> Concern:
    submission_key = uuid5(sub_district_id, key)
    return Concern(
        sub_district_id=sub_district_id,
        number=number,
        submission_key=submission_key,
        code_digest=digest_of(code_for(submission_key)),
        origin_key=key,
        channel=Channel.FILE,
        words=message.words,
        suggestions=suggestions_of(index, message.words),
        submitted_at=message.submitted_at,
        submitted_on=timezone.localdate(message.submitted_at),
    )
