"""What the operator's page tells of the lists: whether the working calendar is entered."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.kit.tiles import Reading, Tile, Tone, register_tile
from jiezhi.organisation.calendars import streets_without_calendar


def calendar(at: datetime) -> Reading:
    """Tell which streets lack the holidays of a year: their deadlines would be counted wrongly."""
    today = timezone.localdate(at)
    missing = streets_without_calendar(on=today)
    if not missing:
        return Reading(Tone.OK, _("Entered"))
    is_now = any(today.year in years for years in missing.values())
    told = [
        _("%(street)s: %(years)s") % {"street": name, "years": ", ".join(str(year) for year in years)}
        for name, years in sorted(missing.items())[:3]
    ]
    return Reading(
        Tone.BAD if is_now else Tone.WARN,
        _("Missing"),
        " · ".join(told),
        _("Ask whoever keeps the lists of the street to enter the holidays, under Lists, Calendar."),
    )


register_tile(Tile("organisation.calendar", gettext_lazy("Working calendar"), 60, calendar))
