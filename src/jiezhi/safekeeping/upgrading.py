"""The way forward: a rehearsal on a copy while everybody works, then a short stop in which the copy takes over."""

import json
import re
import shlex
import shutil
import sqlite3
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

import psycopg
from django.conf import settings
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from jiezhi.kit.errors import DomainError
from jiezhi.safekeeping.backing_up import make_backup
from jiezhi.safekeeping.drill import run_apart
from jiezhi.safekeeping.errors import UpgradeError
from jiezhi.safekeeping.journal import Journal, find_journal, forget_journal, settle_journal, write_journal
from jiezhi.safekeeping.owner import as_administrator
from jiezhi.safekeeping.presence import alone, only_upgrade
from jiezhi.safekeeping.releases import (
    Release,
    find_release,
    point_at,
    refuse_fixed_current,
    refuse_unknown_tables,
    running_release,
)
from jiezhi.safekeeping.stores import store

TRYING = ".upgrading-"
LONGEST_COMMAND_S = 180.0
LONGEST_START_S = 60.0
LONGEST_STOP_S = 90.0
"""The units give the worker a minute to end; a service manager may come back from a stop before that."""
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


def upgrade(
    version: str, *, running: Running, is_one_enough: bool, say: Say, may_be_older: bool = False
) -> None:
    """Switch to another release, or leave everything as it was.

    Raises:
        UpgradeError: What was found on the copy, or after the switch; the old release is in its place.
    """
    with only_upgrade():
        _upgrade(version, running, is_one_enough=is_one_enough, say=say, may_be_older=may_be_older)


def _upgrade(version: str, running: Running, *, is_one_enough: bool, say: Say, may_be_older: bool) -> None:
    if find_journal() is not None:
        raise UpgradeError(
            _("An earlier upgrade was broken off. Bring it to an end first: ./jiezhi upgrade --mend")
        )
    old, new = running_release(), find_release(version, may_be_older=may_be_older)
    refuse_fixed_current()
    refuse_unknown_tables(new)
    say(f"Backup: {make_backup(is_one_enough=is_one_enough)}")
    connections.close_all()
    with _copy() as copy:
        say(
            f"Rehearsal of {new.version} on a copy: {migrate_and_look(new, copy.url, copy.folder)} pages shown."
        )
    try:
        _run(running.stop)
        with alone(wait_s=LONGEST_STOP_S if running.stop else 1):
            store().hold_still()
            with _copy() as copy:
                migrate_and_look(new, copy.url, copy.folder, is_thorough=False)
                _switch(old, new, copy.folder)
        _run(running.start)
        wait_until_healthy(new, running)
        settle_journal(_own_journal(), new.name)
    except BaseException as error:
        _go_back(running, error)
        raise
    say(f"Switched to {new.version}." + ("" if running.start else " Start it now from current."))


def _own_journal() -> Journal:
    journal = find_journal()
    if journal is None:
        raise UpgradeError(
            _("The journal of the upgrade is gone: somebody else has brought it to an end meanwhile.")
        )
    return journal


def _go_back(running: Running, error: BaseException) -> None:
    """Take back what was begun and start the old release; what fails on the way is told with the first error.

    Until the journal settles the new release answers nobody but the one who asks for its health, so nothing that
    was acknowledged to anybody is taken back.
    """
    try:
        # After the journal has settled, only its going away has failed: the new one stays.
        if find_journal() is not None:
            _run(running.stop)
            _end(wait_s=LONGEST_STOP_S if running.stop else 1)
    except (DomainError, OSError, DatabaseError, psycopg.Error, sqlite3.Error) as second:
        error.add_note(f"{second}")
    finally:
        _run(running.start)


@dataclass(frozen=True)
class Mended:
    """How an upgrade that was broken off came to its end.

    Args:
        name: The release that stays.
        aside: Where the database is kept that gave way; empty when none did.
    """

    name: str
    aside: str = ""


def mend() -> Mended | None:
    """Bring an upgrade to its end that was broken off; None when there is none.

    One that had settled is finished forwards: people may have worked since. One that had not is taken back: nobody
    has, since the old release refuses to start, and the new one keeps its door shut until the journal settles.

    Raises:
        RestoreError: A program still has the database open.
        UpgradeError: The upgrade is still under way.
    """
    with only_upgrade():
        return _end(wait_s=1) if find_journal() is not None else None


def _end(*, wait_s: float) -> Mended | None:
    connections.close_all()
    with alone(wait_s=wait_s):
        # A program that was there until now may have seen that it had settled, and taken it away.
        journal = find_journal()
        if journal is None:
            return None
        if journal.settled:
            point_at(journal.settled)
            forget_journal()
            return Mended(journal.settled)
        database = store()
        database.hold_still()
        aside = database.bring_back(journal.kept)
        point_at(journal.old)
        settle_journal(journal, journal.old)
    return Mended(journal.old, aside)


def _switch(old: Release, new: Release, folder: Path) -> None:
    aside = f"before-{new.version}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    database = store()
    write_journal(Journal(old.name, new.name, database.aside_name(aside)))
    database.replace(folder, aside=aside)
    point_at(new.name)


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
    if not command:
        return
    try:
        with as_administrator():
            done = subprocess.run(  # noqa: S603 - the operator's own words
                shlex.split(command), capture_output=True, text=True, check=False, timeout=LONGEST_COMMAND_S
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UpgradeError(_("%(command)s failed: %(last)s") % {"command": command, "last": error}) from error
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
