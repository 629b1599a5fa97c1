"""What must hold of requests that came through the civic door."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jiezhi.concerns.choices import Channel
from jiezhi.gateway.open311.models import CivicPosting
from jiezhi.kit.invariant import Breach, invariant
from jiezhi.places.queries import strays


@invariant
def postings_stay_in_their_street() -> Iterator[Breach]:
    """No posting names a request or a matter of another street."""
    yield from strays(CivicPosting)


@invariant
def postings_are_of_programs() -> Iterator[Breach]:
    """What the civic door lists came in by a program: nothing that a resident told the office is published."""
    wrong = CivicPosting.objects.exclude(concern__channel=Channel.PROGRAM)
    for number in wrong.values_list("concern__number", flat=True).iterator():
        yield Breach(
            number,
            _("the civic door lists it, and it did not come through it."),
            _("Tell those who keep the program at once: its place may be seen by anybody."),
        )
