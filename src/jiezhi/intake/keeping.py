"""The content of a file on its way in: sealed, named by its run, and gone when it is no longer needed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from jiezhi.intake.errors import FileRefusedError
from jiezhi.kit.durable import DRAFT, write_durably
from jiezhi.kit.vault import seal_bytes, unseal_bytes

COLUMN = "intake.IntakeRun.content"
SUFFIX = ".sealed"


def keep_content(run_id: UUID, content: bytes) -> None:
    """Seal and keep the content of a run; before the run's row is written, so that no row is without its file."""
    path = _path(run_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_durably(path, seal_bytes(content, column=COLUMN))


def content_of(run_id: UUID) -> bytes:
    """Give the content of a run.

    Raises:
        FileRefusedError: It is no longer kept.
    """
    try:
        return unseal_bytes(_path(run_id).read_bytes(), column=COLUMN)
    except FileNotFoundError:
        raise FileRefusedError(
            _("The file is no longer kept here. Hand it in again: what is in already is not doubled.")
        ) from None


def has_content(run_id: UUID) -> bool:
    """Whether the content of a run is still kept."""
    return _path(run_id).exists()


def forget_content(run_id: UUID) -> None:
    """Remove the content of a run, if it is there."""
    _path(run_id).unlink(missing_ok=True)


def contents_before(before: datetime) -> Iterator[UUID]:
    """Give the runs whose content was kept before a moment, and remove what a kill left half written."""
    for path in Path(settings.INTAKE_ROOT).glob(f"*{SUFFIX}"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            yield UUID(path.stem)
    for draft in Path(settings.INTAKE_ROOT).glob(f"{DRAFT}*"):
        if datetime.fromtimestamp(draft.stat().st_mtime, UTC) < before:
            draft.unlink(missing_ok=True)


def _path(run_id: UUID) -> Path:
    return Path(settings.INTAKE_ROOT) / f"{run_id}{SUFFIX}"
