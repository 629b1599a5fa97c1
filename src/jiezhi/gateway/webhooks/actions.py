"""Telling programs of events: subscribe, end, change the key, write a message, have a dead one tried again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.gateway.clients.permissions import KEEP_PROGRAMS
from jiezhi.gateway.clients.queries import get_program
from jiezhi.gateway.webhooks.choices import EventKind, LetterState
from jiezhi.gateway.webhooks.events import LetterDue
from jiezhi.gateway.webhooks.models import EventSubscription, Letter
from jiezhi.gateway.webhooks.queries import require_listed
from jiezhi.gateway.webhooks.signing import new_key
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.outbox import emit

SUBSCRIPTION = "webhooks.subscription"
KEY_OVERLAP = timedelta(days=7)
"""How long the key before signs besides the new one, so that the other side can change over in peace."""


@dataclass(frozen=True)
class ShownKey:
    """A subscription with its signing key, which is told once."""

    subscription: EventSubscription
    key: str


@action
def subscribe_program(
    *, program_id: UUID, url: str, kinds: Sequence[EventKind], actor: Actor, at: datetime
) -> ShownKey:
    """Let a program be told of events at an address.

    Raises:
        AddressRefusedError: The operator has not listed the host, or the address is not https.
        InvalidError: No kind of event was chosen.
        MissingError: The street has no such program.
    """
    require(actor, KEEP_PROGRAMS)
    program = get_program(actor, program_id)
    if not kinds:
        raise InvalidError(_("Choose at least one kind of event."))
    key = new_key()
    made = EventSubscription.objects.create(
        sub_district_id=program.sub_district_id,
        program=program,
        url=require_listed(url),
        kinds=sorted(kind.value for kind in kinds),
        key=key,
        begun_at=at,
    )
    facts = {"program": program.name, "kinds": " ".join(made.kinds)}
    audit.record("webhooks.subscribed", kind=SUBSCRIPTION, id=made.pk, facts=facts)
    return ShownKey(made, key)


@action
def change_kinds(
    *, subscription_id: UUID, kinds: Sequence[EventKind], actor: Actor, at: datetime
) -> EventSubscription:
    """Change of what a program is told; what is under way already still arrives.

    Raises:
        InvalidError: No kind of event was chosen.
        MissingError: The street has no such subscription.
    """
    require(actor, KEEP_PROGRAMS)
    subscription = _locked(actor, subscription_id)
    if not kinds:
        raise InvalidError(_("Choose at least one kind of event, or end the subscription."))
    subscription.kinds = sorted(kind.value for kind in kinds)
    subscription.save(update_fields=["kinds"])
    facts = {"kinds": " ".join(subscription.kinds)}
    audit.record("webhooks.subscription_changed", kind=SUBSCRIPTION, id=subscription.pk, facts=facts)
    return subscription


@action
def end_subscription(*, subscription_id: UUID, actor: Actor, at: datetime) -> None:
    """Tell a program nothing more; messages that are under way are not sent.

    Raises:
        MissingError: The street has no such subscription.
    """
    require(actor, KEEP_PROGRAMS)
    subscription = _locked(actor, subscription_id)
    subscription.ended_at = at
    subscription.save(update_fields=["ended_at"])
    audit.record("webhooks.subscription_ended", kind=SUBSCRIPTION, id=subscription.pk)


@action
def change_key(*, subscription_id: UUID, actor: Actor, at: datetime) -> ShownKey:
    """Give a new signing key, shown once; for seven days messages carry signatures of both.

    Raises:
        MissingError: The street has no such subscription.
    """
    require(actor, KEEP_PROGRAMS)
    subscription = _locked(actor, subscription_id)
    key = new_key()
    subscription.key_before, subscription.key_before_until = subscription.key, at + KEY_OVERLAP
    subscription.key = key
    subscription.save(update_fields=["key", "key_before", "key_before_until"])
    audit.record("webhooks.key_changed", kind=SUBSCRIPTION, id=subscription.pk)
    return ShownKey(subscription, key)


@action
def write_letter(
    *,
    subscription: EventSubscription,
    kind: EventKind,
    facts: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> Letter:
    """Write a message to a program: it leaves the house after this deed.

    Args:
        subscription: Whom to tell.
        kind: What happened.
        facts: Ids and numbers; no words of anybody.
        actor: The job that heard of it.
        at: When it happened.
    """
    letter = Letter.objects.create(
        sub_district_id=subscription.sub_district_id,
        subscription=subscription,
        kind=kind,
        facts=dict(facts),
        written_at=at,
    )
    audit.record("webhooks.letter_written", kind=SUBSCRIPTION, id=subscription.pk, facts={"kind": kind.value})
    emit(LetterDue(letter_id=letter.pk))
    return letter


@action
def try_letter_again(*, subscription_id: UUID, letter_id: UUID, actor: Actor, at: datetime) -> Letter:
    """Have a message that was given up tried again from the first try, and let the other side be asked at once.

    Raises:
        MissingError: There is no such message among those given up.
    """
    require(actor, KEEP_PROGRAMS)
    subscription = _locked(actor, subscription_id)
    rows = Letter.objects.select_for_update().filter(subscription=subscription, state=LetterState.DEAD)
    letter = rows.filter(pk=letter_id).first()
    if letter is None:
        raise MissingError(_("This message is not among those given up. Look at the list again."))
    letter.state, letter.tries = LetterState.WAITING, 0
    letter.save(update_fields=["state", "tries"])
    subscription.resting_until = None
    subscription.save(update_fields=["resting_until"])
    audit.record("webhooks.letter_tried_again", kind=SUBSCRIPTION, id=subscription.pk)
    emit(LetterDue(letter_id=letter.pk))
    return letter


def _locked(actor: Actor, subscription_id: UUID) -> EventSubscription:
    rows = EventSubscription.objects.select_for_update().filter(ended_at=None)
    subscription = rows.filter(sub_district_id=actor.tenant_id, pk=subscription_id).first()
    if subscription is None:
        raise MissingError(_("This street has no such subscription."))
    return subscription
