"""Who may be at the records: programs of the release that the database is of, or one that switches, never both.

Whoever works holds a shared lock on a file in `JIEZHI_VAR` until it ends, however it ends. Whoever changes the database
for another holds it alone: SQLite shows a program only while it has the file open, between two requests it has not.
"""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from jiezhi.safekeeping.errors import RestoreError, UpgradeError
from jiezhi.safekeeping.journal import find_journal, forget_journal, is_door_shut

LOOK_EVERY_S = 0.2
_held: list[int] = []


def _lock_file(name: str = "present.lock") -> int:
    # Readable by others of the folder, and never written: a command of the administrator must not shut out the rest.
    return os.open(Path(settings.RECORDS_FOLDER) / name, os.O_RDONLY | os.O_CREAT, 0o644)


def be_present() -> None:
    """Hold on to the records until this process ends.

    Raises:
        UpgradeError: Another one is changing the database for another at this moment.
    """
    if _held:
        return
    handle = _lock_file()
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise UpgradeError(
            _("The database is being changed for another at this moment. Wait until that has ended.")
        ) from None
    _held.append(handle)


@contextmanager
def alone(*, wait_s: float = 1.0) -> Iterator[None]:
    """Keep every program of ours away from the records.

    Args:
        wait_s: How long those that were told to end may take.

    Raises:
        RestoreError: One of them is still there.
    """
    handle = _lock_file()
    try:
        deadline = time.monotonic() + wait_s
        while not _is_taken(handle):
            if time.monotonic() > deadline:
                raise RestoreError(
                    _(
                        "Jiezhi is still running on this database. Stop the web server and the worker, then try again."
                    )
                )
            time.sleep(LOOK_EVERY_S)
        yield
    finally:
        os.close(handle)


@contextmanager
def only_upgrade() -> Iterator[None]:
    """Let one upgrade run at a time, or one that brings another to its end.

    Raises:
        UpgradeError: Another one runs.
    """
    handle = _lock_file("upgrading.lock")
    try:
        if not _is_taken(handle):
            raise UpgradeError(_("An upgrade is under way at this moment. Wait until it has ended."))
        yield
    finally:
        os.close(handle)


def _is_taken(handle: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def release_name() -> str:
    """Give the folder of the release that this program is of."""
    return Path(settings.SOURCE_ROOT).resolve().name


@cache
def _ours() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def newer_migrations() -> list[str]:
    """Give the migrations in the database that this program does not have: a newer release was here."""
    return _newer_among(set(MigrationRecorder(connection).applied_migrations()))


def _newer_among(applied: set[tuple[str, str]]) -> list[str]:
    apps = {app for app, _name in _ours()}
    return sorted(".".join(key) for key in applied - _ours() if key[0] in apps)


def refuse_mixture(*, is_migrated: bool = True) -> None:
    """Refuse to start where program and database are of different releases.

    Args:
        is_migrated: Whether the tables must be there already; False for whoever is about to bring them up to date.

    Raises:
        UpgradeError: An upgrade was broken off, or the database is of another release.
    """
    refuse_broken_off()
    applied = set(MigrationRecorder(connection).applied_migrations())
    newer = _newer_among(applied)
    if newer:
        raise UpgradeError(
            _(
                "The database belongs to a newer release (%(first)s). Start that one, or put back the backup that "
                "was made before it: ./jiezhi restore"
            )
            % {"first": newer[0]}
        )
    missing = sorted(_ours() - applied)
    if missing and is_migrated:
        raise UpgradeError(
            _(
                "The database belongs to an older release (%(first)s is missing). Make a backup with that one, then "
                "bring the database up to this one: ./jiezhi migrate"
            )
            % {"first": ".".join(missing[0])}
        )


def refuse_broken_off() -> None:
    """Refuse to start where an upgrade was broken off, unless this is the release that it is about to switch to.

    Raises:
        UpgradeError: It says how to end it.
    """
    journal = find_journal()
    if journal is None:
        return
    if journal.settled == release_name():
        forget_journal()
    elif journal.settled or journal.new != release_name():
        raise UpgradeError(_("An upgrade was broken off. Bring it to an end first: ./jiezhi upgrade --mend"))


def refuse_while_switching() -> None:
    """Refuse work that is no part of an upgrade while one is under way or was broken off.

    Raises:
        UpgradeError: It says how to end it.
    """
    refuse_broken_off()
    if is_door_shut():
        raise UpgradeError(
            _(
                "An upgrade has not ended yet. Wait for it; if it was broken off, bring it to an end: "
                "./jiezhi upgrade --mend"
            )
        )


def is_sound() -> bool:
    """Whether the database is not of a newer release and nobody is switching them; what it lacks is asked elsewhere."""
    try:
        refuse_mixture(is_migrated=False)
    except UpgradeError:
        return False
    return not is_door_shut()


def begin_to_work() -> None:
    """Be present, and come back when work may begin: when the database answers, fits, and its door is open.

    Raises:
        UpgradeError: Program and database do not fit, or an upgrade was broken off.
    """
    be_present()
    while True:
        try:
            refuse_mixture()
        except DatabaseError as error:
            sys.stderr.write(f"The database does not answer ({type(error).__name__}): waiting for it.\n")
            time.sleep(2)
            continue
        finally:
            connection.close()
        if not is_door_shut():
            return
        time.sleep(LOOK_EVERY_S)
