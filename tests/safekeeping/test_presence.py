"""Nobody works while releases are switched, and nobody switches while somebody works."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from jiezhi.project import command_door, release_door
from jiezhi.safekeeping import presence
from jiezhi.safekeeping.errors import RestoreError, UpgradeError
from jiezhi.safekeeping.journal import Journal, find_journal, settle_journal, write_journal
from jiezhi.safekeeping.presence import (
    alone,
    be_present,
    only_upgrade,
    refuse_mixture,
    refuse_while_switching,
    release_name,
)

OTHER = "jiezhi-9.9.9"


@pytest.fixture(autouse=True)
def _own_records(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.RECORDS_FOLDER = tmp_path
    held: list[int] = []
    monkeypatch.setattr(presence, "_held", held)
    yield
    for handle in held:
        presence.os.close(handle)


def switching_to(name: str) -> Journal:
    journal = Journal(old=OTHER if name != OTHER else release_name(), new=name, kept="aside")
    write_journal(journal)
    return journal


def test_whoever_works_keeps_a_switch_away() -> None:
    with alone():
        pass
    be_present()
    be_present()
    with pytest.raises(RestoreError), alone(wait_s=0):
        pass


def test_a_switch_keeps_away_whoever_would_work() -> None:
    with alone(), pytest.raises(UpgradeError):
        be_present()
    be_present()


def test_one_upgrade_at_a_time() -> None:
    with only_upgrade(), pytest.raises(UpgradeError), only_upgrade():
        pass


@pytest.mark.django_db
def test_the_old_release_refuses_and_the_new_one_may_start_behind_the_door() -> None:
    switching_to(OTHER)
    with pytest.raises(UpgradeError, match="--mend"):
        refuse_mixture()
    switching_to(release_name())
    refuse_mixture()
    with pytest.raises(UpgradeError, match="--mend"):
        refuse_while_switching()


@pytest.mark.django_db
@pytest.mark.parametrize("new", [OTHER, ""])
def test_a_settled_journal_lets_the_release_that_stays_work_and_no_other(new: str) -> None:
    journal = switching_to(new or release_name())
    write_journal(Journal(journal.old, journal.new, journal.kept, settled=OTHER))
    with pytest.raises(UpgradeError, match="--mend"):
        refuse_mixture()
    write_journal(Journal(journal.old, journal.new, journal.kept, settled=release_name()))
    refuse_while_switching()
    assert find_journal() is None


@pytest.mark.django_db
def test_migrations_of_another_release_are_refused_both_ways() -> None:
    refuse_mixture()
    recorder = MigrationRecorder(connection)
    recorder.record_applied("operations", "9999_from_tomorrow")
    with pytest.raises(UpgradeError, match=r"operations\.9999_from_tomorrow"):
        refuse_mixture(is_migrated=False)
    recorder.record_unapplied("operations", "9999_from_tomorrow")
    recorder.record_unapplied("operations", "0001_create_tables")
    refuse_mixture(is_migrated=False)
    with pytest.raises(UpgradeError, match="jiezhi migrate"):
        refuse_mixture()


def asked(door: release_door.ReleaseDoor, path: str) -> str:
    told: list[str] = []
    body = door({"PATH_INFO": path}, lambda status, _headers: told.append(status))
    return told[0] if told else b"".join(body).decode()


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> release_door.ReleaseDoor:
    monkeypatch.setattr(release_door.connection, "close", lambda: None)
    return release_door.ReleaseDoor(lambda _environ, _start: [b"inside"])


@pytest.mark.django_db
def test_the_door_is_shut_for_all_but_the_signs_of_life_and_opens_when_it_is_settled(monkeypatch) -> None:
    monkeypatch.setattr(release_door.connection, "close", lambda: None)
    journal = switching_to(release_name())
    door = release_door.ReleaseDoor(lambda _environ, _start: [b"inside"])
    assert [asked(door, path) for path in ("/", "/health/deep", "/health/live/x")] == [
        "503 Service Unavailable"
    ] * 3
    assert [asked(door, path) for path in ("/health/live", "/health/ready")] == ["inside"] * 2
    settle_journal(journal, journal.new)
    assert asked(door, "/") == "inside"


@pytest.mark.django_db
def test_a_server_of_the_other_release_does_not_start(capsys) -> None:
    switching_to(OTHER)
    with pytest.raises(SystemExit):
        release_door.ReleaseDoor(lambda _environ, _start: [b"inside"])
    assert "./jiezhi upgrade --mend" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_database_that_was_away_at_the_start_is_looked_at_when_it_is_back(door, monkeypatch) -> None:
    monkeypatch.setattr(door, "_is_known_to_fit", False)
    MigrationRecorder(connection).record_applied("operations", "9999_from_tomorrow")
    assert asked(door, "/") == "503 Service Unavailable"
    MigrationRecorder(connection).record_unapplied("operations", "9999_from_tomorrow")
    assert asked(door, "/") == "inside"


def test_commands_that_write_wait_and_those_that_look_after_it_do_not() -> None:
    switching_to(release_name())
    for word in ("messages", "backup", "migrate", "demo"):
        with pytest.raises(SystemExit, match="--mend"):
            command_door.enter([word])
    for word in ("upgrade", "doctor", "check", "run_worker", "restore"):
        command_door.enter([word])
    command_door.enter(["backup", "--help"])
