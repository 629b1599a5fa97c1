"""Keeping the web server and the worker alive: start again what dies, give up on what cannot live."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launcher.console import RefusalError, last_lines
from launcher.places import LOGS
from launcher.processes import Process, end, start

QUICK_DEATH_S = 30.0
"""A program that lived longer than this was well; its earlier deaths are forgotten."""

MOST_QUICK_DEATHS = 5
FIRST_PAUSE_S = 0.5
LARGEST_LOG_BYTES = 5_000_000


@dataclass
class Kept:
    """A program that is to run as long as the launcher does."""

    name: str
    command: Sequence[str]
    log: Path
    process: Process
    started_s: float
    quick_deaths: int = 0
    start_again_s: float | None = None


@dataclass
class Supervisor:
    """The programs that are kept alive, looked at several times a second."""

    clock: Callable[[], float] = time.monotonic
    kept: list[Kept] = field(default_factory=list)

    def keep(self, name: str, command: Sequence[str]) -> None:
        """Start a program and keep it alive from now on; what it says goes to `VAR/logs/<name>.log`."""
        log = LOGS / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        self.kept.append(Kept(name, command, log, _start(command, log), self.clock()))

    def look(self) -> None:
        """Start again what has died.

        Raises:
            RefusalError: Something died five times within seconds; the text holds the end of its log.
        """
        for program in self.kept:
            if program.start_again_s is not None:
                if self.clock() >= program.start_again_s:
                    program.process = _start(program.command, program.log)
                    program.started_s, program.start_again_s = self.clock(), None
            elif program.process.poll() is not None:
                self._count_death(program)

    def _count_death(self, program: Kept) -> None:
        end([program.process])  # a server's own children would still hold the port
        lived_s = self.clock() - program.started_s
        program.quick_deaths = program.quick_deaths + 1 if lived_s < QUICK_DEATH_S else 1
        code = program.process.returncode
        if program.quick_deaths >= MOST_QUICK_DEATHS:
            raise RefusalError(
                f"The {program.name} process ended {MOST_QUICK_DEATHS} times in a row (last with {code}). "
                f"Its last words:\n"
                f"{last_lines(program.log)}\nThe whole log is in {program.log}."
            )
        pause_s = FIRST_PAUSE_S * 2 ** (program.quick_deaths - 1)
        program.start_again_s = self.clock() + pause_s
        print(f"  The {program.name} process ended ({code}); it starts again in {pause_s:g} s.", flush=True)


def _start(command: Sequence[str], log: Path) -> Process:
    with log.open("ab") as file:
        return start(command, file)
