"""Releases beside each other in one folder: `releases/VERSION`, and `current`, which names the one that runs."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from jiezhi.kit.durable import sync_folder, write_durably
from jiezhi.safekeeping.errors import UpgradeError


@dataclass(frozen=True)
class Release:
    """One release, unpacked with its packages."""

    folder: Path

    @property
    def version(self) -> str:
        """Its name."""
        return self.folder.name

    @property
    def python(self) -> str:
        """The interpreter of its own environment."""
        return str(self.folder / ".venv" / "bin" / "python")

    @property
    def source(self) -> Path:
        """What is put on the interpreter's path."""
        return self.folder / "src"


@dataclass(frozen=True)
class Journal:
    """What an upgrade that has begun to switch would have to take back.

    Args:
        old: Version that ran before.
        new: Version that is switched to.
        kept: Where the database of the old one is kept.
    """

    old: str
    new: str
    kept: str


def running_release() -> Release:
    """Give the release that this program is of.

    Raises:
        UpgradeError: It does not lie in a folder of releases.
    """
    folder = Path(settings.SOURCE_ROOT).resolve()
    link = folder.parent.parent / "current"
    if folder.parent.name != "releases" or not link.is_symlink():
        raise UpgradeError(
            _(
                "This program lies in %(folder)s and not in a folder of releases, so there is nothing to switch. "
                "docs/operate/backup.md says how to lay it out: releases/VERSION, and current as a link to one."
            )
            % {"folder": folder}
        )
    return Release(folder)


def find_release(version: str) -> Release:
    """Give another release of this folder.

    Raises:
        UpgradeError: It is not there, not made ready, or the one that runs.
    """
    running = running_release()
    found = Release(running.folder.parent / version)
    if not Path(found.python).exists() or not found.source.is_dir():
        raise UpgradeError(
            _(
                "Release %(version)s is not ready in %(folder)s. Unpack it there and run its ./jiezhi help once."
            )
            % {"version": version, "folder": running.folder.parent}
        )
    if found.folder == running.folder:
        raise UpgradeError(_("Release %(version)s runs already.") % {"version": version})
    return found


def point_at(version: str) -> None:
    """Let `current` name a release, in one step."""
    root = Path(settings.SOURCE_ROOT).resolve().parent.parent
    draft = root / ".current"
    draft.unlink(missing_ok=True)
    draft.symlink_to(Path("releases") / version)
    draft.replace(root / "current")
    sync_folder(root)


def newer_migrations() -> list[str]:
    """Give the migrations in the database that this program does not have: a newer release was here."""
    loader = MigrationLoader(connection)
    ours = {app for app, _name in loader.disk_migrations}
    applied = (key for key in loader.applied_migrations if key[0] in ours)
    return sorted(".".join(key) for key in applied if key not in loader.disk_migrations)


def refuse_mixture() -> None:
    """Refuse to start where program and database are of different releases.

    Raises:
        UpgradeError: An upgrade was broken off, or the database is of a newer release.
    """
    journal = find_journal()
    if journal is not None and journal.new != Path(settings.SOURCE_ROOT).resolve().name:
        raise UpgradeError(_("An upgrade was broken off. Take it back first: ./jiezhi upgrade --mend"))
    newer = newer_migrations()
    if newer:
        raise UpgradeError(
            _(
                "The database belongs to a newer release (%(first)s). Start that one, or put back the backup that "
                "was made before it: ./jiezhi restore"
            )
            % {"first": newer[0]}
        )


def open_journal(journal: Journal) -> None:
    """Write down what is about to be done, so that it can be taken back whatever happens."""
    write_durably(_journal_path(), json.dumps(asdict(journal)).encode())


def find_journal() -> Journal | None:
    """Give what a killed upgrade was about, or None."""
    path = _journal_path()
    return Journal(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def close_journal() -> None:
    """Forget the journal: what was begun is done, or taken back."""
    _journal_path().unlink(missing_ok=True)
    sync_folder(_journal_path().parent)


def _journal_path() -> Path:
    return Path(settings.RECORDS_FOLDER) / "upgrading.json"
