"""Bringing one message to a program, and what its standing is afterwards.

One message a subscription is under way at a time, so that a target that hangs holds up itself and nobody else. After
five failures in a row it is left alone for a while; the next message then tries whether it is back.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import F, Q

from jiezhi.gateway.clients.standing import epoch
from jiezhi.gateway.webhooks.choices import LetterState
from jiezhi.gateway.webhooks.models import EventSubscription, Letter
from jiezhi.gateway.webhooks.queries import key_before
from jiezhi.gateway.webhooks.signing import signature
from jiezhi.kit.outbound import OutboundError, ask
from jiezhi.kit.outbox import LaterError

WHOLE_S = 10
"""Seconds that one try may take, whatever the other side does."""
BUSY = timedelta(seconds=WHOLE_S + 5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 360))
"""Before the second try, the third and so on: a day of trying in all, then the message is given up."""
MOST_TRIES = len(PAUSES) + 1
FAILURES_TO_REST = 5
RESTS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


@dataclass(frozen=True)
class Outcome:
    """What the other side did: `told` holds a status or a class of error, never its words."""

    is_taken: bool
    told: str


def deliver_letter(letter: Letter, *, at: datetime) -> None:
    """Try to bring a message, and note what came of it.

    Raises:
        LaterError: Not now: the target is busy or rests, or this try failed and another follows.
    """
    subscription = letter.subscription
    _take_turn(subscription, at=at)
    outcome = _send(letter, subscription, at=at)
    if outcome.is_taken:
        _note_taken(letter, subscription, outcome)
        return
    _note_failure(letter, subscription, outcome, at=at)


def body_of(letter: Letter) -> bytes:
    """Give the bytes of a message: the same for every try, until the street is put back from a backup."""
    told = {
        "id": str(letter.pk),
        "kind": letter.kind,
        "at": letter.written_at.astimezone(UTC).isoformat(),
        "street": letter.sub_district.slug,
        "facts": letter.facts,
        "epoch": epoch(),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def headers_of(
    letter: Letter, subscription: EventSubscription, body: bytes, *, at: datetime
) -> dict[str, str]:
    """Give the headers of a message, signed with the key, and with the one before while it is being changed."""
    sent_s = int(at.timestamp())
    keys = [key for key in (subscription.key, key_before(subscription, at=at)) if key]
    signed = [signature(key, letter_id=str(letter.pk), sent_s=sent_s, body=body) for key in keys]
    return {
        "Content-Type": "application/json",
        "Jiezhi-Id": str(letter.pk),
        "Jiezhi-Timestamp": str(sent_s),
        "Jiezhi-Signature": ",".join(signed),
    }


def _take_turn(subscription: EventSubscription, *, at: datetime) -> None:
    """Be the one that sends to this target now; conditional, so that of several threads only one is."""
    if subscription.is_resting(at=at):
        raise LaterError(subscription.resting_until or at)
    is_free = Q(busy_until=None) | Q(busy_until__lte=at)
    is_awake = Q(resting_until=None) | Q(resting_until__lte=at)
    mine = EventSubscription.objects.filter(is_free, is_awake, pk=subscription.pk)
    if not mine.update(busy_until=at + BUSY):
        raise LaterError(at + timedelta(seconds=2))


def _send(letter: Letter, subscription: EventSubscription, *, at: datetime) -> Outcome:
    body = body_of(letter)
    headers = headers_of(letter, subscription, body, at=at)
    try:
        answer = ask("POST", subscription.url, headers=headers, body=body, whole_s=WHOLE_S)
    except OutboundError as error:
        return Outcome(is_taken=False, told=str(error)[:200])
    return Outcome(is_taken=200 <= answer.status < 300, told=f"HTTP {answer.status}")


def _note_taken(letter: Letter, subscription: EventSubscription, outcome: Outcome) -> None:
    now = datetime.now(UTC)
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.DELIVERED, delivered_at=now, last_answer=outcome.told, tries=F("tries") + 1
    )
    EventSubscription.objects.filter(pk=subscription.pk).update(
        failures=0, resting_until=None, busy_until=None, last_delivered_at=now, last_answer=outcome.told
    )


def _note_failure(letter: Letter, subscription: EventSubscription, outcome: Outcome, *, at: datetime) -> None:
    now, failures = max(datetime.now(UTC), at), subscription.failures + 1
    rest = None
    if failures >= FAILURES_TO_REST:
        rest = now + RESTS[min(failures - FAILURES_TO_REST, len(RESTS) - 1)]
    EventSubscription.objects.filter(pk=subscription.pk).update(
        failures=failures, resting_until=rest, busy_until=None, last_answer=outcome.told
    )
    tries = letter.tries + 1
    is_last = tries >= MOST_TRIES
    Letter.objects.filter(pk=letter.pk).update(
        tries=tries,
        last_answer=outcome.told,
        state=LetterState.DEAD if is_last else LetterState.WAITING,
    )
    if not is_last:
        raise LaterError(now + PAUSES[tries - 1])
