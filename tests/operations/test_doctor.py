"""The doctor: on a machine where all is well nothing is wrong, and each finding is made true once."""

import shutil
from collections import namedtuple
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from jiezhi.kit.models import Beat
from jiezhi.kit.vault import seal
from jiezhi.operations import doctor
from jiezhi.operations.doctor import Gravity, examine
from jiezhi.organisation.models import CalendarDay
from jiezhi.safekeeping.actions import OPERATOR, note_restored
from jiezhi.safekeeping.models import BackupRun
from jiezhi.safekeeping.recipients import make_pair
from jiezhi.safekeeping.signing import sign
from tests.factories import make_street
from tests.factories.operations import beat_all, dead_delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def well(settings, tmp_path: Path) -> Path:
    """A machine and an installation of which nothing is wrong."""
    settings.RECORDS_FOLDER = tmp_path
    settings.BACKUP_FOLDER = tmp_path / "backups"
    settings.BACKUP_KEY_FOLDER = tmp_path / "keys" / "backup"
    (tmp_path / "backups").mkdir()
    seal("made", column="tests.first")  # makes the vault's keys
    for name in ("office", "district"):
        make_pair(name)
    sign(b"")
    CalendarDay.objects.create(
        sub_district=make_street(), on=date(2026, 10, 1), kind="holiday", name="国庆节"
    )
    beat_all(NOW)
    back_up(NOW - timedelta(hours=1), taken_away_at=NOW - DAY)
    return tmp_path


def back_up(at: datetime, **columns: object) -> BackupRun:
    path = Path(settings.BACKUP_FOLDER) / f"{at:%H}.backup"
    path.touch()
    return BackupRun.objects.create(
        **{"started_at": at, "checked_at": at, "path": str(path), "size_bytes": 1} | columns
    )


def wrong() -> list[tuple[str, str, str]]:
    return [(s.gravity.value, s.sentence, s.remedy) for s in examine(at=NOW) if s.gravity is not Gravity.WELL]


def test_where_all_is_well_nothing_is_found():
    assert wrong() == []
    assert len(list(examine(at=NOW))) >= 10


def other_packages(monkeypatch, well):
    monkeypatch.setattr(doctor.importlib.metadata, "distributions", list)


def little_room(monkeypatch, well):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: Usage(100 << 30, 95 << 30, 5 << 30))


def nothing_to_write(monkeypatch, well):
    monkeypatch.setattr(doctor.os, "access", lambda _path, _mode: False)


def open_keys(monkeypatch, well):
    next((well / "keys").rglob("*.key")).chmod(0o644)


def shut_vault(monkeypatch, well):
    there = well / "put back without its keys"  # another folder, since this process has read the keys
    there.mkdir()
    shutil.copy(well / "keys" / "current", there)
    monkeypatch.setattr(settings, "VAULT_KEY_FOLDER", there)


def one_holder(monkeypatch, well):
    path = well / "keys" / "backup" / "recipients"
    path.write_text(path.read_text().splitlines()[0] + "\n")


def waiting_migration(monkeypatch, well):
    MigrationRecorder(connection).record_unapplied("witness", "0001_create_checks")


def newer_release(monkeypatch, well):
    MigrationRecorder(connection).record_applied("witness", "0999_from_the_future")


def wrong_clock(monkeypatch, well):
    Beat.objects.update(last_at=NOW + timedelta(minutes=6))


def no_calendar(monkeypatch, well):
    CalendarDay.objects.all().delete()


def no_worker(monkeypatch, well):
    Beat.objects.update(last_at=NOW - timedelta(minutes=3))


def dead_news(monkeypatch, well):
    dead_delivery(at=NOW)


def no_backup(monkeypatch, well):
    BackupRun.objects.all().delete()


def failed_backup(monkeypatch, well):
    BackupRun.objects.create(started_at=NOW, failed_at=NOW, error="disk full")


def old_backup(monkeypatch, well):
    BackupRun.objects.update(started_at=NOW - 2 * DAY)


def lost_backup(monkeypatch, well):
    shutil.rmtree(well / "backups")
    (well / "backups").mkdir()


def never_taken_away(monkeypatch, well):
    BackupRun.objects.update(taken_away_at=None)


def taken_away_long_ago(monkeypatch, well):
    BackupRun.objects.update(taken_away_at=NOW - 40 * DAY)


def held_messages(monkeypatch, well):
    note_restored(epoch=1, archive_name="a", archive_made_at=NOW, actor=OPERATOR, at=NOW)


FINDINGS: dict[Callable, tuple[str, str, str]] = {
    other_packages: ("WRONG", "not as the lock says", "./jiezhi help"),
    little_room: ("soon", "are free for records", "Make room"),
    nothing_to_write: ("WRONG", "cannot be written", "chown"),
    open_keys: ("WRONG", "can read 1 keys", "chmod"),
    shut_vault: ("WRONG", "vault does not open", "keys enter"),
    one_holder: ("WRONG", "1 keys that open backups", "backup keys"),
    waiting_migration: ("WRONG", "1 migrations wait", "migrate"),
    newer_release: ("WRONG", "belongs to a newer release", "restore"),
    wrong_clock: ("WRONG", "The clock says", "timedatectl"),
    no_calendar: ("soon", "has no holidays of 2026", "Calendar"),
    no_worker: ("WRONG", "No worker is running", "./jiezhi up"),
    dead_news: ("WRONG", "were given up", "dead_news --again"),
    no_backup: ("WRONG", "No backup was ever restored", "./jiezhi backup"),
    failed_backup: ("WRONG", "disk full", "Mend it"),
    old_backup: ("WRONG", "The last backup", "JIEZHI_BACKUP_EVERY_MIN"),
    lost_backup: ("WRONG", "is gone", "./jiezhi backup"),
    never_taken_away: ("soon", "has left the house ever", "taken-away"),
    taken_away_long_ago: ("soon", "has left the house since 2026-08-26", "taken-away"),
    held_messages: ("WRONG", "no message leaves the house", "messages --release"),
}


@pytest.mark.parametrize("trouble", FINDINGS, ids=lambda trouble: trouble.__name__)
def test_each_finding_is_found_with_its_remedy_and_alone(trouble, monkeypatch, well):
    trouble(monkeypatch, well)
    gravity, sentence, remedy = FINDINGS[trouble]
    found = wrong()
    assert {one[0] for one in found} == {gravity}
    assert any(sentence in one[1] and remedy in one[2] for one in found), found
    of_both_folders = trouble is little_room
    assert len(found) == 1 + of_both_folders, found


def test_without_a_database_the_rest_is_told_all_the_same(monkeypatch):
    def away() -> None:
        raise OperationalError("no route to host")

    monkeypatch.setattr(doctor.connection, "ensure_connection", away)
    found = list(examine(at=NOW))
    assert "no route to host" in found[-1].sentence
    assert any("packages are as the lock says" in one.sentence for one in found)
    assert not any("worker" in one.sentence for one in found)


def test_the_command_tells_the_worst_first_and_ends_with_1_when_something_must_be_done_now():
    now = timezone.now()
    year = timezone.localdate(now).year
    for each in (year, year + 1):
        CalendarDay.objects.get_or_create(
            sub_district=CalendarDay.objects.first().sub_district,
            on=date(each, 1, 1),
            defaults={"kind": "holiday", "name": "元旦"},
        )
    beat_all(now)
    back_up(now, taken_away_at=now)
    said = StringIO()
    call_command("doctor", stdout=said)
    assert "WRONG" not in said.getvalue()
    held_messages(None, None)
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=said)
    assert ended.value.code == 1
    assert said.getvalue().startswith("WRONG A backup was put back")
    assert "      > ./jiezhi messages --release" in said.getvalue()
