from datetime import datetime

from django import template

from jiezhi.core.masking import without_personal
from jiezhi.faces.desk.words import waiting_words

register = template.Library()


@register.filter
def waited(since: datetime, at: datetime) -> str:
    """Say how long something has been waiting."""
    return waiting_words(since, at)


register.filter("without_personal", without_personal)


@register.filter
def per_cent(share: float) -> str:
    """Give a share, 0..1, in per cent: `98%`."""
    return f"{share * 100:.0f}%"
