"""What is known about backups, and whether messages are held back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from jiezhi.kit.access import require
from jiezhi.kit.actor import Actor
from jiezhi.places.queries import all_sub_districts
from jiezhi.safekeeping.models import BackupRun, Restoration
from jiezhi.safekeeping.permissions import RELEASE_MESSAGES

LONGEST_AGE = timedelta(days=1)


@dataclass(frozen=True)
class BackupStanding:
    """How the backups stand.

    Args:
        last: The last one that was restored into scratch and found whole.
        failed_since: The first failure after it, if any.
        taken_away_at: When a copy last left the house.
    """

    last: BackupRun | None
    failed_since: BackupRun | None
    taken_away_at: datetime | None


def backup_standing() -> BackupStanding:
    """Give how the backups stand, in three statements."""
    last = BackupRun.objects.exclude(checked_at=None).order_by("-started_at").first()
    failed = BackupRun.objects.exclude(failed_at=None).order_by("started_at")
    if last is not None:
        failed = failed.filter(started_at__gt=last.started_at)
    away = BackupRun.objects.exclude(taken_away_at=None).order_by("-taken_away_at").first()
    return BackupStanding(last, failed.first(), away.taken_away_at if away else None)


def oldest_allowed() -> timedelta:
    """Give how old the last whole backup may be: four of the worker's periods, and never more than a day."""
    period = timedelta(minutes=settings.BACKUP_EVERY_MIN)
    return min(4 * period, LONGEST_AGE) if period else LONGEST_AGE


def newest_runs(*, most: int = 20) -> list[BackupRun]:
    """Give the newest backups, those that failed as well."""
    return list(BackupRun.objects.order_by("-started_at")[:most])


def current_epoch() -> int:
    """Give how many times an archive was put back; clients that know another number begin afresh."""
    last = Restoration.objects.order_by("-epoch").first()
    return last.epoch if last else 0


def messages_are_held() -> bool:
    """Whether an archive was put back and nobody has let messages go out since."""
    return Restoration.objects.filter(released_at=None).exists()


def unreleased_restoration(actor: Actor) -> Restoration | None:
    """Give the last restoration after which messages are still held back.

    Raises:
        RefusedError: It is not for the reader.
    """
    require(actor, RELEASE_MESSAGES)
    return Restoration.objects.filter(released_at=None).order_by("-epoch").first()


def speaks_for_all(actor: Actor) -> bool:
    """Whether an actor may decide for the whole installation: its operator, or a person of the only street there is.

    A restoration holds the messages of every street, and a post of one street reaches no other.
    """
    return actor.sub_district_id is None or {street.pk for street in all_sub_districts()} == {
        actor.sub_district_id
    }
