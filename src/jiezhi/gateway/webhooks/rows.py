"""What the screens show of subscriptions and messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jiezhi.gateway.webhooks.choices import EventKind, LetterState
from jiezhi.gateway.webhooks.models import EventSubscription, Letter

TONES = {LetterState.WAITING: "info", LetterState.DELIVERED: "good", LetterState.DEAD: "bad"}


@dataclass(frozen=True)
class SubscriptionRow:
    """A subscription, how the other side is doing in a word, and the words of what it is told."""

    subscription: EventSubscription
    standing: str
    tone: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class LetterRow:
    """A message with its standing in a word."""

    letter: Letter
    kind: str
    standing: str
    tone: str
    is_dead: bool


def subscription_row(subscription: EventSubscription, *, at: datetime) -> SubscriptionRow:
    """Give a subscription as the screens show it."""
    kinds = tuple(str(kind.label) for kind in EventKind if kind in subscription.kinds)
    return SubscriptionRow(subscription, *_standing(subscription, at=at), kinds)


def letter_rows(letters: Iterable[Letter]) -> list[LetterRow]:
    """Give messages as the screens show them."""
    return [
        LetterRow(
            letter,
            str(EventKind(letter.kind).label),
            str(LetterState(letter.state).label),
            TONES[LetterState(letter.state)],
            letter.state == LetterState.DEAD,
        )
        for letter in letters
    ]


def _standing(subscription: EventSubscription, *, at: datetime) -> tuple[str, str]:
    if subscription.is_resting(at=at):
        return _("Not reached: left alone for a while"), "bad"
    if subscription.failures:
        return _("The last try failed"), "warn"
    if subscription.last_delivered_at is None:
        return _("Nothing sent yet"), "plain"
    return _("Well"), "good"
