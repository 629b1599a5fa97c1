"""The way forward ends at the old release or the new one, never between, whatever is killed."""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import ON_POSTGRESQL, ROOT
from tests.launcher.conftest import free_port, wait_until
from tests.night import IS_NIGHT
from tests.safekeeping.conftest import Installation

"""A kill costs ten seconds and more: by day those around the switch on SQLite, and by night all of them on both."""

pytestmark = [pytest.mark.faults, pytest.mark.slow, *([] if IS_NIGHT else [pytest.mark.sqlite])]

COLUMN = """from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("safekeeping", "0001_create_tables")]
    operations = [migrations.AddField("restoration", "note", models.CharField(max_length=9, default="new"))]
"""
NEVER = """from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("safekeeping", "0002_add_note")]
    operations = [migrations.RunSQL("ALTER TABLE nowhere ADD COLUMN note text")]
"""
BREACH = '''

@invariant
def nothing_is_right() -> Iterator[Breach]:
    """Fails."""
    yield Breach("row 7", "it is wrong.", "")
'''


class House:
    """A folder of releases around an office."""

    def __init__(self, office: Installation) -> None:
        self.office = office
        self.root = office.folder / "house"
        self.build("0.1.0")
        self.build("0.2.0")
        fresh = self.root / "releases" / "jiezhi-0.2.0" / "src" / "jiezhi"
        self.write(fresh / "__init__.py", '__version__ = "0.2.0"\n')
        self.write(fresh / "safekeeping" / "migrations" / "0002_add_note.py", COLUMN)
        self.fresh = fresh
        (self.root / "current").symlink_to("releases/jiezhi-0.1.0")

    def build(self, version: str) -> None:
        folder = self.root / "releases" / f"jiezhi-{version}"
        for path in (ROOT / "src").rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                target = folder / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, target) if path.stat().st_dev == folder.stat().st_dev else target.write_bytes(
                    path.read_bytes()
                )
        (folder / "requirements.lock").write_bytes((ROOT / "requirements.lock").read_bytes())
        (folder / "release.json").write_text(json.dumps({"version": version}))
        (folder / "static").mkdir()
        (folder / "static" / "vendor").symlink_to(ROOT / "static" / "vendor")
        (folder / ".venv").symlink_to(Path(sys.prefix))

    def write(self, path: Path, text: str) -> None:
        path.unlink(missing_ok=True)  # it may be a second name of a file of this very program
        path.write_text(text)

    def append(self, path: Path, text: str) -> None:
        self.write(path, path.read_text() + text)

    def run(self, *words: str, script: str = "", release: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command, or lines of Python, of a release, or of the one that `current` names."""
        command = ["-c", "import django; django.setup()\n" + script] if script else ["-m", *words]
        return subprocess.run([sys.executable, *command], check=False, **self._how(release))

    def begin(self, script: str) -> subprocess.Popen[str]:
        """Start lines of Python of the release that `current` names, to be ended by the test."""
        how = self._how("")
        words = [sys.executable, "-c", "import django; django.setup()\n" + script]
        return subprocess.Popen(
            words, cwd=how["cwd"], env=how["env"], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def _how(self, release: str) -> dict:
        folder = self.root / "releases" / release if release else self.root / "current"
        how = self.office._how({"PYTHONPATH": str(folder / "src")})
        return how | {"cwd": folder}

    @property
    def standing(self) -> tuple[str, bool]:
        """Which release is current, and whether the database is that of the new one."""
        applied = "SELECT COUNT(*) FROM django_migrations WHERE name = '0002_add_note'"
        return (self.root / "current").readlink().name, self.office.ask(applied) == "1"


OLD, NEW = ("jiezhi-0.1.0", False), ("jiezhi-0.2.0", True)


@pytest.fixture
def house(office: Installation) -> Iterator[House]:
    return House(office)


def test_a_release_is_rehearsed_and_switched_to(house: House) -> None:
    assert house.standing == OLD
    done = house.run("jiezhi", "upgrade", "0.2.0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert house.standing == NEW
    assert int(done.stdout.split(" pages shown")[0].rpartition(" ")[2]) >= 25
    assert len(list(house.office.backups.glob("*.backup"))) == 1
    assert not (house.office.records / "upgrading.json").exists()
    if not ON_POSTGRESQL:
        assert len(list(house.office.records.glob("jiezhi.sqlite3.before-0.2.0-*"))) == 1
    assert house.office.count("workorders_workorder") == 3
    assert house.run("jiezhi.project.preparation", "--empty").returncode == 0


def hurt_by_migration(house: House) -> str:
    house.write(house.fresh / "safekeeping" / "migrations" / "0003_never.py", NEVER)
    return "nowhere"


def hurt_by_page(house: House) -> str:
    health = house.fresh / "operations" / "views" / "health.py"
    house.write(
        health,
        health.read_text().replace('    return HttpResponse("ok"', '    1 / 0\n    return HttpResponse("ok"'),
    )
    return "/health/live"


def hurt_by_rows(house: House) -> str:
    house.append(house.fresh / "safekeeping" / "invariants.py", BREACH)
    return "row 7"


@pytest.mark.parametrize("hurt", [hurt_by_migration, hurt_by_page, hurt_by_rows])
def test_what_fails_on_the_copy_touches_nothing(house: House, hurt) -> None:
    told = hurt(house)
    done = house.run("jiezhi", "upgrade", "0.2.0")
    assert done.returncode == 1
    assert told in done.stderr
    assert house.standing == OLD
    assert house.run("jiezhi.project.preparation", "--empty").returncode == 0


@pytest.mark.parametrize("version", ["0.1.0", "9.9.9"])
def test_there_must_be_another_release(house: House, version: str) -> None:
    done = house.run("jiezhi", "upgrade", version)
    assert done.returncode == 1
    assert version in done.stderr
    assert house.standing == OLD


def test_a_release_that_does_not_answer_is_taken_back(house: House) -> None:
    script = """
from jiezhi.safekeeping import upgrading
upgrading.LONGEST_START_S = 1
from django.core.management import call_command
call_command("upgrade", "0.2.0", stop="true", start="true", health="http://127.0.0.1:9/health/live")
"""
    done = house.run(script=script)
    assert done.returncode == 1
    assert "127.0.0.1:9" in done.stderr
    assert house.standing == OLD


def test_a_program_refuses_a_database_of_a_newer_release(house: House) -> None:
    house.run("jiezhi", "upgrade", "0.2.0")
    (house.root / "current").unlink()
    (house.root / "current").symlink_to("releases/jiezhi-0.1.0")
    done = house.run("jiezhi.project.preparation", "--empty")
    assert done.returncode == 3
    assert "0002_add_note" in done.stderr


KILL_AT = """
import os, signal
from jiezhi.safekeeping import journal, upgrading, {module}
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
upgrading.make_backup = lambda **_how: "made before"  # its own kills have tests of their own
real = upgrading.migrate_and_look
def look(release, url, folder, is_thorough=True):  # the rehearsal has tests of its own as well
    return 0 if is_thorough else real(release, url, folder, is_thorough=False)
upgrading.migrate_and_look = look
{module}.{step} = die
from django.core.management import call_command
call_command("upgrade", {how})
"""
STORE = "postgres_store" if ON_POSTGRESQL else "sqlite_store"
ALL_KILLS = [
    ("upgrading", "make_backup"),
    ("upgrading", "migrate_and_look"),
    (STORE, "hold_still"),
    ("upgrading", "_switch"),
    ("upgrading", "write_journal"),
    (STORE, "replace"),
    (STORE, "_rename" if ON_POSTGRESQL else "_put"),
    ("upgrading", "point_at"),
    (STORE, "discard"),
    ("upgrading", "wait_until_healthy"),
    ("upgrading", "settle_journal"),
    ("journal", "forget_journal"),
]
BY_DAY = {"migrate_and_look", "replace", "point_at", "wait_until_healthy", "forget_journal"}
KILLS = [kill for kill in ALL_KILLS if IS_NIGHT or kill[1] in BY_DAY]
SHUT, REFUSED = 7, 8
WORK = f"""
import os
import sys
from pathlib import Path
from jiezhi.safekeeping.errors import UpgradeError
from jiezhi.safekeeping.journal import is_door_shut
from jiezhi.safekeeping.presence import be_present, refuse_mixture
sys.path.append({str(ROOT)!r})
try:
    be_present()
    refuse_mixture()
except UpgradeError as refusal:
    sys.stderr.write(refusal.message)
    sys.exit({REFUSED})
if is_door_shut():
    sys.exit({SHUT})
from tests.faults.deeds import Server
Server(os.getpid(), Path("/dev/null")).submit()  # the same seed would be the same request
"""
"""What web server and worker do: ask whether they may, then take a request that somebody is told was taken."""


def work_in_turn(house: House) -> int:
    """Let each release try to work, the one that `current` names first, and say how many requests were taken."""
    taken = 0
    for name in (house.standing[0], *({"jiezhi-0.1.0", "jiezhi-0.2.0"} - {house.standing[0]})):
        done = house.run(script=WORK, release=name)
        assert done.returncode in (0, SHUT, REFUSED), done.stderr
        assert done.returncode != REFUSED or "./jiezhi" in done.stderr
        if done.returncode == 0:
            assert (name, name == "jiezhi-0.2.0") == house.standing, "a program on the other's database"
            taken += 1
    return taken


@pytest.mark.parametrize(("module", "step"), KILLS)
def test_a_kill_leaves_the_old_or_the_new_or_a_refusal_and_no_work_is_lost(
    house: House, module: str, step: str
) -> None:
    script = KILL_AT.format(module=module, step=step, how='"0.2.0"')
    assert house.run(script=script).returncode == -9
    taken = work_in_turn(house)
    assert taken <= 1
    mended = house.run("jiezhi", "upgrade", "--mend")
    assert mended.returncode == 0, mended.stderr
    assert house.standing in (OLD, NEW)
    assert house.office.count("concerns_concern") == 3 + taken
    assert house.run(script=WORK).returncode == 0
    assert house.office.count("concerns_concern") == 4 + taken


MENDING = [
    (STORE, "_rename" if ON_POSTGRESQL else "_put"),
    ("upgrading", "point_at"),
    ("upgrading", "settle_journal"),
    ("journal", "forget_journal"),
]


@pytest.mark.parametrize(("module", "step"), MENDING if IS_NIGHT else MENDING[::3])
def test_a_kill_while_it_is_mended_loses_no_work_either(house: House, module: str, step: str) -> None:
    script = KILL_AT.format(module="upgrading", step="wait_until_healthy", how='"0.2.0"')
    assert house.run(script=script).returncode == -9
    assert house.standing == NEW
    assert house.run(script=KILL_AT.format(module=module, step=step, how="mend=True")).returncode == -9
    taken = work_in_turn(house)
    assert house.run("jiezhi", "upgrade", "--mend").returncode == 0
    assert house.standing == OLD
    assert house.office.count("concerns_concern") == 3 + taken
    assert house.run(script=WORK).returncode == 0
    if not ON_POSTGRESQL:
        assert len(list(house.office.records.glob("jiezhi.sqlite3.before-0.2.0-*.failed"))) == 1


def test_a_journal_that_a_power_cut_brings_back_takes_nothing_back(house: House) -> None:
    """The journal's name may come back with the power: by then it said who stays."""
    done = house.run("jiezhi", "upgrade", "0.2.0")
    assert done.returncode == 0, done.stderr
    assert house.run(script=WORK).returncode == 0
    kept = next(iter(house.office.records.glob("jiezhi.sqlite3.before-*")), "")
    told = {"old": "jiezhi-0.1.0", "new": "jiezhi-0.2.0", "kept": str(kept), "settled": "jiezhi-0.2.0"}
    (house.office.records / "upgrading.json").write_text(json.dumps(told))
    said = house.run("jiezhi", "upgrade", "--mend")
    assert "jiezhi-0.2.0 is in its place" in said.stdout
    assert house.standing == NEW
    assert house.office.count("concerns_concern") == 4


SERVE = """
import sys
sys.path.append({root!r})
from launcher.start import our_command, web_server
from jiezhi.project.settings.environment import ROOT
import os
os.execv(sys.executable, [sys.executable, *({command})[1:]])
"""


def begin(house: House, command: str) -> subprocess.Popen[str]:
    """Start what `./jiezhi serve` or `./jiezhi work` becomes, of the release that `current` names."""
    return house.begin(SERVE.format(root=str(ROOT), command=command))


def ask(port: int, path: str) -> int:
    """Ask a web server, and give the status of its answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path)
        return line.getresponse().status
    finally:
        line.close()


def is_answered(port: int) -> bool:
    try:
        return ask(port, "/health/live") == 200
    except OSError:
        return False


def test_serve_and_work_refuse_a_mixture_and_say_what_to_do(house: House) -> None:
    script = KILL_AT.format(module="upgrading", step="point_at", how='"0.2.0"')
    assert house.run(script=script).returncode == -9
    assert house.standing == (OLD[0], NEW[1])
    for command in (f"web_server({free_port()})", 'our_command("run_worker")'):
        started = begin(house, command)
        said = started.communicate(timeout=60)[1]
        assert started.returncode == 1, said
        assert "./jiezhi upgrade --mend" in said
    refused = house.run("jiezhi", "messages", "--release")
    assert refused.returncode == 1
    assert "./jiezhi upgrade --mend" in refused.stderr


def test_the_new_release_starts_behind_a_shut_door_until_the_upgrade_has_ended(house: House) -> None:
    script = KILL_AT.format(module="upgrading", step="wait_until_healthy", how='"0.2.0"')
    assert house.run(script=script).returncode == -9
    port = free_port()
    server, worker = begin(house, f"web_server({port})"), begin(house, 'our_command("run_worker")')
    try:
        assert wait_until(lambda: is_answered(port), 60)
        assert [ask(port, path) for path in ("/health/live", "/health/ready", "/", "/sign-in/")] == [
            200,
            503,
            503,
            503,
        ]
        time.sleep(1)
        assert worker.poll() is None
        assert house.office.ask("SELECT COUNT(*) FROM kit_beat WHERE last_at IS NOT NULL") == "0"
        refused = house.run("jiezhi", "upgrade", "--mend")
        assert refused.returncode == 1
        assert house.standing == NEW
    finally:
        for process in (server, worker):
            process.terminate()
            process.communicate(timeout=30)
    assert house.run("jiezhi", "upgrade", "--mend").returncode == 0
    assert house.standing == OLD


FAILING = """
from jiezhi.safekeeping import upgrading
upgrading.make_backup = lambda **_how: "made before"
look = upgrading.migrate_and_look
upgrading.migrate_and_look = lambda *words, **how: look(*words, is_thorough=False)
real = upgrading.{step}
def fail(*args, **kwargs):
    upgrading.{step} = real
    raise {error}
upgrading.{step} = fail
from django.core.management import call_command
call_command("upgrade", "0.2.0", stop="touch {folder}/stopped", start="touch {folder}/started")
"""


FAILURES = [
    ("wait_until_healthy", "KeyboardInterrupt"),
    ("point_at", "PermissionError(13, 'made up')"),
    ("wait_until_healthy", "__import__('subprocess').TimeoutExpired('check', 1)"),
    ("settle_journal", "OSError(28, 'made up')"),
]


@pytest.mark.parametrize(("step", "error"), FAILURES if IS_NIGHT else FAILURES[::3])
def test_whatever_fails_after_the_stop_the_old_release_comes_back_and_is_started(
    house: House, tmp_path: Path, step: str, error: str
) -> None:
    done = house.run(script=FAILING.format(step=step, error=error, folder=tmp_path))
    assert done.returncode != 0
    assert (tmp_path / "started").exists()
    assert house.standing == OLD
    assert not (house.office.records / "upgrading.json").exists()
    assert house.run(script=WORK).returncode == 0


def test_an_older_release_is_not_gone_to_without_a_word(house: House) -> None:
    house.build("0.0.9")
    done = house.run("jiezhi", "upgrade", "0.0.9")
    assert done.returncode == 1
    assert "--older" in done.stderr
    assert house.standing == OLD


def test_a_release_is_what_its_card_says(house: House) -> None:
    card = house.root / "releases" / "jiezhi-0.2.0" / "release.json"
    card.write_text(json.dumps({"version": "0.1.0"}))
    done = house.run("jiezhi", "upgrade", "0.2.0")
    assert done.returncode == 1
    assert "0.1.0" in done.stderr
    card.unlink()
    assert house.run("jiezhi", "upgrade", "jiezhi-0.2.0").returncode == 1
    assert house.standing == OLD


def test_a_release_without_a_migration_of_this_database_is_refused(house: House) -> None:
    (house.fresh / "safekeeping" / "migrations" / "0001_create_tables.py").unlink()
    done = house.run("jiezhi", "upgrade", "0.2.0")
    assert done.returncode == 1
    assert "safekeeping.0001_create_tables" in done.stderr
    assert house.standing == OLD


def test_nothing_is_switched_under_a_program_that_is_between_two_requests(house: House) -> None:
    idle = house.begin(
        "import time\nfrom jiezhi.safekeeping.presence import be_present\nbe_present()\n"
        "print('there', flush=True)\ntime.sleep(300)"
    )
    try:
        assert idle.stdout is not None
        assert idle.stdout.readline().strip() == "there"
        done = house.run("jiezhi", "upgrade", "0.2.0")
    finally:
        idle.kill()
        idle.communicate()
    assert done.returncode == 1
    assert house.standing == OLD
