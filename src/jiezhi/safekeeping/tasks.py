"""The timer that makes backups; and what a restoration means: messages are held, programs are told the epoch."""

import subprocess
import sys
from datetime import datetime, timedelta

from django.conf import settings

from jiezhi.gateway.clients.standing import tell_epoch_by
from jiezhi.kit.outbox import hold_outgoing_when
from jiezhi.kit.worker import every
from jiezhi.safekeeping.models import BackupRun
from jiezhi.safekeeping.queries import backup_standing, current_epoch, messages_are_held, newest_runs

hold_outgoing_when(messages_are_held)
tell_epoch_by(current_epoch)
_running: list[subprocess.Popen[bytes]] = []


@every(timedelta(minutes=1))
def back_up_when_due(at: datetime) -> None:
    """Start a backup in a process of its own: the worker goes on delivering meanwhile."""
    _running[:] = [process for process in _running if process.poll() is None]
    if _running or not is_due(at):
        return
    command = [sys.executable, "-m", "jiezhi", "backup"]
    _running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True))  # noqa: S603


@every(timedelta(days=1))
def forget_old_runs(at: datetime) -> None:
    """Forget what is known of backups long gone; the last whole one and the last taken away stay known."""
    standing = backup_standing()
    away = BackupRun.objects.exclude(taken_away_at=None).order_by("-taken_away_at").first()
    staying = [run.pk for run in (standing.last, away) if run is not None]
    old = BackupRun.objects.filter(started_at__lt=at - timedelta(days=settings.KEPT_DAYS["backup_runs"]))
    old.exclude(pk__in=staying).delete()


def is_due(at: datetime) -> bool:
    """Whether the setting asks for a backup now: so long after the last one began, whatever became of it."""
    period = timedelta(minutes=settings.BACKUP_EVERY_MIN)
    last = newest_runs(most=1)
    return bool(period) and (not last or last[0].started_at <= at - period)
