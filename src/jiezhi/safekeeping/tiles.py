"""What the operator's page tells of backups: the last one, and the last one that came back out of its file whole."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiezhi.kit.tiles import Reading, Tile, Tone, register_tile
from jiezhi.safekeeping.models import BackupRun
from jiezhi.safekeeping.queries import backup_standing, newest_runs, oldest_allowed

MIB = 1 << 20
MAKE = "./jiezhi backup"


def backup(at: datetime) -> Reading:
    """Tell what became of the last backup."""
    runs = newest_runs(most=1)
    if not runs:
        return _never()
    last = runs[0]
    if last.failed_at is not None:
        advice = _("Mend the cause, then make one; its file, if any, is of no use:")
        return Reading(Tone.BAD, _("Failed"), last.error, advice, since=last.failed_at, code=MAKE)
    if last.checked_at is None:
        is_stuck = at - last.started_at > oldest_allowed()
        advice = _("It never came to its end. Make another:") if is_stuck else ""
        code = MAKE if is_stuck else ""
        tone = Tone.WARN if is_stuck else Tone.OK
        word = _("Broken off") if is_stuck else _("Being made")
        return Reading(tone, word, _moment(last.started_at), advice, since=last.started_at, code=code)
    size = _("%(size).1f MB") % {"size": (last.size_bytes or 0) / MIB}
    return Reading(Tone.OK, _("Made"), f"{_moment(last.started_at)}; {size}", good_at=last.started_at)


def checked_backup(at: datetime) -> Reading:
    """Tell how old the last backup is that was restored into scratch and found whole, against its limit."""
    standing = backup_standing()
    last = standing.last
    if last is None or last.checked_at is None:
        return _never()
    limit, age = oldest_allowed(), at - last.started_at
    number = _("%(when)s; may be %(limit)s old") % {"when": _moment(last.started_at), "limit": _span(limit)}
    advice = _("Make one, and let it be made regularly (JIEZHI_BACKUP_EVERY_MIN, or a timer of the system):")
    if age > limit:
        tone = Tone.BAD if age > 3 * limit else Tone.WARN
        return _aged(tone, last, number, advice)
    return Reading(Tone.OK, _("Whole"), number, good_at=last.started_at)


def _aged(tone: Tone, last: BackupRun, number: str, advice: str) -> Reading:
    return Reading(
        tone, _("Too old"), number, advice, since=last.started_at, good_at=last.started_at, code=MAKE
    )


def _never() -> Reading:
    tone = Tone.BAD if settings.IS_OFFICIAL else Tone.WARN
    advice = _("Name two holders of keys and make one (operators' guide, Backups):")
    return Reading(tone, _("Never backed up"), _("a broken disk would take everything"), advice, code=MAKE)


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i")


def _span(span: timedelta) -> str:
    hours = round(span / timedelta(hours=1))
    if hours < 1:
        minutes = round(span / timedelta(minutes=1))
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


register_tile(Tile("safekeeping.backup", gettext_lazy("Last backup"), 40, backup))
register_tile(Tile("safekeeping.checked", gettext_lazy("Backup restored and checked"), 41, checked_backup))
