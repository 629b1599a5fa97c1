"""The way forward: a rehearsal on a copy while everybody works, then a short stop in which the copy takes over."""

import json
import re
import shlex
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from jiezhi.safekeeping.backing_up import make_backup
from jiezhi.safekeeping.drill import run_apart
from jiezhi.safekeeping.errors import UpgradeError
from jiezhi.safekeeping.releases import (
    Journal,
    Release,
    close_journal,
    find_journal,
    find_release,
    open_journal,
    point_at,
    running_release,
)
from jiezhi.safekeeping.stores import store

TRYING = ".upgrading-"
LONGEST_START_S = 60.0
SHARED = ("keys", "uploads", "intake")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Running:
    """How the installation is stopped, started and asked; empty where the operator does it.

    Args:
        stop: Command that ends the web server and the worker.
        start: Command that starts them from `current`.
        health: Address that answers when they live.
    """

    stop: str = ""
    start: str = ""
    health: str = ""


def upgrade(version: str, *, running: Running, is_one_enough: bool, say: Say) -> None:
    """Switch to another release, or leave everything as it was.

    Raises:
        UpgradeError: What was found on the copy, or after the switch; the old release is in its place.
    """
    if find_journal() is not None:
        raise UpgradeError(
            _("An earlier upgrade was broken off. Take it back first: ./jiezhi upgrade --mend")
        )
    old, new = running_release(), find_release(version)
    say(f"Backup: {make_backup(is_one_enough=is_one_enough)}")
    connections.close_all()
    with _copy() as copy:
        say(
            f"Rehearsal of {new.version} on a copy: {migrate_and_look(new, copy.url, copy.folder)} pages shown."
        )
    _run(running.stop)
    try:
        store().hold_still()
        with _copy() as copy:
            migrate_and_look(new, copy.url, copy.folder, is_thorough=False)
            _switch(old, new, copy.folder)
    except BaseException:
        mend()
        _run(running.start)
        raise
    _finish(new, running, say)


def _finish(new: Release, running: Running, say: Say) -> None:
    try:
        _run(running.start)
        wait_until_healthy(new, running)
    except UpgradeError:
        _run(running.stop)
        mend()
        _run(running.start)
        raise
    close_journal()
    say(f"Switched to {new.version}." + ("" if running.start else " Start it now from current."))


def mend() -> str:
    """Take back an upgrade that was broken off while it switched; give the version that is in its place now."""
    journal = find_journal()
    if journal is None:
        return ""
    connections.close_all()
    database = store()
    if database.is_kept(journal.kept):
        database.bring_back(journal.kept)
    point_at(journal.old)
    close_journal()
    return journal.old


def _switch(old: Release, new: Release, folder: Path) -> None:
    aside = f"before-{new.version}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    database = store()
    open_journal(Journal(old.version, new.version, database.aside_name(aside)))
    database.replace(folder, aside=aside)
    point_at(new.version)


def migrate_and_look(release: Release, url: str, folder: Path, *, is_thorough: bool = True) -> int:
    """Let a release migrate a copy, check it and open its pages; give how many pages it showed.

    Raises:
        UpgradeError: What went wrong.
    """

    def ask(*words: str) -> subprocess.CompletedProcess[str]:
        return run_apart(list(words), url=url, folder=folder, python=release.python, source=release.source)

    done = ask("migrate", "--no-input", "--verbosity", "0")
    if done.returncode:
        raise UpgradeError(
            _("Release %(version)s could not migrate a copy: %(last)s. Nothing was changed.")
            % {"version": release.version, "last": _last(done.stderr)}
        )
    found = _read(ask("check", "--json"), release)["breaches"]
    if found:
        raise UpgradeError(
            _("With %(version)s something does not hold on the copy: %(first)s. Nothing was changed.")
            % {
                "version": release.version,
                "first": f"{found[0]['row']}: {found[0]['sentence'].rstrip('.。')}",
            }
        )
    if not is_thorough:
        return 0
    pages = _read(ask("smoke"), release)
    if pages["broken"]:
        raise UpgradeError(
            _("Pages of %(version)s break on the copy: %(pages)s. Nothing was changed.")
            % {"version": release.version, "pages": ", ".join(pages["broken"][:5])}
        )
    return len(pages["shown"])


def _read(done: subprocess.CompletedProcess[str], release: Release) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise UpgradeError(
            _("Release %(version)s could not look at a copy: %(last)s. Nothing was changed.")
            % {"version": release.version, "last": _last(done.stderr)}
        ) from None
    return read


def wait_until_healthy(release: Release, running: Running) -> None:
    """Wait until the new release answers, or its checks pass where nobody has started it.

    Raises:
        UpgradeError: It does not.
    """
    if not running.health:
        done = run_apart(
            ["check", "--json"],
            url=store().living_address(),
            folder=Path(settings.RECORDS_FOLDER),
            python=release.python,
            source=release.source,
        )
        if _read(done, release)["breaches"]:
            raise UpgradeError(_("After the switch something did not hold, so the old release was put back."))
        return
    deadline = time.monotonic() + LONGEST_START_S
    while time.monotonic() < deadline:
        if _answers(running.health):
            return
        time.sleep(0.5)
    raise UpgradeError(
        _("%(version)s did not answer at %(address)s within a minute, so the old release was put back.")
        % {"version": release.version, "address": running.health}
    )


def _answers(address: str) -> bool:
    if not re.match(r"https?://", address):
        return False
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 # nosec B310 - the operator's own
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def _run(command: str) -> None:
    if command:
        done = subprocess.run(shlex.split(command), capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise UpgradeError(
                _("%(command)s failed: %(last)s") % {"command": command, "last": _last(done.stderr)}
            )


def _last(text: str) -> str:
    return text.strip()[-300:]


@dataclass
class _Copy:
    folder: Path
    url: str


class _copy:  # noqa: N801 - used as a word, like a function
    """A copy of the living database, beside the same keys and files; letters and calls from it go nowhere."""

    def __enter__(self) -> _Copy:
        records = Path(settings.RECORDS_FOLDER)
        for left in records.glob(f"{TRYING}*"):
            shutil.rmtree(left)
        self._folder = Path(tempfile.mkdtemp(dir=records, prefix=TRYING))
        for name in SHARED:
            if (records / name).exists():
                (self._folder / name).symlink_to((records / name).resolve())
        return _Copy(self._folder, store().copy(self._folder))

    def __exit__(self, *_error: object) -> None:
        store().discard(self._folder)
        shutil.rmtree(self._folder)
