"""Times in words, as they are said in an office."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOUR_MIN = 60
TWO_DAYS_MIN = 48 * HOUR_MIN


def waiting_words(since: datetime, at: datetime) -> str:
    """Give how long something has been waiting: minutes, then hours, from two days on days."""
    minutes = max(int((at - since) / timedelta(minutes=1)), 0)
    if minutes < 1:
        return _("just now")
    if minutes < HOUR_MIN:
        return ngettext("waiting %(n)d minute", "waiting %(n)d minutes", minutes) % {"n": minutes}
    if minutes < TWO_DAYS_MIN:
        hours = minutes // HOUR_MIN
        return ngettext("waiting %(n)d hour", "waiting %(n)d hours", hours) % {"n": hours}
    days = minutes // (24 * HOUR_MIN)
    return ngettext("waiting %(n)d day", "waiting %(n)d days", days) % {"n": days}
