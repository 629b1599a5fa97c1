"""A backup counts when the file that was written has been restored and found whole, and not before."""

import subprocess
import time
from pathlib import Path

import pyrage
import pytest

from tests.night import IS_NIGHT
from tests.safekeeping.conftest import Installation

pytestmark = [pytest.mark.faults, pytest.mark.slow]

WRITER = """
from pathlib import Path
from tests.faults.deeds import Server
Server({seed}, Path("/dev/null")).run()
"""

KILL_AT = """
import os, signal
from jiezhi.safekeeping import backing_up
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
backing_up.{step} = die
from jiezhi.safekeeping.backing_up import make_backup
make_backup()
"""


def test_a_backup_is_made_restored_and_noted(office: Installation) -> None:
    said = office.succeed("backup")
    assert "restored into scratch and found whole" in said
    assert office.ask("SELECT COUNT(*) FROM safekeeping_backuprun WHERE checked_at IS NOT NULL") == "1"
    assert Path(office.ask("SELECT path FROM safekeeping_backuprun")).stat().st_size > 10_000
    verbs = "('safekeeping.backup_started', 'safekeeping.backup_checked')"
    told = f"SELECT COUNT(*) FROM kit_auditentry WHERE verb IN {verbs}"  # noqa: S608 - a test's own words
    assert office.ask(told) == "2"


def test_neither_keys_nor_sessions_nor_plain_words_are_in_a_backup(
    office: Installation, tmp_path: Path
) -> None:
    from jiezhi.safekeeping.archive import read_archive
    from jiezhi.safekeeping.recipients import read_identity

    path = office.back_up()
    assert office.count("kit_sealedsession") == 1
    folder = tmp_path / "unpacked"
    folder.mkdir()
    manifest, _signer = read_archive(path, read_identity(office.superior_key), folder)
    names = [str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()]
    assert [name for name in names if "key" in name or "django" in name] == []
    assert manifest.holding.rows["kit_sealedsession"] == 0
    assert manifest.holding.rows["workorders_workorder"] == office.count("workorders_workorder") == 3
    assert sum(name.startswith("files/uploads/") for name in names) == 1
    everything = b"".join((folder / name).read_bytes() for name in names)
    digest = next(iter((office.records / "keys" / "vault").glob("*.key"))).read_bytes()
    assert digest not in everything
    assert b"SQLite format" not in path.read_bytes()


def test_the_server_cannot_open_its_own_backups(office: Installation) -> None:
    path = office.back_up()
    kept = b"".join(
        file.read_bytes() for file in office.records.rglob("*") if file.is_file() and file != path
    )
    assert b"AGE-SECRET-KEY-" not in kept
    for key in (office.office_key, office.superior_key):
        identity = pyrage.x25519.Identity.from_str(key.read_text().splitlines()[-1])
        assert pyrage.decrypt(path.read_bytes(), [identity])


def test_without_two_holders_no_backup_is_made(office: Installation) -> None:
    recipients = office.records / "keys" / "backup" / "recipients"
    recipients.write_text(recipients.read_text().splitlines()[0] + "\n")
    assert "--one-recipient" in office.refuse("backup")
    assert list(office.backups.glob("*.backup")) == []
    office.succeed("backup", "--one-recipient")
    assert len(list(office.backups.glob("*.backup"))) == 1


def test_a_backup_of_a_hurt_database_does_not_count_and_says_why(office: Installation) -> None:
    office.ask("UPDATE workorders_workorder SET state = 'opened'")
    said = office.refuse("backup")
    assert "workorders.histories_lead_to_where_orders_stand" in said
    assert list(office.backups.glob("*.backup")) == []
    assert "histories_lead" in office.ask("SELECT error FROM safekeeping_backuprun")
    assert office.ask("SELECT COUNT(*) FROM safekeeping_backuprun WHERE checked_at IS NOT NULL") == "0"


STEPS = ["read_archive", "write_archive", "breaches_in", "sync_folder", "pass_backup"]


@pytest.mark.parametrize("step", STEPS if IS_NIGHT else STEPS[::4])
def test_a_kill_leaves_no_half_archive_that_looks_whole(office: Installation, step: str) -> None:
    assert office.python(KILL_AT.format(step=step), may_die=True) == "-9"
    left = list(office.backups.glob("*.backup"))
    assert len(left) == (1 if step in ("sync_folder", "pass_backup") else 0)
    assert office.ask("SELECT COUNT(*) FROM safekeeping_backuprun WHERE checked_at IS NOT NULL") == "0"
    time.sleep(1.1)  # names carry seconds
    fresh = office.back_up()
    assert fresh.exists()
    assert list(office.backups.glob(".[!.]*")) == []
    assert list(office.records.glob(".making-*")) == []


@pytest.mark.parametrize("step", ["write_archive", "read_archive", "breaches_in"])
def test_nothing_plain_reaches_the_medium_of_the_backups(
    office: Installation, tmp_path: Path, step: str
) -> None:
    """What lies there in the middle of a backup is what a thief of the medium would find after a kill."""
    medium = tmp_path / "medium"
    medium.mkdir()
    script = f"from django.conf import settings; settings.BACKUP_FOLDER = {str(medium)!r}\n{KILL_AT.format(step=step)}"
    assert office.python(script, may_die=True) == "-9"
    written = [path for path in medium.rglob("*") if path.is_file()]
    assert len(written) == (0 if step == "write_archive" else 1)
    assert [path.name for path in written if not path.read_bytes().startswith(b"age-encryption.org/")] == []
    assert len(list(office.records.glob(".making-*"))) == 1
    office.python(
        f"from django.conf import settings; settings.BACKUP_FOLDER = {str(medium)!r}\n"
        "from jiezhi.safekeeping.backing_up import sweep_after_a_kill; sweep_after_a_kill()"
    )
    assert [*office.records.glob(".making-*"), *medium.iterdir()] == []


def test_backups_under_load_are_consistent(office: Installation) -> None:
    writers = [office.start(WRITER.format(seed=seed)) for seed in (1, 2, 3)]
    try:
        while office.count("concerns_concern") < 6:
            time.sleep(0.05)
        held = []
        for _ in range(3):
            office.back_up()
            held.append(office.count("concerns_concern"))
            time.sleep(1)
    finally:
        told = [_end(writer) for writer in writers]
    assert [words for words in told if "Traceback" in words] == []
    assert held == sorted(held)
    assert held[-1] > 6
    assert office.ask("SELECT COUNT(*) FROM safekeeping_backuprun WHERE checked_at IS NOT NULL") == "3"


def _end(writer: subprocess.Popen[str]) -> str:
    writer.terminate()
    return writer.communicate(timeout=30)[1]


def test_two_backups_at_once_do_not_meet(office: Installation) -> None:
    office.succeed("backup")
    holder = office.start(
        "import fcntl, time, sys\n"
        f"lock = open({str(office.records / 'backing-up.lock')!r}, 'w'); fcntl.flock(lock, fcntl.LOCK_EX)\n"
        "print('held', flush=True); time.sleep(60)"
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "held"
    office.refuse("backup")
    _end(holder)
    assert office.count("safekeeping_backuprun") == 1


def test_what_leaves_the_house_is_noted(office: Installation) -> None:
    office.refuse("backup", "taken-away")
    office.back_up()
    office.succeed("backup", "taken-away")
    assert office.ask("SELECT COUNT(*) FROM safekeeping_backuprun WHERE taken_away_at IS NOT NULL") == "1"
    assert "taken away" in office.succeed("backup", "list")
