"""Files named by their content under `UPLOAD_ROOT`: complete or not there, and never two of the same."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from jiezhi.kit.durable import DRAFT, write_durably

SUFFIX = ".jpg"


def path_of(sha256: str) -> Path:
    """Give the place of a file by its digest."""
    return Path(settings.UPLOAD_ROOT) / sha256[:2] / sha256[2:4] / f"{sha256}{SUFFIX}"


def keep(content: bytes) -> str:
    """Write `content` unless it is there already, so that it survives a power cut, and give its digest."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked():
        if path.exists() and path.stat().st_size == len(content):
            # The sweep spares young files: the row that is about to name this one may not be committed yet.
            os.utime(path)
        else:
            write_durably(path, content)
    return sha256


def files_before(before: datetime) -> Iterator[str]:
    """Give the digests of files last kept before `before`."""
    for path in Path(settings.UPLOAD_ROOT).glob(f"??/??/*{SUFFIX}"):
        if path.stat().st_mtime < before.timestamp():
            yield path.stem


def remove_drafts(before: datetime) -> None:
    """Remove what a kill left half written."""
    for draft in Path(settings.UPLOAD_ROOT).glob(f"??/??/{DRAFT}*"):
        if draft.stat().st_mtime < before.timestamp():
            draft.unlink(missing_ok=True)


def remove(sha256: str, *, before: datetime) -> bool:
    """Remove a file unless somebody kept the same content again since `before`."""
    path = path_of(sha256)
    with _locked():
        # Looked at again under the lock.
        if path.exists() and path.stat().st_mtime < before.timestamp():
            path.unlink()
            return True
    return False


@contextmanager
def _locked() -> Iterator[None]:
    """Let one process at a time decide whether a file stays, or a sweep may take what was just kept."""
    with (Path(settings.UPLOAD_ROOT) / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
