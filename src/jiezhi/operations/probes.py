"""What is asked of the machine: disk, clock, tables. Each answer is one value, and an error is the caller's to tell."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

PROBE_BYTES = 4096
"""A full disk may still take a single byte into a block that is there already."""


@dataclass(frozen=True)
class DiskRoom:
    """Room on the disk that holds our files, in bytes."""

    total: int
    used: int
    free: int

    @property
    def free_share(self) -> float:
        """The free part, 0 to 1."""
        return self.free / self.total if self.total else 0.0


def disk_room() -> DiskRoom:
    """Give the room on the disk that holds database, uploads and logs."""
    return DiskRoom(*shutil.disk_usage(settings.VAR_FOLDER))


def is_disk_writable() -> bool:
    """Write a small file where our files lie, and take it away again."""
    try:
        handle, name = tempfile.mkstemp(dir=settings.VAR_FOLDER, prefix=".probe-")
    except OSError:
        return False
    try:
        return os.write(handle, bytes(PROBE_BYTES)) == PROBE_BYTES
    except OSError:
        return False
    finally:
        os.close(handle)
        Path(name).unlink(missing_ok=True)


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Give the migrations that this version has: read once, since files do not change under a running program."""
    return frozenset(MigrationLoader(None).disk_migrations)


def are_migrations_applied() -> bool:
    """Tell whether the tables are as this version wants them, in one statement."""
    return known_migrations() <= set(MigrationRecorder(connection).applied_migrations())
