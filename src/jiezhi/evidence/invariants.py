"""What must hold of evidence, whatever was killed."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.evidence.choices import PackState
from jiezhi.evidence.events import PackAsked
from jiezhi.evidence.models import EvidencePack
from jiezhi.kit.invariant import Breach, invariant
from jiezhi.kit.outbox import undone

LATELY = timedelta(days=30)


@invariant
def packs_that_wait_are_being_made() -> Iterator[Breach]:
    """For each document of late that is being made there is news that makes it, or was given up."""
    waiting = EvidencePack.objects.filter(state=PackState.ASKED, asked_at__gt=timezone.now() - LATELY)
    news = undone(PackAsked, "pack_id")
    for pk in waiting.values_list("pk", flat=True).iterator():
        if str(pk) not in news:
            yield Breach(
                f"evidence pack {pk}",
                _("it waits, and nothing will make it."),
                _("Have it made again from the order."),
            )
