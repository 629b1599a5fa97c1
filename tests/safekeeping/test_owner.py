"""Root may run an upgrade: what it writes belongs to the owner of the records, and its children cannot become root."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import ROOT

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(os.geteuid() != 0, reason="run it as root: it becomes another user"),
]
NOBODY = 65534

SCRIPT = """
import os, subprocess, sys
from pathlib import Path
from django.conf import settings
from jiezhi.safekeeping.owner import as_administrator, as_owner, become_owner
folder = Path({folder!r})
settings.configure(RECORDS_FOLDER=folder / "records")
become_owner()
(folder / "records" / "journal").write_text("x")
try:
    (folder / "current").write_text("x")
    sys.exit("the owner wrote where only root may")
except PermissionError:
    pass
with as_administrator():
    (folder / "current").write_text("x")
(folder / "records" / "later").write_text("x")
child = "import os; print(os.getresuid(), os.getresgid()); os.setuid(0)"
done = subprocess.run(["/usr/bin/env", "python3", "-c", child], capture_output=True, text=True, **as_owner())
print(done.stdout.strip(), done.returncode, "PermissionError" in done.stderr)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others may enter, with records of another user in it."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        made.chmod(0o755)
        (made / "records").mkdir()
        os.chown(made / "records", NOBODY, NOBODY)
        yield made


def test_records_stay_their_owners_and_root_is_root_for_a_moment_only(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(folder=str(folder))],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ids = f"({NOBODY}, {NOBODY}, {NOBODY})"
    assert done.stdout.strip() == f"{ids} {ids} 1 True"
    assert (folder / "current").stat().st_uid == 0
    for name in ("journal", "later"):
        assert (folder / "records" / name).stat().st_uid == NOBODY
        assert (folder / "records" / name).stat().st_mode & 0o077 == 0
