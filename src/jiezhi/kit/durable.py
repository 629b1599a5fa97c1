"""Files that survive a power cut: complete under their name, or not there."""

import os
import tempfile
from pathlib import Path

DRAFT = ".draft-"


def write_durably(path: Path, content: bytes) -> None:
    """Put a complete file at `path`, readable by this user alone; whatever was there is replaced.

    The folder must exist. Its name is synced, and so are the two folders above it, which may be new as well.
    """
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=DRAFT)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    for folder in path.parents[:3]:
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
