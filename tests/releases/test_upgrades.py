"""Whatever an earlier release has left is brought up to this one, holds together, and shows its pages."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.releases.make import HERE, MOST_BYTES, unpack

ROOT = HERE.parents[1]
VERSIONS = sorted(folder.name for folder in HERE.iterdir() if (folder / "records.tar.zst").exists())


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "JIEZHI_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/jiezhi.sqlite3",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-m", "jiezhi", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_there_is_a_release_to_upgrade_from_and_all_are_small() -> None:
    assert "0.1.0" in VERSIONS
    sizes = [(HERE / version / "records.tar.zst").stat().st_size for version in VERSIONS]
    assert max(sizes) <= MOST_BYTES


def clauses(sql: str) -> list[str]:
    """The columns and constraints of a table in a fixed order: an upgrade adds at the end what is new."""
    body, depth, found = sql[sql.index("(") + 1 : sql.rindex(")")], 0, [""]
    for letter in body:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return sorted(clause.strip() for clause in found)


def tables(database: Path) -> dict[str, list[str]]:
    """What a database is made of: tables by their clauses; indexes and triggers as they were written."""
    asked = "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(asked).fetchall()
    return {name: clauses(sql) if kind == "table" else [sql] for name, kind, sql in rows}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of an installation that begins with this release."""
    folder = tmp_path_factory.mktemp("fresh")
    done = run(folder, "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return folder / "jiezhi.sqlite3"


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("version", VERSIONS)
def test_a_release_is_brought_up_to_this_one(version: str, fresh: Path, tmp_path: Path) -> None:
    unpack(version, tmp_path)
    done = run(tmp_path, "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    assert tables(tmp_path / "jiezhi.sqlite3") == tables(fresh)
    checked = run(tmp_path, "check", "--json")
    assert json.loads(checked.stdout.splitlines()[-1]) == {"breaches": []}
    pages = json.loads(run(tmp_path, "smoke").stdout.splitlines()[-1])
    assert pages["broken"] == []
    assert len(pages["shown"]) >= 25
