"""What a number that the superior sends again (重新派发) shares with the request it made before."""

from datetime import datetime

from django.utils.translation import gettext as _

from jiezhi.concerns.choices import ExchangeKind
from jiezhi.concerns.models import Concern, Exchange


def link_rounds(before: Concern, now: Concern, *, at: datetime) -> None:
    """Let each of two requests under one number name the other where staff read it."""
    said = (
        (before, _("The superior sent it again; it is now %(number)s.") % {"number": now.number}),
        (now, _("The superior sent it again; it was %(number)s before.") % {"number": before.number}),
    )
    Exchange.objects.bulk_create(
        Exchange(
            sub_district_id=concern.sub_district_id,
            concern=concern,
            kind=ExchangeKind.SUPERIOR,
            words=words,
            at=at,
        )
        for concern, words in said
    )
