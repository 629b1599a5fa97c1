"""SQLite: a snapshot while others write, and a change of files that leaves the old or the new.

Never `cp` and never the stepwise backup interface: under writers the first gives damaged copies, the second no end.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from jiezhi.kit.durable import sync_folder
from jiezhi.safekeeping.errors import BackupError, RestoreError
from jiezhi.safekeeping.manifest import Holding

MEMBER = "database.sqlite3"
WAIT_S = 20


def database_path() -> Path:
    """Give the file of the database."""
    return Path(settings.DATABASES["default"]["NAME"])


@contextmanager
def snapshot(folder: Path) -> Iterator[tuple[Path, Holding]]:
    """Give a copy of one moment in `folder`, and what it held. Sessions are left out: they open doors."""
    copy = folder / MEMBER
    with closing(_connect(database_path())) as connection:
        try:
            connection.execute("VACUUM INTO ?", [str(copy)])
            # Readers hold the log while the snapshot is read, and it grows: cut it down again.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise BackupError(
                _("The database could not be copied (%(error)s). Look at the disk, then run ./jiezhi check.")
                % {"error": error}
            ) from error
    with closing(_connect(copy)) as connection:
        # Overwritten, not only unlinked: a deleted row would still be found in the file.
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("DELETE FROM kit_sealedsession")
        yield copy, holding_of(connection)


def holding_of(connection: sqlite3.Connection) -> Holding:
    """Read what a database holds."""

    def ask(statement: str) -> list[tuple[str | int, ...]]:
        return connection.execute(statement).fetchall()

    names = [str(name) for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table'")]
    tables = sorted(name for name in names if not name.startswith("sqlite_"))
    rows = {name: int(ask(f'SELECT COUNT(*) FROM "{name}"')[0][0]) for name in tables}  # noqa: S608 - its own names
    number, head = ask(HEAD)[0] if rows["kit_auditentry"] else (0, "")
    epoch = ask(EPOCH)[0][0] if "safekeeping_restoration" in rows else 0
    return Holding(
        migrations=sorted(f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations")),
        rows=rows,
        audit_number=int(number or 0),
        audit_hash=str(head or ""),
        epoch=int(epoch or 0),
    )


HEAD = "SELECT chain_number, chain_hash FROM kit_auditentry ORDER BY chain_number DESC NULLS LAST LIMIT 1"
EPOCH = "SELECT MAX(epoch) FROM safekeeping_restoration"


def prepare(folder: Path) -> str:
    """Give the address of the database that was unpacked into `folder`."""
    return f"sqlite:///{folder / MEMBER}"


def holding(folder: Path) -> Holding:
    """Give what the prepared database holds."""
    with closing(_connect(folder / MEMBER)) as connection:
        return holding_of(connection)


def copy(folder: Path) -> str:
    """Prepare a copy of the living database."""
    with closing(_connect(database_path())) as connection:
        connection.execute("VACUUM INTO ?", [str(folder / MEMBER)])
    return prepare(folder)


def discard(folder: Path) -> None:
    """Take the prepared database away, if it is still there."""
    for ending in ("", "-wal", "-shm", "-journal"):
        (folder / f"{MEMBER}{ending}").unlink(missing_ok=True)


def epoch() -> int:
    """Give the living database's epoch; 0 when it cannot be read."""
    path = database_path()
    if not path.exists():
        return 0
    with closing(_connect(path)) as connection:
        try:
            return int(connection.execute(EPOCH).fetchone()[0] or 0)
        except sqlite3.DatabaseError:
            return 0


def faults() -> list[tuple[str, str]]:
    """Give what SQLite's own checks find: damaged pages, and rows that refer to nothing."""
    with closing(_connect(database_path())) as connection:
        try:
            damage = [
                str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"
            ]
            dangling = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
        except sqlite3.DatabaseError as error:
            return [("database", f"{error}.")]
    found = [("database", f"{words}.") for words in damage]
    return found + [
        (f"{table} {row}", _("it refers to a row of %(table)s that does not exist.") % {"table": other})
        for table, row, other, _key in dangling
    ]


def is_empty() -> bool:
    """Whether nobody has worked with the database yet: it has no street."""
    path = database_path()
    if not path.exists() or not path.stat().st_size:
        return True
    with closing(_connect(path)) as connection:
        try:
            return not connection.execute("SELECT COUNT(*) FROM places_subdistrict").fetchone()[0]
        except sqlite3.OperationalError:
            return not connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
        except sqlite3.DatabaseError:
            return False


def hold_still() -> None:
    """Bring the database into its one file, with nobody else at it.

    Raises:
        RestoreError: Somebody has it open.
    """
    path = database_path()
    if not path.exists():
        return
    with closing(_connect(path, wait_s=1)) as connection:
        try:
            # It changes only when this is the only connection, and takes the log into the file.
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError:
            raise RestoreError(
                _(
                    "Jiezhi is still running on this database. Stop the web server and the worker, then try again."
                )
            ) from None
        except sqlite3.DatabaseError:
            # Too damaged to be opened: nobody works with it, and it is put aside as it is.
            return


def replace(folder: Path, *, aside: str) -> str:
    """Put the prepared database in the place of the living one, in one step; the old one keeps a second name.

    Args:
        folder: Where the prepared one lies.
        aside: Ending of the name under which the old one stays; empty to let it go.

    Returns:
        The file of the old one, or nothing.
    """
    path, fresh = database_path(), folder / MEMBER
    with closing(_connect(fresh)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    shutil.move(fresh, draft)
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    kept = aside_name(aside) if aside and path.exists() else ""
    if kept:
        Path(kept).hardlink_to(path)
    _put(draft)
    return kept


def aside_name(aside: str) -> str:
    """Give the file under which the old database stays."""
    return f"{database_path()}.{aside}"


def living_address() -> str:
    """Give the address of the living database."""
    return f"sqlite:///{database_path()}"


def bring_back(kept: str) -> str:
    """Put a database that was kept aside back into its place, in one step; begun twice, it comes to the same end.

    Returns:
        The file of the one that gave way, or nothing where the change had not come about.
    """
    path, old = database_path(), Path(kept)
    if not old.exists():
        return ""
    if path.exists() and path.samefile(old):
        # Killed between the second name and the change: the old one is still in its place.
        old.unlink()
        sync_folder(path.parent)
        return ""
    aside = path.with_name(f"{old.name}.failed")
    if path.exists() and not (aside.exists() and aside.samefile(path)):
        aside.hardlink_to(path)
    _put(old)
    return str(aside)


def _put(draft: Path) -> None:
    path = database_path()
    # Logs of a database that could not be opened would be taken for logs of the new one.
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    draft.replace(path)
    sync_folder(path.parent)


def _connect(path: Path, *, wait_s: int = WAIT_S) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=wait_s, isolation_level=None)
