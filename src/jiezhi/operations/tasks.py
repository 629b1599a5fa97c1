"""What the worker notes for the operator: colours of tiles, days of the disk."""

from datetime import datetime, timedelta

from django.utils import timezone

from jiezhi.kit.db import database_bytes
from jiezhi.kit.worker import every
from jiezhi.operations.models import DiskDay, TileChange
from jiezhi.operations.panorama import read_tiles
from jiezhi.operations.probes import disk_room
from jiezhi.operations.queries import tile_changes


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
