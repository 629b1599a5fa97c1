"""Nothing that the launcher starts outlives it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher import supervisor as supervisor_module
from launcher.console import RefusalError
from launcher.processes import end_all
from launcher.supervisor import Supervisor
from tests.launcher.conftest import ROOT, environment, is_running, wait_until

STARTS_A_SLEEPER = """
import sys, time
from launcher.processes import start
print(start([sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
time.sleep(60)
"""
INSTALLS = """
import sys
from launcher.processes import StoppedError, end_all, listen_for_stop, run
listen_for_stop()
try:
    run(["sh", "-c", "trap '' TERM; sleep 61 & echo $! ; echo $$; wait; wait; sleep 60"])
except StoppedError:
    sys.exit(130)
finally:
    end_all()
"""


def start_script(script: str, folder: Path) -> subprocess.Popen[str]:
    own = environment(folder, PYTHONPATH=str(ROOT))
    return subprocess.Popen(
        [sys.executable, "-c", script], cwd=folder, env=own, stdout=subprocess.PIPE, text=True
    )


def test_programs_die_with_a_launcher_that_was_killed(tmp_path):
    launcher = start_script(STARTS_A_SLEEPER, tmp_path)
    with launcher:
        sleeper = int(launcher.stdout.readline())
        assert is_running(sleeper)
        launcher.kill()
    assert wait_until(lambda: not is_running(sleeper), within_s=5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_during_installation_ends_stubborn_programs_and_their_children_within_five_seconds(
    tmp_path, number
):
    launcher = start_script(INSTALLS, tmp_path)
    with launcher:
        pids = [int(launcher.stdout.readline()) for _ in range(2)]
        begin = time.monotonic()
        launcher.send_signal(number)
        time.sleep(0.2)
        launcher.send_signal(number)  # impatient people press twice
        assert launcher.wait(timeout=10) == 130
        assert time.monotonic() - begin < 5
    assert wait_until(lambda: not any(map(is_running, pids)), within_s=1)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A supervisor with a clock of its own; what it starts ends with the test."""
    monkeypatch.setattr(supervisor_module, "LOGS", tmp_path)
    yield Supervisor(clock=Clock())
    end_all()


def dies_again(supervisor: Supervisor, after_s: float) -> None:
    """Let the one program die after so many seconds, and have the supervisor look."""
    program = supervisor.kept[0]
    program.process.wait(timeout=10)
    supervisor.clock.now_s += after_s
    supervisor.look()


def test_what_dies_at_once_is_started_again_ever_more_slowly_and_given_up_the_fifth_time(kept, capsys):
    kept.keep("worker", [sys.executable, "-c", "print('no such table'); raise SystemExit(7)"])
    pauses = []
    for _ in range(4):
        dies_again(kept, after_s=1)
        pauses.append(kept.kept[0].start_again_s - kept.clock.now_s)
        kept.clock.now_s += pauses[-1]
        kept.look()
    assert pauses == [0.5, 1, 2, 4]
    with pytest.raises(RefusalError, match=r"(?s)worker process ended 5 times.*with 7.*no such table"):
        dies_again(kept, after_s=1)
    assert capsys.readouterr().out.count("it starts again in") == 4


def test_a_program_that_was_well_for_a_while_is_not_given_up(kept):
    kept.keep("web", [sys.executable, "-c", "pass"])
    for _ in range(7):
        dies_again(kept, after_s=31)
        assert kept.kept[0].quick_deaths == 1
        kept.clock.now_s += 0.5
        kept.look()


def test_a_dead_server_takes_its_children_along_before_it_starts_again(kept):
    kept.keep("web", ["sh", "-c", "sleep 60 & echo $!; kill -9 $$"])
    dies_again(kept, after_s=1)
    orphan = int(kept.kept[0].log.read_text().split()[0])
    assert wait_until(lambda: not is_running(orphan), within_s=1)
    assert kept.kept[0].process.returncode == -signal.SIGKILL


def test_a_log_that_grew_large_is_put_aside_at_the_start(kept, tmp_path):
    log = tmp_path / "web.log"
    os.truncate(log, 6_000_000) if log.exists() else log.write_bytes(b"\0" * 6_000_000)
    kept.keep("web", [sys.executable, "-c", "print('fresh')"])
    kept.kept[0].process.wait(timeout=10)
    assert log.read_text().split() == ["fresh"]
    assert (tmp_path / "web.log.1").stat().st_size == 6_000_000
