"""Databases that may be hurt: one is prepared, each test gets a copy, and no test process ever opens it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parents[2]
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
World = Callable[..., dict]


def kills(few: int) -> int:
    """How many kills: a small dose by default, `JIEZHI_KILLS` of them in the nightly run."""
    return int(os.environ.get("JIEZHI_KILLS", few))


def run(mode: str, url: str, folder: Path, **wishes: int) -> dict:
    """Run a world of processes around a database and give what its checker found."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "JIEZHI_VAR": str(folder),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    options = [f"{name}={value}" for name, value in wishes.items()]
    command = [sys.executable, "-m", "tests.faults.world", mode, *options]
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


@pytest.fixture
def world(prepared: tuple[str, Path], tmp_path: Path) -> Iterator[World]:
    """Runs a world around a fresh copy of the prepared database."""
    name, folder = prepared
    copy = f"{name}_{uuid4().hex[:8]}"
    if ON_POSTGRESQL:
        execute_on_server(f"CREATE DATABASE {copy} TEMPLATE {name}")
        url = url_of(copy)
    else:
        shutil.copy(folder / f"{name}.sqlite3", tmp_path / "office.sqlite3")
        url = f"sqlite:///{tmp_path}/office.sqlite3"
    yield lambda mode, **wishes: run(mode, url, folder, **wishes)
    if ON_POSTGRESQL:
        execute_on_server(f"DROP DATABASE {copy} WITH (FORCE)")
