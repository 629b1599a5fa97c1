"""PostgreSQL: `pg_dump` of one snapshot, a scratch database beside the living one, a change of names in one step."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _
from psycopg import sql

from jiezhi.safekeeping.errors import BackupError, RestoreError, SafekeepingError
from jiezhi.safekeeping.manifest import Holding
from jiezhi.safekeeping.owner import as_owner

MEMBER = "database.dump"
SESSIONS = "kit_sealedsession"


@contextmanager
def snapshot(folder: Path) -> Iterator[tuple[Path, Holding]]:
    """Give a dump of one moment in `folder`, and what the database held then. Sessions are left out."""
    dump = folder / MEMBER
    with closing(_connect()) as connection:
        _refuse_old_client(connection.info.server_version)
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with connection.transaction():
            (name,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            # Not compressed: the archive is.
            words = ["-Fc", "-Z0", "--no-owner", "--no-privileges", f"--exclude-table-data={SESSIONS}"]
            _run("pg_dump", [*words, f"--snapshot={name}", f"--file={dump}"], database=_name())
            held = _holding_of(connection)
    yield dump, held


def prepare(folder: Path) -> str:
    """Restore the dump in `folder` into a database of its own, and give its address."""
    name = _scratch_name(folder)
    _make(name, template="template0")
    words = ["--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(folder / MEMBER)]
    _run("pg_restore", words, database=name)
    return _address(name)


def holding(folder: Path) -> Holding:
    """Give what the prepared database holds."""
    with closing(_connect(_scratch_name(folder))) as connection:
        return _holding_of(connection)


def copy(folder: Path) -> str:
    """Prepare a copy of the living database."""
    with snapshot(folder):
        address = prepare(folder)
    (folder / MEMBER).unlink()
    return address


def discard(folder: Path) -> None:
    """Take the prepared database away, if it is still there."""
    with closing(_connect("postgres", autocommit=True)) as connection:
        _drop(connection, _scratch_name(folder))


def faults() -> list[tuple[str, str]]:
    """Give rules that the server has not verified, and rows that refer to nothing: a forced load leaves such."""
    with closing(_connect()) as connection:
        unproven = connection.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated"
        ).fetchall()
        found = [
            (table, _("its rule %(rule)s was never verified.") % {"rule": rule}) for table, rule in unproven
        ]
        keys = connection.execute(FOREIGN_KEYS).fetchall()
        for table, column, other, target in keys:
            names = map(sql.Identifier, (table, other, column, target, column))
            row = connection.execute(sql.SQL(DANGLING).format(*names)).fetchone()
            if row and row[0]:
                words = _("%(count)d rows refer to rows of %(table)s that do not exist.")
                found.append((table, words % {"count": row[0], "table": other}))
    return found


FOREIGN_KEYS = """
    SELECT from_table.relname, from_column.attname, to_table.relname, to_column.attname
    FROM pg_constraint rule
    JOIN pg_class from_table ON from_table.oid = rule.conrelid
    JOIN pg_class to_table ON to_table.oid = rule.confrelid
    JOIN pg_attribute from_column ON from_column.attrelid = rule.conrelid AND from_column.attnum = rule.conkey[1]
    JOIN pg_attribute to_column ON to_column.attrelid = rule.confrelid AND to_column.attnum = rule.confkey[1]
    WHERE rule.contype = 'f' AND array_length(rule.conkey, 1) = 1
"""
DANGLING = (
    "SELECT COUNT(*) FROM {} child LEFT JOIN {} parent ON child.{} = parent.{} "
    "WHERE child.{} IS NOT NULL AND parent.ctid IS NULL"
)


def is_empty() -> bool:
    """Whether nobody has worked with the living database yet: it has no street."""
    with closing(_connect()) as connection:
        if not _has(connection, "places_subdistrict"):
            return not _tables(connection)
        return not (connection.execute("SELECT COUNT(*) FROM places_subdistrict").fetchone() or (0,))[0]


def epoch() -> int:
    """Give the living database's epoch; 0 when it has none."""
    with closing(_connect()) as connection:
        return _epoch_of(connection)


def hold_still() -> None:
    """Make sure that nobody else is at the living database.

    Raises:
        RestoreError: Somebody is.
    """
    with closing(_connect("postgres", autocommit=True)) as connection:
        others = connection.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
            [_name()],
        ).fetchone()
        if others and others[0]:
            raise _still_running()


def replace(folder: Path, *, aside: str) -> str:
    """Give the prepared database the name of the living one, which gets another, in one transaction."""
    kept = aside_name(aside or "old")
    _rename([(_name(), kept), (_scratch_name(folder), _name())])
    if not aside:
        with closing(_connect("postgres", autocommit=True)) as connection:
            _drop(connection, kept)
        return ""
    return kept


def aside_name(aside: str) -> str:
    """Give the name under which the old database stays; PostgreSQL cuts names at 63 signs."""
    return f"{_name()}_{re.sub('[^a-z0-9]', '_', aside.lower())}"[:63]


def living_address() -> str:
    """Give the address of the living database."""
    return _address(_name())


def bring_back(kept: str) -> str:
    """Put a database that was kept aside back into its place, in one transaction.

    Returns:
        The name of the one that gave way, or nothing where the change had not come about.
    """
    with closing(_connect("postgres", autocommit=True)) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept]).fetchone()
    if found is None:
        return ""
    aside = f"{kept[:56]}_failed"
    _rename([(_name(), aside), (kept, _name())])
    return aside


def _rename(pairs: list[tuple[str, str]]) -> None:
    with closing(_connect("postgres")) as connection:
        try:
            for old, new in pairs:
                connection.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
                )
            connection.commit()
        except psycopg.errors.ObjectInUse:
            raise _still_running() from None


def _still_running() -> RestoreError:
    return RestoreError(
        _("Jiezhi is still running on this database. Stop the web server and the worker, then try again.")
    )


def _holding_of(connection: psycopg.Connection[Any]) -> Holding:
    rows = {name: _count(connection, name) for name in _tables(connection)}
    rows[SESSIONS] = 0
    head = connection.execute(
        "SELECT chain_number, chain_hash FROM kit_auditentry WHERE chain_number IS NOT NULL "
        "ORDER BY chain_number DESC LIMIT 1"
    ).fetchone()
    migrations = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    return Holding(
        migrations=sorted(f"{app}.{name}" for app, name in migrations),
        rows=rows,
        audit_number=head[0] if head else 0,
        audit_hash=head[1] if head else "",
        epoch=_epoch_of(connection),
    )


def _epoch_of(connection: psycopg.Connection[Any]) -> int:
    if not _has(connection, "safekeeping_restoration"):
        return 0
    return int(
        (connection.execute("SELECT MAX(epoch) FROM safekeeping_restoration").fetchone() or (0,))[0] or 0
    )


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    )
    return [name for (name,) in found.fetchall()]


def _has(connection: psycopg.Connection[Any], table: str) -> bool:
    return table in _tables(connection)


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    found = connection.execute(sql.SQL("SELECT COUNT(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(found[0]) if found else 0


def _make(name: str, *, template: str) -> None:
    with closing(_connect("postgres", autocommit=True)) as connection:
        for (left,) in connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{_name()}_scratch_"]
        ).fetchall():
            _drop(connection, left)
        collation = connection.execute(
            "SELECT datcollate, datctype FROM pg_database WHERE datname = %s", [_name()]
        ).fetchone() or ("C.UTF-8", "C.UTF-8")
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}")
        try:
            connection.execute(
                statement.format(sql.Identifier(name), sql.Identifier(template), *map(sql.Literal, collation))
            )
        except psycopg.errors.InsufficientPrivilege:
            raise SafekeepingError(
                _(
                    "A backup counts only after it has been restored, and the database user %(user)s may not make the "
                    "scratch database for that. Let it, as the server's administrator: ALTER ROLE %(user)s CREATEDB"
                )
                % {"user": settings.DATABASES["default"]["USER"]}
            ) from None


def _drop(connection: psycopg.Connection[Any], name: str) -> None:
    with suppress(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _refuse_old_client(server_version: int) -> None:
    program = shutil.which("pg_dump")
    if program is None or shutil.which("pg_restore") is None:
        raise BackupError(
            _("pg_dump and pg_restore are not on this machine. Install the client of PostgreSQL %(major)d.")
            % {"major": server_version // 10000}
        )
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    major = int((re.search(r"(\d+)(?:\.\d+)?\s*(?:\(|$)", said) or ["0", "0"])[1])
    if major < server_version // 10000:
        raise BackupError(
            _(
                "pg_dump is version %(client)d and the server version %(server)d: install the client of the server."
            )
            % {"client": major, "server": server_version // 10000}
        )


def _run(program: str, words: list[str], *, database: str) -> None:
    values = settings.DATABASES["default"]
    told = {
        "PGHOST": values["HOST"],
        "PGPORT": str(values["PORT"] or ""),
        "PGUSER": values["USER"],
        "PGPASSWORD": values["PASSWORD"],
        "PGDATABASE": database,
    }
    environment = {**os.environ, **{name: value for name, value in told.items() if value}}
    done = subprocess.run(  # noqa: S603 - no words of anybody outside
        [shutil.which(program) or program, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        **as_owner(),
    )
    if done.returncode:
        raise SafekeepingError(
            _("%(program)s failed: %(last)s") % {"program": program, "last": done.stderr.strip()[-300:]}
        )


def _connect(database: str = "", *, autocommit: bool = False) -> psycopg.Connection[Any]:
    values = settings.DATABASES["default"]
    return psycopg.connect(
        dbname=database or _name(),
        host=values["HOST"] or None,
        port=values["PORT"] or None,
        user=values["USER"] or None,
        password=values["PASSWORD"] or None,
        autocommit=autocommit,
    )


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _scratch_name(folder: Path) -> str:
    return f"{_name()}_scratch_{blake2b(str(folder.resolve()).encode(), digest_size=6).hexdigest()}"


def _address(name: str) -> str:
    values = settings.DATABASES["default"]
    user, password = quote(values["USER"] or "", safe=""), quote(values["PASSWORD"] or "", safe="")
    place = quote(values["HOST"] or "", safe="") + (f":{values['PORT']}" if values["PORT"] else "")
    return f"postgresql://{user}{':' + password if password else ''}{'@' if user else ''}{place}/{name}"
