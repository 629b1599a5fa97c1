"""What the worker notes for the operator: colours of tiles, days of the disk; and what it forgets."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from jiezhi.kit.db import database_bytes
from jiezhi.kit.models import DeliveryState, OutboxDelivery
from jiezhi.kit.worker import every
from jiezhi.operations.models import DiskDay, Fault, TileChange
from jiezhi.operations.panorama import read_tiles
from jiezhi.operations.probes import disk_room
from jiezhi.operations.queries import tile_changes

PORTION = 2000
"""Rows that go in one statement."""


@every(timedelta(minutes=1))
def note_tiles(at: datetime) -> None:
    """Note since when each tile has its colour, for those that do not know it by themselves."""
    before = tile_changes()
    for shown in read_tiles(at=at):
        tone, _since = before.get(shown.tile.name, ("", at))
        if tone != shown.reading.tone:
            TileChange.objects.update_or_create(
                name=shown.tile.name, defaults={"tone": shown.reading.tone.value, "since_at": at}
            )


@every(timedelta(hours=6))
def note_disk(at: datetime) -> None:
    """Note how full the disk is; the last of a day stays."""
    room = disk_room()
    DiskDay.objects.update_or_create(
        on=timezone.localdate(at),
        defaults={"database_bytes": database_bytes(), "used_bytes": room.used, "free_bytes": room.free},
    )


@every(timedelta(days=1))
def forget_old_news(at: datetime) -> None:
    """Forget news that was handled, and news that the operator dropped; what is dead waits for a decision.

    In small portions, so that nobody's deed waits for a long delete.
    """
    for state, word in ((DeliveryState.DONE, "news"), (DeliveryState.DROPPED, "dropped_news")):
        old = OutboxDelivery.objects.filter(
            state=state, done_at__lt=at - timedelta(days=settings.KEPT_DAYS[word])
        )
        while portion := list(old.values_list("pk", flat=True)[:PORTION]):
            OutboxDelivery.objects.filter(pk__in=portion).delete()


@every(timedelta(days=1))
def forget_old_faults(at: datetime) -> None:
    """Forget faults that were settled and have not been seen since; open ones stay until somebody settles them."""
    seen_before = at - timedelta(days=settings.KEPT_DAYS["faults"])
    Fault.objects.filter(settled_at__isnull=False, last_at__lt=seen_before).delete()
