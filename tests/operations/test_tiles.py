"""Each tile in each of its states, brought about for real."""

from collections import namedtuple
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection
from django.utils import timezone

from jiezhi.concerns.choices import AdapterKind
from jiezhi.concerns.models import SuperiorSource
from jiezhi.kit import worker
from jiezhi.kit.models import Beat, OutboxDelivery
from jiezhi.kit.tiles import Tone, all_tiles
from jiezhi.operations import probes, tasks
from jiezhi.operations.models import DiskDay, TileChange
from jiezhi.operations.panorama import answer_of, read_tiles
from jiezhi.operations.tiles import machine
from jiezhi.organisation.models import CalendarDay
from jiezhi.safekeeping.models import BackupRun
from jiezhi.witness.tasks import check_audit
from launcher.bundle import write_card
from launcher.release_file import unpack_release, write_release
from launcher.signing import make_key
from tests.factories import make_street
from tests.factories.operations import beat_all, dead_delivery, make_delivery, make_fault

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path, monkeypatch):
    settings.VAR_FOLDER = tmp_path
    settings.CERTIFICATE_FILE = ""
    settings.RELEASE_FILE = tmp_path / "release.json"
    monkeypatch.setattr(probes, "NTP_MARK", tmp_path / "synchronised")


def reading(name: str, at: datetime = NOW):
    (shown,) = [shown for shown in read_tiles(at=at) if shown.tile.name == name]
    return shown.reading


def tone(name: str, at: datetime = NOW) -> str:
    return reading(name, at).tone.value


# Web server, worker, messages, timers


def test_the_web_server_is_well_while_no_fault_is_open():
    make_fault(at=NOW - HOUR, settled_at=NOW)
    assert tone("operations.web") == "ok"


def test_an_old_fault_waits_until_tomorrow_and_one_that_goes_on_does_not():
    fault = make_fault(at=NOW - 3 * HOUR)
    assert (tone("operations.web"), reading("operations.web").since) == ("warn", fault.first_at)
    make_fault(at=NOW - MINUTE)
    assert tone("operations.web") == "bad"
    assert reading("operations.web").url_name == "operations:faults"


def test_the_worker_runs_stops_and_never_ran():
    assert tone("operations.worker") == "bad"
    beat_all(NOW)
    assert tone("operations.worker") == "ok"
    beat_all(NOW - 5 * MINUTE)
    found = reading("operations.worker")
    assert (found.tone, found.since) == (Tone.BAD, NOW - 5 * MINUTE - timedelta(seconds=1))
    assert "run_worker" in found.code


def test_the_real_worker_makes_its_tile_well():
    at = timezone.now()
    worker.run_due_timers(at=at)
    assert tone("operations.worker", at) == "ok"
    assert tone("operations.timers", at) == "ok"


def test_the_queue_flows_slows_and_sticks():
    assert tone("operations.queue") == "ok"
    row = make_delivery(at=NOW - 9 * MINUTE)
    assert tone("operations.queue") == "ok"
    OutboxDelivery.objects.filter(pk=row.pk).update(created_at=NOW - 11 * MINUTE)
    found = reading("operations.queue")
    assert (found.tone, found.since) == (Tone.WARN, NOW - 11 * MINUTE)
    OutboxDelivery.objects.filter(pk=row.pk).update(created_at=NOW - HOUR)
    assert tone("operations.queue") == "bad"


def test_a_dead_message_is_told_with_the_page_that_mends_it():
    assert tone("operations.dead") == "ok"
    dead_delivery(at=NOW - DAY)
    dead_delivery(at=NOW - HOUR, handler="tests.other")
    found = reading("operations.dead")
    assert (found.tone, found.since, found.url_name) == (Tone.BAD, NOW - DAY, "operations:dead")
    assert "2" in found.number


def test_a_late_timer_is_named_and_worse_without_a_worker():
    beat_all(NOW)
    Beat.objects.filter(name="kit.tasks.clear_sessions").update(last_at=NOW - 2 * HOUR)
    found = reading("operations.timers")
    assert (found.tone, found.since) == (Tone.WARN, NOW - HOUR)
    assert "clear_sessions" in found.code
    Beat.objects.all().update(last_at=NOW - 3 * DAY)
    assert tone("operations.timers") == "bad"


def test_a_timer_a_little_late_is_not_late():
    beat_all(NOW)
    Beat.objects.filter(name="kit.tasks.clear_sessions").update(last_at=NOW - 85 * MINUTE)
    assert tone("operations.timers") == "ok"


def test_messages_that_fail_are_told_by_channel():
    make_delivery(at=NOW, handler="notices.handlers.send_mail")
    assert tone("operations.channels") == "ok"
    make_delivery(at=NOW, handler="notices.handlers.send_mail", last_error="OSError at send:3", attempts=1)
    make_delivery(at=NOW, handler="tests.kit.deeds.count_mark", last_error="an inner one", attempts=1)
    found = reading("operations.channels")
    assert (found.tone, found.code) == (Tone.WARN, "send_mail: 1")


# Disk


@pytest.mark.parametrize(("free", "expected"), [(50, "ok"), (19, "warn"), (9, "bad")])
def test_the_disk_warns_early_and_cries_before_it_is_full(monkeypatch, free, expected):
    monkeypatch.setattr(probes.shutil, "disk_usage", lambda _path: Usage(100, 100 - free, free))
    assert tone("operations.disk") == expected


def test_a_disk_that_cannot_be_written_is_told(settings, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(probes.os, "write", full)
    assert tone("operations.disk") == "bad"


@pytest.mark.parametrize(("grown_a_day", "expected"), [(0, "ok"), (1, "ok"), (5, "warn"), (20, "bad")])
def test_the_days_left_come_from_the_pace_of_the_last_weeks(monkeypatch, grown_a_day, expected):
    monkeypatch.setattr(probes.shutil, "disk_usage", lambda _path: Usage(400, 200, 200))
    for days in range(10):
        on = date(2026, 10, 5) - timedelta(days=days)
        DiskDay.objects.create(on=on, database_bytes=1, used_bytes=200 - days * grown_a_day, free_bytes=200)
    assert tone("operations.disk") == expected


def test_no_days_are_promised_before_a_week_is_known():
    days = [DiskDay(on=date(2026, 10, 5) - timedelta(days=n), used_bytes=100 - n * 10) for n in range(7)]
    assert machine.days_left(days, free_bytes=100) is None
    days.append(DiskDay(on=date(2026, 9, 28), used_bytes=30))
    assert machine.days_left(days, free_bytes=100) == 10


def test_the_worker_notes_the_disk_once_a_day(monkeypatch):
    tasks.note_disk(NOW)
    monkeypatch.setattr(probes.shutil, "disk_usage", lambda _path: Usage(100, 60, 40))
    tasks.note_disk(NOW + HOUR)
    row = DiskDay.objects.get()
    assert (row.used_bytes, row.free_bytes) == (60, 40)
    assert row.database_bytes > 10_000


# Certificate, clock, version


def certificate(path, *, ends_at: datetime) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "office.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ends_at - 365 * DAY)
        .not_valid_after(ends_at)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return str(path)


@pytest.mark.parametrize(("days", "expected"), [(31, "ok"), (29, "warn"), (6, "bad"), (-1, "bad")])
def test_the_certificate_is_told_before_it_ends(settings, tmp_path, days, expected):
    settings.CERTIFICATE_FILE = certificate(tmp_path / "office.pem", ends_at=NOW + days * DAY)
    assert tone("operations.certificate") == expected


def test_a_certificate_that_cannot_be_read_or_is_not_named(settings, tmp_path):
    assert tone("operations.certificate") == "ok"
    settings.IS_OFFICIAL = True
    assert tone("operations.certificate") == "warn"
    settings.CERTIFICATE_FILE = str(tmp_path / "nothing.pem")
    assert tone("operations.certificate") == "warn"
    (tmp_path / "nothing.pem").write_text("no certificate")
    assert tone("operations.certificate") == "warn"


@pytest.mark.parametrize(("offset", "expected"), [(None, "ok"), (0.5, "ok"), (-3.0, "warn"), (31.0, "bad")])
def test_the_clock_is_compared_with_the_database_servers(monkeypatch, tmp_path, offset, expected):
    (tmp_path / "synchronised").touch()
    monkeypatch.setattr(machine, "clock_offset_s", lambda: offset)
    assert tone("operations.clock") == expected


def test_a_clock_that_nothing_can_be_compared_with_is_said_to_be_so(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(machine, "clock_offset_s", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (tone("operations.clock"), reading("operations.clock").word) == ("ok", "未核对")
    settings.IS_OFFICIAL = True
    assert tone("operations.clock") == "warn"


def timedatectl(monkeypatch, tmp_path, words: str) -> None:
    """A program of that name that says what the system's would."""
    program = tmp_path / "timedatectl"
    program.write_text(f"#!/bin/sh\n{words}\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")


@pytest.mark.parametrize(("words", "expected"), [("echo yes", "ok"), ("echo no", "warn"), ("exit 1", "ok")])
def test_the_system_is_asked_whether_the_network_keeps_the_clock(monkeypatch, tmp_path, words, expected):
    timedatectl(monkeypatch, tmp_path, words)
    assert tone("operations.clock") == expected


def test_a_system_that_does_not_answer_holds_the_page_up_for_a_second_at_most(monkeypatch, tmp_path):
    timedatectl(monkeypatch, tmp_path, "exec sleep 60")
    monkeypatch.setattr(probes, "NTP_WAIT_S", 0.1)
    assert probes.is_clock_synchronised() is None


@pytest.mark.postgres
def test_the_clock_of_the_server_is_read():
    assert abs(probes.clock_offset_s() or 99) < 5


@pytest.mark.sqlite
def test_on_one_machine_there_is_one_clock():
    assert connection.vendor == "sqlite"
    assert probes.clock_offset_s() is None


def unpacked(tmp_path, advisories: str | None):
    """A release as `bundle` writes it, packed, signed, carried over and unpacked."""
    folder = tmp_path / "made" / "jiezhi-1.2"
    (folder / "docs" / "reference").mkdir(parents=True)
    if advisories is not None:
        (folder / "docs" / "reference" / "advisories.json").write_text(advisories)
    write_card(folder, "1.2", "0123456789abcdef")
    key = tmp_path / "release.pem"
    make_key(key)
    write_release(folder, tmp_path / "release.tar", key=key, at=1_795_000_000)
    return unpack_release(tmp_path / "release.tar", tmp_path / "releases", public=key.with_suffix(".pub"))


@pytest.mark.parametrize(
    ("advisories", "expected", "told"),
    [
        ('{"checked_on": "2026-10-01", "packages": {"a": []}}', "ok", "无已知漏洞"),
        ('{"checked_on": "2026-06-01", "packages": {"a": []}}', "warn", "2026-06-01"),
        (
            '{"checked_on": "2026-10-01", "packages": {"a": ["CVE-1"], "b": ["CVE-2"]}}',
            "warn",
            "CVE-1, CVE-2",
        ),
        (None, "warn", "未附带"),
    ],
)
def test_an_unpacked_release_says_its_version_its_signature_and_which_holes_are_known(
    settings, tmp_path, advisories, expected, told
):
    folder = unpacked(tmp_path, advisories)
    settings.RELEASE_FILE = folder / "release.json"
    found = reading("operations.version")
    assert found.tone == expected
    assert told in found.number
    assert "1.2 (012345678)" in found.number
    (folder / "signature.json").unlink()  # laid out by hand, and so checked by nobody
    assert tone("operations.version") == "bad"


@pytest.mark.parametrize("text", ["{}", "not json"])
def test_a_release_that_does_not_say_what_it_is_is_told(settings, text):
    settings.RELEASE_FILE.write_text(text)
    assert tone("operations.version") == "warn"


def test_a_program_from_source_is_fine_at_home_and_not_in_an_office(settings):
    assert tone("operations.version") == "ok"
    settings.IS_OFFICIAL = True
    assert tone("operations.version") == "warn"


# Backups


def test_no_backup_was_ever_made(settings):
    assert (tone("safekeeping.backup"), tone("safekeeping.checked")) == ("warn", "warn")
    settings.IS_OFFICIAL = True
    assert (tone("safekeeping.backup"), tone("safekeeping.checked")) == ("bad", "bad")


def test_the_last_backup_is_being_made_is_made_fails_or_breaks_off():
    run = BackupRun.objects.create(started_at=NOW - MINUTE)
    assert (tone("safekeeping.backup"), tone("safekeeping.checked")) == ("ok", "warn")
    assert tone("safekeeping.backup", NOW + 2 * DAY) == "warn"
    BackupRun.objects.filter(pk=run.pk).update(checked_at=NOW, size_bytes=3 << 20)
    assert (tone("safekeeping.backup"), tone("safekeeping.checked")) == ("ok", "ok")
    assert "3.0" in reading("safekeeping.backup").number
    BackupRun.objects.create(started_at=NOW, failed_at=NOW, error="disk full")
    assert reading("safekeeping.backup").number == "disk full"
    assert (tone("safekeeping.backup"), tone("safekeeping.checked")) == ("bad", "ok")


@pytest.mark.parametrize(
    ("every_min", "age", "expected"),
    [
        (0, 23 * HOUR, "ok"),
        (0, 25 * HOUR, "warn"),
        (0, 73 * HOUR, "bad"),
        (15, 59 * MINUTE, "ok"),
        (15, 61 * MINUTE, "warn"),
        (15, 4 * HOUR, "bad"),
    ],
)
def test_a_whole_backup_grows_old_by_the_limit(settings, every_min, age, expected):
    settings.BACKUP_EVERY_MIN = every_min
    BackupRun.objects.create(started_at=NOW - age, checked_at=NOW - age, size_bytes=1)
    assert tone("safekeeping.checked") == expected
    assert reading("safekeeping.checked").good_at == NOW - age


# What other apps tell


def test_a_missing_calendar_is_told_by_street_and_year():
    street = make_street()
    assert tone("organisation.calendar") == "bad"
    CalendarDay.objects.create(sub_district=street, on=date(2026, 10, 1), kind="holiday", name="国庆节")
    assert tone("organisation.calendar") == "ok"
    november = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    found = reading("organisation.calendar", november)
    assert (found.tone, found.number) == (Tone.WARN, f"{street.name}：2027")


def test_a_source_from_above_that_is_silent_or_complains_is_named():
    street = make_street()
    assert tone("concerns.sources") == "ok"
    source = SuperiorSource.objects.create(
        sub_district=street, name="市热线", return_amount=1, return_unit="working_days",
        adapter=AdapterKind.values[0], address="https://hotline.example/", asked_at=NOW - MINUTE,
    )  # fmt: skip
    assert tone("concerns.sources") == "ok"
    SuperiorSource.objects.filter(pk=source.pk).update(trouble="answers 500")
    found = reading("concerns.sources")
    assert (found.tone, found.number) == (Tone.WARN, "市热线")
    SuperiorSource.objects.filter(pk=source.pk).update(trouble="", asked_at=NOW - HOUR)
    assert tone("concerns.sources") == "bad"


# All of them


def test_since_when_is_noted_by_the_worker_for_what_does_not_know_it(settings):
    settings.IS_OFFICIAL = True
    assert reading("operations.certificate").since is None
    tasks.note_tiles(NOW)
    tasks.note_tiles(NOW + HOUR)
    assert reading("operations.certificate", NOW + HOUR).since == NOW
    settings.IS_OFFICIAL = False
    tasks.note_tiles(NOW + 2 * HOUR)
    row = TileChange.objects.get(name="operations.certificate")
    assert (row.tone, row.since_at) == ("ok", NOW + 2 * HOUR)


def test_the_sentence_on_top_is_that_of_the_worst_tile(tmp_path):
    (tmp_path / "synchronised").touch()
    beat_all(NOW)
    check_audit(NOW)
    BackupRun.objects.create(started_at=NOW, checked_at=NOW, size_bytes=1)
    tiles = read_tiles(at=NOW)
    assert [shown.tile.name for shown in tiles if shown.reading.tone != Tone.OK] == []
    assert answer_of(tiles).tone == Tone.OK
    make_fault(at=NOW - DAY)
    assert answer_of(read_tiles(at=NOW)).tone == Tone.WARN
    dead_delivery(at=NOW)
    found = answer_of(read_tiles(at=NOW))
    assert found.tone == Tone.BAD
    assert "1" in found.sentence


def test_every_tile_that_is_not_well_says_what_to_do(settings):
    """With nothing set up at all, most tiles complain."""
    settings.IS_OFFICIAL = True
    complaining = [shown for shown in read_tiles(at=NOW) if shown.reading.tone != Tone.OK]
    assert len(complaining) > 3
    assert [shown.tile.name for shown in complaining if not shown.reading.advice] == []


def test_the_names_of_tiles_say_whose_they_are():
    assert len(all_tiles()) >= 13
    for tile in all_tiles():
        assert tile.read.__module__.startswith(f"jiezhi.{tile.name.partition('.')[0]}.tiles")
