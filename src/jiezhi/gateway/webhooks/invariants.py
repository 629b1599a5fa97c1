"""What must hold of messages to programs, whatever was killed."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from jiezhi.gateway.webhooks.choices import LetterState
from jiezhi.gateway.webhooks.events import LetterDue
from jiezhi.gateway.webhooks.models import EventSubscription, Letter
from jiezhi.kit.invariant import Breach, invariant
from jiezhi.kit.outbox import undone
from jiezhi.places.queries import strays


@invariant
def messages_stay_in_their_street() -> Iterator[Breach]:
    """No subscription is for a program of another street, and no message goes to a subscription of one."""
    yield from strays(EventSubscription, Letter)


@invariant
def messages_say_when_they_arrived() -> Iterator[Breach]:
    """A message that was delivered says when, and no other does."""
    is_there = Q(state=LetterState.DELIVERED)
    wrong = Letter.objects.filter(
        (is_there & Q(delivered_at=None)) | (~is_there & Q(delivered_at__isnull=False))
    )
    for pk in wrong.values_list("pk", flat=True).iterator():
        yield _broken(str(pk), _("whether it arrived and when do not agree."))


@invariant
def messages_that_wait_are_on_their_way() -> Iterator[Breach]:
    """For each message that waits there is news that will bring it, or was given up."""
    news = undone(LetterDue, "letter_id")
    for pk in Letter.objects.filter(state=LetterState.WAITING).values_list("pk", flat=True).iterator():
        if str(pk) not in news:
            yield _broken(str(pk), _("it waits, and nothing will bring it."))


def _broken(row: str, sentence: str) -> Breach:
    remedy = _("Tell the program's makers to read anew what they keep, and those who keep this program.")
    return Breach(f"message {row}", sentence, remedy)
