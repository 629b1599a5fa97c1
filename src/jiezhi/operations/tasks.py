"""What the worker notes for the operator: colours of tiles, days of the disk, walks over the audit."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from jiezhi.kit.db import database_bytes
from jiezhi.kit.sealing import find_chain_fault
from jiezhi.kit.worker import every
from jiezhi.operations.models import ChainCheck, DiskDay, TileChange
from jiezhi.operations.panorama import read_tiles
from jiezhi.operations.probes import disk_room
from jiezhi.operations.queries import chain_head, last_whole_chain, tile_changes

logger = logging.getLogger("jiezhi.operations")


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
def check_audit(at: datetime) -> None:
    """Walk the audit chain from end to end, and tell its head to the log, which is kept outside the database.

    A chain that ends before the row at which the last walk ended, or has another hash there, has lost its tail.
    """
    fault = find_chain_fault()
    number, head = chain_head()
    fault_number = fault.number if fault else None
    before = last_whole_chain()
    if (
        fault_number is None
        and before is not None
        and chain_head(at_most=before.number) != (before.number, before.head)
    ):
        fault_number = min(number + 1, before.number) if before.number else None
    ChainCheck.objects.create(at=at, number=number, head=head, fault_number=fault_number)
    if fault_number is None:
        logger.info("audit checked", extra={"number": number, "head": head})
    else:
        logger.error("audit is not as it was sealed", extra={"number": fault_number})
