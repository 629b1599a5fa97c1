"""The way forward ends at the old release or the new one, never between, whatever is killed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import ON_POSTGRESQL, ROOT
from tests.safekeeping.conftest import Installation

IS_NIGHT = int(os.environ.get("JIEZHI_KILLS", "100")) > 100
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

    def run(self, *words: str, script: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command, or lines of Python, of the release that `current` names."""
        how = self.office._how({"PYTHONPATH": str(self.root / "current" / "src")})
        how["cwd"] = self.root / "current"
        command = ["-c", "import django; django.setup()\n" + script] if script else ["-m", *words]
        return subprocess.run([sys.executable, *command], check=False, **how)

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
from jiezhi.safekeeping import upgrading, {module}
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
upgrading.make_backup = lambda **_how: "made before"  # its own kills have tests of their own
{module}.{step} = die
from django.core.management import call_command
call_command("upgrade", "0.2.0")
"""
STORE = "postgres_store" if ON_POSTGRESQL else "sqlite_store"
ALL_KILLS = [
    ("upgrading", "make_backup"),
    ("upgrading", "migrate_and_look"),
    (STORE, "hold_still"),
    ("upgrading", "_switch"),
    ("upgrading", "open_journal"),
    (STORE, "replace"),
    (STORE, "_rename" if ON_POSTGRESQL else "_put"),
    ("upgrading", "point_at"),
    (STORE, "discard"),
    ("upgrading", "wait_until_healthy"),
    ("upgrading", "close_journal"),
]
BY_DAY = {"migrate_and_look", "_switch", "replace", "point_at"}
KILLS = [kill for kill in ALL_KILLS if IS_NIGHT or kill[1] in BY_DAY]


@pytest.mark.parametrize(("module", "step"), KILLS)
def test_a_kill_leaves_the_old_or_the_new_or_a_refusal_and_a_way_back(
    house: House, module: str, step: str
) -> None:
    assert house.run(script=KILL_AT.format(module=module, step=step)).returncode == -9
    started = house.run("jiezhi.project.preparation", "--empty")
    assert (started.returncode == 0 and house.standing in (OLD, NEW)) or started.returncode == 3
    mended = house.run("jiezhi", "upgrade", "--mend")
    assert mended.returncode == 0, mended.stderr
    assert house.standing in (OLD, NEW)
    assert house.run("jiezhi.project.preparation", "--empty").returncode == 0
    assert house.office.count("workorders_workorder") == 3
