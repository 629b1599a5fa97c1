"""What must hold of links to people of other platforms."""

from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _

from jiezhi.gateway.launch.models import LaunchLink, LaunchTerms
from jiezhi.kit.invariant import Breach, invariant
from jiezhi.places.queries import strays


@invariant
def links_and_terms_stay_in_their_street() -> Iterator[Breach]:
    """No link and no terms are of a program of another street."""
    yield from strays(LaunchLink, LaunchTerms)


@invariant
def links_end_after_they_began() -> Iterator[Breach]:
    """A link ended after it was made."""
    wrong = LaunchLink.objects.filter(ended_at__lt=F("linked_at"))
    for pk in wrong.values_list("pk", flat=True).iterator():
        yield Breach(
            f"link {pk}",
            _("it ended before it began."),
            _("End it under Programs and tokens, and link the person again."),
        )
