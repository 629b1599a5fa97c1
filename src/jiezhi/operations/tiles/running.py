"""Tiles about the programs that run: web server, worker, messages on their way, timers."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiezhi.kit.tiles import Reading, Tile, Tone, register_tile
from jiezhi.operations.queries import (
    failing_by_channel,
    is_beating,
    last_beat,
    late_timers,
    open_faults,
    queue_lengths,
)

SLOW, STUCK = timedelta(minutes=10), timedelta(hours=1)
"""How long the oldest message may wait before somebody looks after it, and before somebody must."""
LATELY = timedelta(hours=1)


def web(at: datetime) -> Reading:
    """Tell about faults: whoever reads this page knows that the server answers."""
    faults = open_faults()
    if not faults:
        return Reading(Tone.OK, _("Answers"), _("no open fault"))
    count = ngettext("%(count)d open fault", "%(count)d open faults", len(faults)) % {"count": len(faults)}
    is_going_on = faults[0].last_at > at - LATELY
    return Reading(
        Tone.BAD if is_going_on else Tone.WARN,
        _("Faults going on") if is_going_on else _("Faults to look at"),
        count,
        _("Read the list and pass it on with a support bundle; settle what is mended."),
        since=min(fault.first_at for fault in faults),
        url_name="operations:faults",
    )


def worker(at: datetime) -> Reading:
    """Tell whether a worker keeps time."""
    seen_at = last_beat()
    if is_beating(seen_at, at=at):
        return Reading(Tone.OK, _("Runs"), good_at=seen_at)
    return Reading(
        Tone.BAD,
        _("Stopped") if seen_at else _("Never ran"),
        _("No message goes out and no deadline is watched."),
        _("Start the service of the worker, or run this in the folder of the program:"),
        code="./jiezhi run_worker",
        since=seen_at,
        good_at=seen_at,
    )


def queue(at: datetime) -> Reading:
    """Tell how long the oldest message waits."""
    lengths = queue_lengths().values()
    waiting = sum(length.waiting for length in lengths)
    oldest_at = min((length.oldest_at for length in lengths if length.oldest_at), default=None)
    number = ngettext("%(count)d message waits", "%(count)d messages wait", waiting) % {"count": waiting}
    if oldest_at is None or at - oldest_at < SLOW:
        return Reading(Tone.OK, _("Flows"), number)
    return Reading(
        Tone.BAD if at - oldest_at >= STUCK else Tone.WARN,
        _("Stuck") if at - oldest_at >= STUCK else _("Slow"),
        number,
        _("See whether the worker runs and which handler fails; it tries again by itself."),
        since=oldest_at,
    )


def dead(_at: datetime) -> Reading:
    """Tell how many messages were given up."""
    lengths = [length for length in queue_lengths().values() if length.dead]
    if not lengths:
        return Reading(Tone.OK, _("None"))
    count = sum(length.dead for length in lengths)
    return Reading(
        Tone.BAD,
        _("Given up"),
        ngettext("%(count)d message", "%(count)d messages", count) % {"count": count},
        _("Mend the cause, then try them again or drop them with a reason."),
        since=min(length.dead_since for length in lengths if length.dead_since),
        url_name="operations:dead",
    )


def timers(at: datetime) -> Reading:
    """Tell which timers are late."""
    late = late_timers(at=at)
    if not late:
        return Reading(Tone.OK, _("In time"))
    names = ", ".join(timer.name.rpartition(".")[2] for timer in late[:3])
    return Reading(
        Tone.WARN if is_beating(last_beat(), at=at) else Tone.BAD,
        _("Behind time"),
        ngettext("%(count)d timer", "%(count)d timers", len(late)) % {"count": len(late)},
        _("See whether the worker runs; if it does, restart it."),
        since=late[0].due_at,
        code=names,
    )


def channels(_at: datetime) -> Reading:
    """Tell which channels to the outer world fail."""
    failing = failing_by_channel()
    if not failing:
        return Reading(Tone.OK, _("Go out"))
    told = ", ".join(f"{handler.rpartition('.')[2]}: {count}" for handler, count in failing.items())
    return Reading(
        Tone.WARN,
        _("Some fail"),
        ngettext("%(count)d message", "%(count)d messages", sum(failing.values()))
        % {"count": sum(failing.values())},
        _("Check address and password of the mail server or of the other system, and whether it answers."),
        code=told,
    )


register_tile(Tile("operations.web", gettext_lazy("Web server"), 10, web))
register_tile(Tile("operations.worker", gettext_lazy("Worker"), 11, worker))
register_tile(Tile("operations.queue", gettext_lazy("Oldest waiting message"), 20, queue))
register_tile(Tile("operations.dead", gettext_lazy("Undelivered messages"), 21, dead))
register_tile(Tile("operations.timers", gettext_lazy("Timers"), 22, timers))
register_tile(Tile("operations.channels", gettext_lazy("Messages to the outside"), 23, channels))
