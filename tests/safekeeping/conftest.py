"""Installations in folders of their own: one is prepared, each test gets a copy and runs the product in children."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pyrage
import pytest

from tests.faults.conftest import ON_POSTGRESQL, ROOT, execute_on_server, url_of

PREPARE = """
from io import BytesIO
from django.core.management import call_command
from pathlib import Path
from tests.factories import make_office, settle
from tests.faults.deeds import Server
from tests.pictures.uploads import coloured
from jiezhi.pictures.keeping import store_picture
from jiezhi.kit.sealing import seal_audit
from jiezhi.kit.sessions import SessionStore
from tests.factories.workorders import MONDAY
call_command("migrate", verbosity=0)
office = make_office("青石街道", "qingshi")
server = Server(0, Path("/dev/null"))
for _ in range(3):
    server.submit()
    server.confirm()
store_picture(BytesIO(coloured()), sub_district_id=office.street.pk, at=MONDAY)
settle()
seal_audit()
session = SessionStore()
session["door"] = "open"
session.save()
"""


@dataclass
class Installation:
    """One installation: where its records are, its database, and the holders' private keys, which lie elsewhere."""

    folder: Path
    url: str
    office_key: Path
    superior_key: Path

    @property
    def records(self) -> Path:
        return self.folder / "var"

    @property
    def backups(self) -> Path:
        return self.records / "backups"

    def run(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run one of the product's commands to its end."""
        return subprocess.run([sys.executable, "-m", "jiezhi", *words], check=False, **self._how(extra))

    def succeed(self, *words: str, **extra: str) -> str:
        """Run a command that must succeed, and give what it said."""
        done = self.run(*words, **extra)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refuse(self, *words: str, **extra: str) -> str:
        """Run a command that must refuse, and give why."""
        done = self.run(*words, **extra)
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(self, script: str, *, may_die: bool = False) -> str:
        """Run lines of Python inside the installation."""
        head = "import django; django.setup()\n"
        done = subprocess.run([sys.executable, "-c", head + script], check=False, **self._how({}))
        assert may_die or done.returncode == 0, done.stdout + done.stderr
        return done.stdout if not may_die else str(done.returncode)

    def start(self, script: str) -> subprocess.Popen[str]:
        """Start lines of Python inside the installation, to be ended by the test."""
        how = self._how({})
        words = [sys.executable, "-c", "import django; django.setup()\n" + script]
        return subprocess.Popen(
            words, cwd=how["cwd"], env=how["env"], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def back_up(self) -> Path:
        """Make a backup and give its file."""
        return Path(self.succeed("backup").split(" (")[0])

    def count(self, table: str) -> int:
        """Count the rows of a table, without the product."""
        return int(self.ask(f"SELECT COUNT(*) FROM {table}"))  # noqa: S608 - a test's own word

    def ask(self, statement: str) -> str:
        """Run a statement on the database without the product, and give its first value."""
        import sqlite3

        import psycopg

        if ON_POSTGRESQL:
            with psycopg.connect(self.url, autocommit=True) as connection:
                cursor = connection.execute(statement)
                found = cursor.fetchone() if cursor.description else None
        else:
            path = self.url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as connection:
                found = connection.execute(statement).fetchone()
        return str(found[0]) if found else ""

    def _how(self, extra: dict[str, str]) -> dict:
        without = {"JIEZHI_PROFILE", "JIEZHI_BACKUPS", "JIEZHI_BACKUP_EVERY_MIN"}
        environment = {name: text for name, text in os.environ.items() if name not in without} | {
            "DATABASE_URL": self.url,
            "JIEZHI_VAR": str(self.records),
            "DJANGO_SETTINGS_MODULE": "jiezhi.project.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        return {
            "cwd": ROOT,
            "env": environment | extra,
            "capture_output": True,
            "text": True,
            "timeout": 300,
        }


def _new(folder: Path, database: str) -> Installation:
    (folder / "var").mkdir(parents=True, exist_ok=True)
    url = url_of(database) if ON_POSTGRESQL else f"sqlite:///{folder}/var/jiezhi.sqlite3"
    return Installation(folder, url, folder / "office.key", folder / "superior.key")


@pytest.fixture(scope="session")
def prepared_office() -> Iterator[tuple[Installation, str]]:
    """An office with orders, a picture and a session, and two holders of backup keys."""
    with tempfile.TemporaryDirectory(prefix="jiezhi-safe-") as name:
        database = f"jiezhi_safe_{uuid4().hex[:12]}"
        if ON_POSTGRESQL:
            execute_on_server(f"CREATE DATABASE {database}")
        office = _new(Path(name), database)
        office.python(PREPARE)
        office.office_key.write_text(office.succeed("backup", "keys", "--holder", "office"))
        office.superior_key.write_text(office.succeed("backup", "keys", "--holder", "superior"))
        yield office, database
        if ON_POSTGRESQL:
            execute_on_server(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture
def office(prepared_office: tuple[Installation, str], tmp_path: Path) -> Iterator[Installation]:
    """A copy of the prepared office that may be hurt."""
    original, database = prepared_office
    folder = tmp_path / "office"
    shutil.copytree(original.folder, folder)
    copy = f"{database}_{uuid4().hex[:8]}"
    if ON_POSTGRESQL:
        execute_on_server(f"CREATE DATABASE {copy} TEMPLATE {database}")
    yield _new(folder, copy)
    if ON_POSTGRESQL:
        _drop_all(copy)


@pytest.fixture
def bare_machine(tmp_path: Path) -> Iterator[Installation]:
    """Another machine with nothing on it but an empty database."""
    database = f"jiezhi_bare_{uuid4().hex[:12]}"
    if ON_POSTGRESQL:
        execute_on_server(f"CREATE DATABASE {database}")
    yield _new(tmp_path / "bare", database)
    if ON_POSTGRESQL:
        _drop_all(database)


def _drop_all(beginning: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [beginning]
        ).fetchall()
    execute_on_server(*(f"DROP DATABASE {name} WITH (FORCE)" for (name,) in found))


@pytest.fixture
def stranger_key(tmp_path: Path) -> Path:
    """A private key that opens nothing of ours."""
    path = tmp_path / "stranger.key"
    path.write_text(str(pyrage.x25519.Identity.generate()))
    return path


def breaches(installation: Installation) -> list[dict[str, str]]:
    """What the checks of an installation find."""
    return json.loads(installation.run("check", "--json").stdout.splitlines()[-1])["breaches"]
