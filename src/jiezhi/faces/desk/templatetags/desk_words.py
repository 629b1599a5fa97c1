from datetime import datetime

from django import template

from jiezhi.core.masking import without_personal
from jiezhi.faces.desk.words import waiting_words
from jiezhi.kit import numerals

ALMOST_ALL = 0.999

register = template.Library()


@register.filter
def waited(since: datetime, at: datetime) -> str:
    """Say how long something has been waiting."""
    return waiting_words(since, at)


register.filter("without_personal", without_personal)


@register.filter
def per_cent(share: float) -> str:
    """Give a share, 0..1, in per cent with one decimal; what is not all is never rounded up to all: `99.9%`."""
    return numerals.per_cent(share if share >= 1 else min(share, ALMOST_ALL))
