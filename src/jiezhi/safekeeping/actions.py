"""Deeds about backups. Those of the machine itself are done as the job `safekeeping`."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, system_job
from jiezhi.kit.errors import MissingError, RefusedError, StaleError
from jiezhi.safekeeping.models import BackupRun, Restoration
from jiezhi.safekeeping.permissions import KEEP_SAFE, RELEASE_MESSAGES
from jiezhi.safekeeping.queries import speaks_for_all

RUN, RESTORATION = "safekeeping.backup_run", "safekeeping.restoration"
OPERATOR = system_job(
    "safekeeping", sub_district_id=None, permissions=frozenset({KEEP_SAFE.code, RELEASE_MESSAGES.code})
)
"""Whoever has the command line of the machine, and the timer."""


@action
def start_backup(*, actor: Actor, at: datetime) -> BackupRun:
    """Note that a backup began, before its snapshot is taken: the snapshot itself tells of it."""
    require(actor, KEEP_SAFE)
    run = BackupRun.objects.create(started_at=at)
    audit.record("safekeeping.backup_started", kind=RUN, id=run.pk)
    return run


@action
def pass_backup(*, run_id: UUID, path: Path, size_bytes: int, actor: Actor, at: datetime) -> None:
    """Note that a backup has been restored into scratch and found whole; only now it counts."""
    require(actor, KEEP_SAFE)
    BackupRun.objects.filter(pk=run_id).update(checked_at=at, path=str(path), size_bytes=size_bytes)
    audit.record("safekeeping.backup_checked", kind=RUN, id=run_id, facts={"size_bytes": size_bytes})


@action
def fail_backup(*, run_id: UUID, error: str, actor: Actor, at: datetime) -> None:
    """Note why a backup does not count."""
    require(actor, KEEP_SAFE)
    BackupRun.objects.filter(pk=run_id).update(failed_at=at, error=error[:500])
    audit.record("safekeeping.backup_failed", kind=RUN, id=run_id)


@action
def take_away(*, actor: Actor, at: datetime) -> BackupRun:
    """Note that a copy of the last whole backup has left the house.

    Raises:
        MissingError: There is none.
    """
    require(actor, KEEP_SAFE)
    run = BackupRun.objects.select_for_update().exclude(checked_at=None).order_by("-started_at").first()
    if run is None:
        raise MissingError(_("There is no backup that could have been taken away. Make one: ./jiezhi backup"))
    run.taken_away_at = at
    run.save(update_fields=["taken_away_at"])
    audit.record("safekeeping.backup_taken_away", kind=RUN, id=run.pk)
    return run


@action
def note_restored(
    *, epoch: int, archive_name: str, archive_made_at: datetime, actor: Actor, at: datetime
) -> Restoration:
    """Note in a database that was put back that it was, under a number that no earlier one had."""
    require(actor, KEEP_SAFE)
    restoration = Restoration.objects.create(
        epoch=epoch, archive_name=archive_name, archive_made_at=archive_made_at, restored_at=at
    )
    audit.record("safekeeping.archive_restored", kind=RESTORATION, id=restoration.pk, facts={"epoch": epoch})
    return restoration


@action
def release_messages(*, actor: Actor, at: datetime) -> int:
    """Let messages go out again after a person has seen which would, and say how many restorations waited for it.

    Raises:
        RefusedError: The actor is of one street, and the messages of others would go out as well.
        StaleError: Nothing is held back.
    """
    require(actor, RELEASE_MESSAGES)
    if not speaks_for_all(actor):
        raise RefusedError(
            _(
                "The backup held the records of several streets, and the messages of all of them are held back. Ask "
                "the operator of the machine to look at them and let them go: ./jiezhi messages --release"
            )
        )
    held = list(Restoration.objects.select_for_update().filter(released_at=None))
    if not held:
        raise StaleError(_("No messages are held back any more: somebody has let them go out before you."))
    Restoration.objects.filter(pk__in=[row.pk for row in held]).update(
        released_at=at, released_by=actor.label or actor.id
    )
    for row in held:
        audit.record("safekeeping.messages_released", kind=RESTORATION, id=row.pk, facts={"epoch": row.epoch})
    return len(held)
