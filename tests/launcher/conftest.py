"""Copies of the launcher in folders of their own, so that its tests leave this one alone."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = [
    "jiezhi",
    "pyproject.toml",
    "package.json",
    "package-lock.json",
    *(lock.name for lock in ROOT.glob("*.lock")),
]


def run_jiezhi(folder: Path, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run `./jiezhi` to its end in a copy, away from any network."""
    return subprocess.run(
        [sys.executable, "jiezhi", *words],
        cwd=folder,
        env=environment(folder, **extra),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def environment(folder: Path, **extra: str) -> dict[str, str]:
    """Give an environment in which a copy keeps its records to itself."""
    without = {"DATABASE_URL", "JIEZHI_PROFILE", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"}
    own = {name: text for name, text in os.environ.items() if name not in without}
    return own | {"JIEZHI_VAR": str(folder / "var")} | extra


def free_port() -> int:
    """Find a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_so: Callable[[], bool], within_s: float) -> bool:
    """Tell whether something comes true in time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.05)
    return is_so()


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def bare_copy(tmp_path: Path) -> Path:
    """A clone as it is before the first start."""
    folder = tmp_path / "jiezhi"
    folder.mkdir()
    for name in COPIED:
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "launcher", folder / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def ready_copy(bare_copy: Path) -> Path:
    """A clone as it is after the first start: with the packages and the source of this one."""
    if not (ROOT / ".venv" / ".jiezhi" / "requirements-test.lock.json").exists():
        pytest.skip("run ./jiezhi test: it makes the .venv that this test starts the product from")
    for name in (".venv", "src", "static", "node_modules"):
        (bare_copy / name).symlink_to(ROOT / name)
    return bare_copy
