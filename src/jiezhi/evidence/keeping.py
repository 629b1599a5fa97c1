"""Documents on the disk, sealed and named by their pack; a backup need not hold them, since they can be made anew."""

from pathlib import Path
from uuid import UUID

from django.conf import settings

from jiezhi.kit.durable import write_durably
from jiezhi.kit.vault import seal_bytes, unseal_bytes

COLUMN = "evidence.pack.file"


def path_of(pack_id: UUID) -> Path:
    """Give the place of a document."""
    return Path(settings.EVIDENCE_ROOT) / f"{pack_id}.sealed"


def keep(pack_id: UUID, document: bytes) -> None:
    """Write a document, sealed."""
    path = path_of(pack_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_durably(path, seal_bytes(document, column=COLUMN))


def read(pack_id: UUID) -> bytes | None:
    """Give a document, or None when its file is not there."""
    try:
        return unseal_bytes(path_of(pack_id).read_bytes(), column=COLUMN)
    except FileNotFoundError:
        return None


def remove(pack_id: UUID) -> None:
    """Take a document away, if it is there."""
    path_of(pack_id).unlink(missing_ok=True)
