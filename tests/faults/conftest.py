"""Databases that may be hurt: one is prepared, each test gets a copy, and no test process ever opens it."""

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parents[2]
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
World = Callable[..., dict]
PROCESSES = 12
RACE_S = 300
"""After so many seconds a race has met a lock that nobody opens."""


def kills(few: int) -> int:
    """How many kills: a small dose by default, `JIEZHI_KILLS` of them in the nightly run."""
    return int(os.environ.get("JIEZHI_KILLS", few))


def rounds() -> int:
    """Give how often each race is run.

    On PostgreSQL, where twelve really run at once, a hundred races in all; SQLite lets writers in one by one anyway.
    """
    from tests.faults.races import RACES

    return max(-(-100 // len(RACES)) if ON_POSTGRESQL else 2, -(-kills(0) // len(RACES)))


def command_for(
    mode: str, url: str, folder: Path, wishes: dict[str, int]
) -> tuple[list[str], dict[str, str]]:
    """Give how a world is started around a database."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "JIEZHI_VAR": str(folder),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    options = [f"{name}={value}" for name, value in wishes.items()]
    return [sys.executable, "-m", "tests.faults.world", mode, *options], environment


def run(mode: str, url: str, folder: Path, **wishes: int) -> dict:
    """Run a world of processes around a database and give what its checker found."""
    command, environment = command_for(mode, url, folder, wishes)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3600, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-8000:]}"
    return json.loads(done.stdout.splitlines()[-1])


def execute_on_server(*statements: str) -> None:
    """Run statements on the PostgreSQL server, outside any transaction."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def url_of(database: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def prepared() -> Iterator[tuple[str, Path]]:
    """A migrated database with one office, and the folder with its keys."""
    with tempfile.TemporaryDirectory(prefix="jiezhi-faults-") as folder:
        name = f"jiezhi_faults_{uuid4().hex[:12]}"
        if ON_POSTGRESQL:
            execute_on_server(f"CREATE DATABASE {name}")
            run("prepare", url_of(name), Path(folder))
        else:
            run("prepare", f"sqlite:///{folder}/{name}.sqlite3", Path(folder))
        yield name, Path(folder)
        if ON_POSTGRESQL:
            execute_on_server(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def copied(prepared: tuple[str, Path], scratch: Path) -> Iterator[tuple[str, Path]]:
    """Give the address of a fresh copy of the prepared database, and the folder with its keys."""
    name, folder = prepared
    copy = f"{name}_{uuid4().hex[:8]}"
    if ON_POSTGRESQL:
        execute_on_server(f"CREATE DATABASE {copy} TEMPLATE {name}")
        yield url_of(copy), folder
        execute_on_server(f"DROP DATABASE {copy} WITH (FORCE)")
    else:
        shutil.copy(folder / f"{name}.sqlite3", scratch / "office.sqlite3")
        yield f"sqlite:///{scratch}/office.sqlite3", folder


@pytest.fixture
def world(prepared: tuple[str, Path], tmp_path: Path) -> Iterator[World]:
    """Runs a world around a fresh copy of the prepared database."""
    with copied(prepared, tmp_path) as (url, folder):
        yield lambda mode, **wishes: run(mode, url, folder, **wishes)


@pytest.fixture(scope="session")
def racing(
    prepared: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], list[dict]]]:
    """Runs races by name, all around one copy: Django is imported once, and no race minds what others left."""
    scratch = tmp_path_factory.mktemp("races")
    wishes = {"processes": PROCESSES, "rounds": rounds()}
    with copied(prepared, scratch) as (url, folder), (scratch / "errors").open("w+") as errors:
        command, environment = command_for("race", url, folder, wishes)
        started = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )

        def rounds_of(name: str) -> list[dict]:
            os.write(started.stdin.fileno(), f"{name}\n".encode())
            ready, _, _ = select.select([started.stdout], [], [], RACE_S)
            told = started.stdout.readline() if ready else b""
            assert told, f"{name} did not end:\n{(scratch / 'errors').read_text()[-8000:]}"
            found = json.loads(told)
            assert "rounds" in found, found["error"]
            return found["rounds"]

        yield rounds_of
        started.stdin.close()
        started.kill()
        started.stdout.close()
        started.wait()
