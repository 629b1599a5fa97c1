"""Tiles about the machine: room, clock, certificate, version."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

import jiezhi
from jiezhi.kit.db import database_bytes
from jiezhi.kit.tiles import Reading, Tile, Tone, register_tile
from jiezhi.operations.models import DiskDay
from jiezhi.operations.probes import (
    Release,
    certificate_ends_at,
    clock_offset_s,
    disk_room,
    is_clock_synchronised,
    is_disk_writable,
    release,
)
from jiezhi.operations.queries import disk_days

GIB = 1 << 30
LITTLE_SHARE, LEAST_SHARE = 0.20, 0.10
"""Free part of the disk at which somebody looks after it, and at which somebody must."""
LITTLE_DAYS, LEAST_DAYS = 60, 14
CERTIFICATE_DAYS, LEAST_CERTIFICATE_DAYS = 30, 7
OFFSET_S, LARGE_OFFSET_S = 2.0, 30.0
"""Between two machines: leases of the worker last 45 s, and one-time codes of sign-ins 30 s."""
ADVISORIES_DAYS = 90


def days_left(days: list[DiskDay], *, free_bytes: int) -> int | None:
    """Give how many days the disk will do at the pace of the days given, the latest first; None before a week."""
    if len(days) < 2 or (span := (days[0].on - days[-1].on).days) < 7:
        return None
    grown_a_day = (days[0].used_bytes - days[-1].used_bytes) / span
    return int(free_bytes / grown_a_day) if grown_a_day > 0 else None


def disk(_at: datetime) -> Reading:
    """Tell the size of the database, the room on the disk, and how many days it will do."""
    room = disk_room()
    left = days_left(disk_days(), free_bytes=room.free)
    number = _("database %(size).2f GB; %(free).1f GB free (%(share)d%%)") % {
        "size": database_bytes() / GIB,
        "free": room.free / GIB,
        "share": room.free_share * 100,
    }
    if left is not None:
        number += "; " + ngettext("full in %(days)d day", "full in %(days)d days", left) % {"days": left}
    soon = LITTLE_DAYS if left is None else left
    if not is_disk_writable():
        return Reading(Tone.BAD, _("Cannot be written"), number, _free_some())
    if room.free_share < LEAST_SHARE or soon < LEAST_DAYS:
        return Reading(Tone.BAD, _("Nearly full"), number, _free_some())
    if room.free_share < LITTLE_SHARE or soon < LITTLE_DAYS:
        return Reading(Tone.WARN, _("Fills up"), number, _free_some())
    return Reading(Tone.OK, _("Room enough"), number)


def _free_some() -> str:
    return _(
        "Make room: move old backups elsewhere or enlarge the disk. Never delete files in the data folder by hand."
    )


def clock(_at: datetime) -> Reading:
    """Tell how far the clock is off from the database server's, and whether the network keeps it."""
    offset, is_kept = clock_offset_s(), is_clock_synchronised()
    told = [] if offset is None else [_("%(seconds).1f s from the database server") % {"seconds": offset}]
    told.append(
        {
            True: _("kept by the network"),
            False: _("not kept by the network"),
            None: _("no word of the network"),
        }[is_kept]
    )
    number, off = "; ".join(told), abs(offset or 0.0)
    advice = _("Switch time synchronisation on, on the database server as well:")
    code = "timedatectl set-ntp true"
    if off >= LARGE_OFFSET_S:
        return Reading(Tone.BAD, _("Wrong"), number, advice, code=code)
    is_unknown = offset is None and is_kept is None
    if off >= OFFSET_S or is_kept is False or (is_unknown and settings.IS_OFFICIAL):
        return Reading(Tone.WARN, _("Not sure"), number, advice, code=code)
    return Reading(Tone.OK, _("Not compared") if is_unknown else _("Right"), number)


def certificate(at: datetime) -> Reading:
    """Tell how many days the certificate of the proxy in front still holds."""
    name = settings.CERTIFICATE_FILE
    if not name:
        return _nothing_to_watch()
    try:
        ends_at = certificate_ends_at(Path(name))
    except (OSError, ValueError):
        advice = _(
            "Let this setting name the certificate file that the proxy uses, readable by this program:"
        )
        return Reading(Tone.WARN, _("Unreadable"), "", advice, code="JIEZHI_CERTIFICATE")
    days = (ends_at - at) // timedelta(days=1)
    number = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    advice = _("Renew it, put it beside the proxy and reload the proxy.")
    if days < 0:
        return Reading(Tone.BAD, _("Has ended"), number, advice, since=ends_at)
    if days < LEAST_CERTIFICATE_DAYS:
        return Reading(Tone.BAD, _("Ends at once"), number, advice)
    return (
        Reading(Tone.WARN, _("Ends soon"), number, advice)
        if days < CERTIFICATE_DAYS
        else Reading(Tone.OK, _("Holds good"), number)
    )


def _nothing_to_watch() -> Reading:
    if settings.IS_OFFICIAL:
        advice = _(
            "Let this setting name the certificate file that the proxy uses, readable by this program:"
        )
        return Reading(Tone.WARN, _("Not watched"), "", advice, code="JIEZHI_CERTIFICATE")
    return Reading(Tone.OK, _("None"), _("only this machine is served"))


def version(at: datetime) -> Reading:
    """Tell which version runs, whether it was signed, and how old its list of known holes is."""
    try:
        found = release()
    except (OSError, ValueError, KeyError):
        return Reading(
            Tone.WARN, _("Unreadable"), jiezhi.__version__, _("Install the release again from its bundle.")
        )
    if found is None:
        tone = Tone.WARN if settings.IS_OFFICIAL else Tone.OK
        advice = _("Install from a signed bundle, so that the origin of what runs here is certain.")
        return Reading(tone, _("From source"), jiezhi.__version__, advice)
    number = f"{found.version} ({found.commit[:9] or '?'}); {_holes_told(found)}"
    if not found.is_signed:
        advice = _("Install the release again from its signed bundle.")
        return Reading(Tone.BAD, _("Not signed"), number, advice)
    if found.advisories_on is None:
        advice = _("Ask whoever makes the releases for one with a dated list of known holes.")
        return Reading(Tone.WARN, _("Signed"), number, advice)
    is_old = (timezone.localdate(at) - found.advisories_on).days > ADVISORIES_DAYS
    if is_old or found.known_holes:
        word = _("Signed, old") if is_old else _("Signed, with known holes")
        return Reading(Tone.WARN, word, number, _("Ask for the newest release and install it."))
    return Reading(Tone.OK, _("Signed"), number)


def _holes_told(found: Release) -> str:
    if found.advisories_on is None:
        return _("no list of known holes came with this release")
    if not found.known_holes:
        return _("no known holes as of %(day)s") % {"day": found.advisories_on}
    count = len(found.known_holes)
    words = ngettext("%(count)d known hole as of %(day)s", "%(count)d known holes as of %(day)s", count)
    return words % {"count": count, "day": found.advisories_on} + f" ({', '.join(found.known_holes[:3])})"


register_tile(Tile("operations.disk", gettext_lazy("Database and disk"), 30, disk))
register_tile(Tile("operations.clock", gettext_lazy("Clock"), 51, clock))
register_tile(Tile("operations.certificate", gettext_lazy("Certificate"), 50, certificate))
register_tile(Tile("operations.version", gettext_lazy("Version"), 90, version))
