"""On PostgreSQL a switch is a change of names: back and forth, and begun twice it comes to the same end."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.faults.conftest import execute_on_server, url_of

pytestmark = pytest.mark.postgres


@pytest.fixture
def living(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a living database that holds the word `old`."""
    name = f"jiezhi_names_{uuid4().hex[:12]}"
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", name)
    execute_on_server(f"CREATE DATABASE {name}")
    write(name, "old")
    yield name
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]
        ).fetchall()
    execute_on_server(*(f"DROP DATABASE {each} WITH (FORCE)" for (each,) in found))


def write(name: str, word: str) -> None:
    import psycopg

    with psycopg.connect(url_of(name), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def read(name: str) -> str:
    import psycopg

    with psycopg.connect(url_of(name)) as connection:
        return str(connection.execute("SELECT word FROM kept").fetchone()[0])


def test_what_was_switched_comes_back_under_its_name_and_nothing_is_lost(living: str, tmp_path: Path) -> None:
    from jiezhi.safekeeping import postgres_store

    scratch = postgres_store._scratch_name(tmp_path)
    execute_on_server(f"CREATE DATABASE {scratch}")
    write(scratch, "new")
    aside = "before-0.2.0-20261128T000000Z"
    assert postgres_store.bring_back(postgres_store.aside_name(aside)) == ""
    kept = postgres_store.replace(tmp_path, aside=aside)
    assert (read(living), read(kept)) == ("new", "old")
    gave_way = postgres_store.bring_back(kept)
    assert (read(living), read(gave_way)) == ("old", "new")
    assert postgres_store.bring_back(kept) == ""
    assert read(living) == "old"


def test_a_database_that_somebody_has_open_does_not_give_way(living: str, tmp_path: Path) -> None:
    import psycopg

    from jiezhi.safekeeping import postgres_store
    from jiezhi.safekeeping.errors import RestoreError

    kept = postgres_store.aside_name("before-0.2.0-20261128T000000Z")
    execute_on_server(f"CREATE DATABASE {kept}")
    postgres_store.hold_still()
    with psycopg.connect(url_of(living)):
        with pytest.raises(RestoreError):
            postgres_store.hold_still()
        with pytest.raises(RestoreError):
            postgres_store.bring_back(kept)
    assert read(living) == "old"
