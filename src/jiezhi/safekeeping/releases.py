"""Releases beside each other in one folder: `releases/jiezhi-VERSION`, and `current`, which names the one that runs."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from jiezhi.kit.durable import sync_folder
from jiezhi.safekeeping.errors import UpgradeError
from jiezhi.safekeeping.owner import as_administrator

CARD = "release.json"
PREFIX = "jiezhi-"


@dataclass(frozen=True)
class Release:
    """One release, unpacked with its packages."""

    folder: Path

    @property
    def name(self) -> str:
        """Its folder, which is what `current` names."""
        return self.folder.name

    @property
    def version(self) -> str:
        """What its signed card says, or its folder where it has none."""
        try:
            return str(json.loads((self.folder / CARD).read_text(encoding="utf-8"))["version"])
        except (OSError, ValueError, KeyError, TypeError):
            return self.name.removeprefix(PREFIX)

    @property
    def python(self) -> str:
        """The interpreter of its own environment."""
        return str(self.folder / ".venv" / "bin" / "python")

    @property
    def source(self) -> Path:
        """What is put on the interpreter's path."""
        return self.folder / "src"


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
                "docs/operate/backup.md says how to lay it out: releases/jiezhi-VERSION, and current as a link to one."
            )
            % {"folder": folder}
        )
    return Release(folder)


def find_release(wanted: str, *, may_be_older: bool = False) -> Release:
    """Give another release of this folder.

    Args:
        wanted: Its version or its folder.
        may_be_older: Whether the operator agrees to go to an older one.

    Raises:
        UpgradeError: It is not there, not made ready, not what its folder says, older, or the one that runs.
    """
    running = running_release()
    version = wanted.removeprefix(PREFIX)
    found = Release(running.folder.parent / f"{PREFIX}{version}")
    if not Path(found.python).exists() or not found.source.is_dir():
        raise UpgradeError(
            _(
                "Release %(version)s is not ready in %(folder)s. Unpack it there (./jiezhi unpack) and run its "
                "./jiezhi install once."
            )
            % {"version": version, "folder": running.folder.parent}
        )
    if found.folder == running.folder:
        raise UpgradeError(_("Release %(version)s runs already.") % {"version": version})
    if not (found.folder / CARD).exists() or found.version != version:
        raise UpgradeError(
            _(
                "%(folder)s is not what its name says: its signed card names %(version)s. Unpack the release anew with "
                "./jiezhi unpack, which takes the name from what was signed."
            )
            % {"folder": found.folder, "version": found.version if found.folder.exists() else "?"}
        )
    if not may_be_older and _in_order(found.version) < _in_order(running.version):
        raise UpgradeError(
            _(
                "%(theirs)s is older than %(ours)s, which runs: holes that were closed would be open again. If that is "
                "what you want, add --older."
            )
            % {"theirs": found.version, "ours": running.version}
        )
    return found


def _in_order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version.partition("+")[0]))


def refuse_unknown_tables(release: Release) -> None:
    """Refuse a release that does not have a migration of ours: its program would misread the database.

    Raises:
        UpgradeError: It names the first one.
    """
    loader = MigrationLoader(connection)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        module = type(migration).__module__
        file = release.source / f"{module.replace('.', '/')}.py"
        if module.startswith("jiezhi.") and (app, name) in loader.applied_migrations and not file.exists():
            raise UpgradeError(
                _(
                    "Release %(version)s does not know %(migration)s of this database. The way back to it is a backup "
                    "that was made with it: ./jiezhi restore"
                )
                % {"version": release.version, "migration": f"{app}.{name}"}
            )


def point_at(name: str) -> None:
    """Let `current` name a release, in one step."""
    root = _root()
    if (root / "current").is_symlink() and (root / "current").readlink() == Path("releases") / name:
        return
    with as_administrator():
        draft = root / ".current"
        draft.unlink(missing_ok=True)
        draft.symlink_to(Path("releases") / name)
        draft.replace(root / "current")
        sync_folder(root)


def refuse_fixed_current() -> None:
    """Refuse before anything is done if `current` could not be switched at the end.

    Raises:
        UpgradeError: It says who may.
    """
    with as_administrator():
        may_write = os.access(_root(), os.W_OK, effective_ids=True)
    if not may_write:
        raise UpgradeError(
            _(
                "%(link)s may not be changed by this user. Let the administrator run the upgrade as "
                "docs/operate/backup.md says; the records stay their owner's all the same."
            )
            % {"link": _root() / "current"}
        )


def _root() -> Path:
    return Path(settings.SOURCE_ROOT).resolve().parent.parent
