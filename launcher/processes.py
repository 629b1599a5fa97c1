"""Starting programs so that none of them outlives the launcher, whatever ends it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from launcher.console import RefusalError, last_lines
from launcher.places import LOGS, ROOT, child_environment

PR_SET_PDEATHSIG = 1
"""Linux, prctl(2): which signal a process gets when its parent dies. It covers `kill -9` of the launcher."""

PATIENCE_S = 3.5
"""How long a program may take to end after SIGTERM; the whole way out stays under five seconds."""

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Process = subprocess.Popen[bytes]

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_children: list[Process] = []


class StoppedError(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM or SIGHUP. Not an `Exception`, so that nothing swallows it."""


class CommandError(Exception):
    """A program that the launcher started ended with an error."""

    def __init__(self, command: Sequence[str], code: int, log: Path | None) -> None:
        super().__init__(f"{Path(command[0]).name} ended with {code}")
        self.code = code
        self.log = log

    @property
    def tail(self) -> str:
        """The last lines that the program wrote, if they were kept in a log."""
        return last_lines(self.log) if self.log else ""


def listen_for_stop() -> None:
    """Turn Ctrl-C, SIGTERM, SIGHUP into `StoppedError`, once: a second press must not stop the tidying."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for name in STOPS:
            signal.signal(name, signal.SIG_IGN)
        raise StoppedError(signal.Signals(number).name)

    for name in STOPS:
        signal.signal(name, stop)


def start(
    command: Sequence[str], output: IO[bytes] | None = None, *, extra: dict[str, str] | None = None
) -> Process:
    """Start a program in a process group of its own, tied to the life of the launcher."""
    launcher_pid = os.getpid()

    def tie_to_launcher() -> None:
        for name in STOPS:
            signal.signal(name, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != launcher_pid:
                os._exit(1)

    # A stop between the fork and the append would leave a child that nobody knows of.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=child_environment() | (extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=tie_to_launcher,  # noqa: PLW1509 - the launcher has one thread
        )
        _children.append(process)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    return process


def run(command: Sequence[str], *, log: str | None = None, extra: dict[str, str] | None = None) -> None:
    """Run a program to its end; with `log`, what it says goes to that file in `VAR/logs`.

    Raises:
        CommandError: The program ended with another code than 0.
    """
    path = LOGS / log if log else None
    if path is None:
        code = _wait(start(command, extra=extra))
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            code = _wait(start(command, file, extra=extra))
    if code:
        raise CommandError(command, code, path)


def capture(command: Sequence[str], *, timeout_s: float = 20) -> str | None:
    """Give what a short program prints, or None when it cannot be run or fails."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=child_environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout_s,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def hand_over(command: Sequence[str], *, extra: dict[str, str] | None = None) -> None:
    """Become another program: it gets the terminal, the signals and the exit code."""
    sys.stdout.flush()
    os.chdir(ROOT)
    try:
        os.execve(command[0], list(command), child_environment() | (extra or {}))  # noqa: S606
    except OSError as error:
        raise RefusalError(
            f"{command[0]} cannot be started: {error}. Delete the folder .venv and try again."
        ) from error


def end_all() -> None:
    """End every program that was started, with its children: politely, then for good."""
    end(_children)
    _children.clear()


def end(processes: Iterable[Process]) -> None:
    """Send SIGTERM to the groups of these programs, wait, and kill what is left."""
    children = list(processes)
    groups = [child.pid for child in children if _signal_group(child.pid, signal.SIGTERM)]
    deadline = time.monotonic() + PATIENCE_S
    while groups and time.monotonic() < deadline:
        for child in children:
            child.poll()
        groups = [group for group in groups if _signal_group(group, 0)]
        time.sleep(0.02)
    for group in groups:
        _signal_group(group, signal.SIGKILL)
    for child in children:
        child.wait()


def _wait(process: Process) -> int:
    """Wait for a program; whatever it left running behind it goes with it."""
    code = process.wait()
    _signal_group(process.pid, signal.SIGKILL)
    _children.remove(process)
    return code


def _signal_group(group: int, number: int) -> bool:
    """Send a signal to a process group; say whether anybody was there to get it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True
