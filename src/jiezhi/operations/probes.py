"""What is asked of the machine: disk, clock, tables. Each answer is one value, and an error is the caller's to tell."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from jiezhi.kit.db import server_clock

NTP_MARK = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd makes it once the clock has been set by the network."""
NTP_WAIT_S = 1.0
SIGNATURE_NOTE = "signature.json"
"""What `./jiezhi unpack` leaves beside `release.json` when it has checked the signature."""
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


def certificate_ends_at(path: Path) -> datetime:
    """Give when the certificate in a PEM file ends; of a chain, the first.

    Raises:
        OSError: The file cannot be read.
        ValueError: It holds no certificate.
    """
    return load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc


def is_clock_synchronised() -> bool | None:
    """Tell whether this machine keeps its clock by the network; None where the system does not say."""
    if NTP_MARK.exists():
        return True
    program = shutil.which("timedatectl")
    if program is None:
        return None
    try:
        asked = [program, "show", "--property=NTPSynchronized", "--value"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=NTP_WAIT_S)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(answer.stdout.strip())


def clock_offset_s() -> float | None:
    """Give how far this machine's clock is ahead of the database server's, in seconds; None where both are one."""
    before = time.time()
    there = server_clock()
    if there is None:
        return None
    return (before + time.time()) / 2 - there.timestamp()


@dataclass(frozen=True)
class Release:
    """What the release that runs says of itself, from the file that a signed bundle brings.

    Args:
        version: Of that release.
        commit: What it was made from; empty where it does not say.
        is_signed: Whether its signature was checked when it was unpacked.
        advisories_on: The day of its list of known holes; None where none came with it.
        known_holes: Their names in that list.
    """

    version: str
    commit: str
    is_signed: bool
    advisories_on: date | None
    known_holes: tuple[str, ...]


def release() -> Release | None:
    """Give what `release.json` beside the source says, or None where the program runs from source.

    `launcher/bundle.py` writes that file, which is signed; `launcher/release_file.py` notes the check of the
    signature beside it, in a file that no bundle may bring.

    Raises:
        ValueError: A file does not hold what it should.
    """
    try:
        text = settings.RELEASE_FILE.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    told = json.loads(text)
    day = told.get("advisories_on")
    return Release(
        version=str(told["version"]),
        commit=str(told.get("commit", "")),
        is_signed=_was_signature_checked(),
        advisories_on=date.fromisoformat(day) if day else None,
        known_holes=tuple(told.get("known_holes", ())),
    )


def _was_signature_checked() -> bool:
    note = settings.RELEASE_FILE.with_name(SIGNATURE_NOTE)
    return note.exists() and json.loads(note.read_text(encoding="utf-8")).get("signature") == "checked"
