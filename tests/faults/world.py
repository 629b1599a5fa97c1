"""A world of processes around one database: Django is imported once, and every victim is a fork of it.

Run as `python -m tests.faults.world MODE name=number ...` with DATABASE_URL set; the last line is what was found.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import django

LEASE_S = 0.6


def fork(body: Callable[[], None]) -> int:
    """Start a process that runs a body and nothing after it."""
    pid = os.fork()
    if pid:
        return pid
    try:
        body()
    except BaseException:  # noqa: BLE001 - a fork must never run on into its parent's code
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def prepare(**_: int) -> dict:
    """Make the tables and one office with everybody in it."""
    from django.core.management import call_command

    from tests.factories import make_office

    call_command("migrate", verbosity=0)
    make_office("青石街道", "qingshi")
    return {}


def work(seed: int) -> None:
    """Be a worker with a short lease."""
    from jiezhi.kit import worker

    random.seed(seed)
    worker.LEASE = timedelta(seconds=LEASE_S)
    worker.run_forever(pause_s=0.01)


def serve(seed: int, diary: Path) -> None:
    """Be a server: take deeds of residents and staff, one after the other, until killed."""
    from tests.faults.deeds import Server

    Server(seed, diary).run()


def kill(*, kills: int, seed: int) -> dict:
    """Kill servers and workers at any line, start them again, and look at what is left."""
    from jiezhi.project.settings.environment import VAR
    from tests.faults import checker

    chance = random.Random(seed)
    diary = VAR / f"diary-{os.getpid()}"
    diary.touch()
    _warm_up(diary)
    bodies = [lambda s=s: serve(s, diary) for s in (1, 2)] + [lambda s=s: work(s) for s in (3, 4)]
    kinds = ["server", "server", "worker", "worker"]
    alive = [fork(body) for body in bodies]
    killed = {"server": 0, "worker": 0}
    for _ in range(kills):
        time.sleep(chance.uniform(0.02, 0.15))
        victim = chance.randrange(4)
        os.kill(alive[victim], signal.SIGKILL)
        os.waitpid(alive[victim], 0)
        killed[kinds[victim]] += 1
        fresh = chance.randrange(2**31)
        body = (lambda s=fresh: serve(s, diary)) if kinds[victim] == "server" else (lambda s=fresh: work(s))
        alive[victim] = fork(body)
    time.sleep(0.5)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    _finish_news()
    return {"killed": killed, **checker.look(diary)}


def _warm_up(diary: Path) -> None:
    # What is loaded once (keys, words, compiled statements) is inherited, so that victims live for deeds.
    from django.db import connection

    from tests.faults.deeds import Server

    first = Server(0, diary)
    for deed in (first.submit, first.submit, first.confirm, first.confirm, first.accept, first.accept):
        deed()
    for _ in range(2):
        for deed in (first.resolve, first.check, first.answer):
            deed()
    _finish_news()
    connection.close()


def _finish_news() -> None:
    from jiezhi.kit.worker import drain, outbox_backlog

    end = time.monotonic() + 60
    while outbox_backlog()[0] and time.monotonic() < end:
        drain()
        time.sleep(0.05)


def stop(*, rounds: int, seed: int) -> dict:
    """Stop a worker that holds a lease, let another one deliver, and wake the first."""
    from django.db import connection

    from jiezhi.kit import worker
    from tests.faults.checker import suggestions
    from tests.faults.deeds import Server

    worker.LEASE = timedelta(seconds=0.2)
    server = Server(seed, Path(os.devnull))
    refused = 0
    for _ in range(rounds):
        server.submit()
        connection.close()
        told, tell = os.pipe()

        def sleepwalk(tell: int = tell) -> None:
            from datetime import UTC, datetime

            (row,) = worker.claim(at=datetime.now(UTC), limit=1)
            os.kill(os.getpid(), signal.SIGSTOP)
            os.write(tell, b"done" if worker.deliver(row, at=datetime.now(UTC)) else b"refused")

        zombie = fork(sleepwalk)
        os.waitpid(zombie, os.WUNTRACED)
        time.sleep(0.25)
        _finish_news()
        connection.close()
        os.kill(zombie, signal.SIGCONT)
        os.waitpid(zombie, 0)
        refused += os.read(told, 20) == b"refused"
        os.close(told)
        os.close(tell)
    return {"refused": refused, "effects": suggestions()}


def race(*, processes: int, rounds: int) -> dict:
    """Start the races that come by name, one a line, and tell of each how its rounds ended, one line again."""
    import traceback

    from tests.faults.races import RACES

    races = {each.__name__: each for each in RACES}
    for line in sys.stdin:
        try:
            found = {"rounds": _rounds_of(races[line.strip()], processes, rounds)}
        except Exception:  # noqa: BLE001 - the next race is to be run all the same
            found = {"error": traceback.format_exc()}
        print(json.dumps(found), flush=True)  # noqa: T201
    return {}


def _rounds_of(prepare_round: Callable, processes: int, rounds: int) -> list[dict]:
    from django.db import connection

    outcomes = []
    for number in range(rounds):
        deed, look = prepare_round(number)
        connection.close()
        outcomes.append({"ends": _together(deed, processes), **look()})
    return outcomes


def _together(deed: Callable[[int], str], processes: int) -> dict[str, int]:
    from django.db import connection

    gate, opener = os.pipe()
    told, tell = os.pipe()
    line, step_up = os.pipe()

    def run(number: int) -> None:
        os.close(opener)
        connection.ensure_connection()
        os.write(step_up, b"x")
        os.read(gate, 1)  # everybody wakes when the other end is closed
        try:
            end = deed(number)
        except Exception as error:  # noqa: BLE001 - how it ends is what is asked
            end = type(error).__name__
        os.write(tell, f"{end}\n".encode())

    pids = [fork(lambda n=n: run(n)) for n in range(processes)]
    for _ in range(processes):
        os.read(line, 1)
    for end in (gate, opener, line, step_up):
        os.close(end)
    for pid in pids:
        os.waitpid(pid, 0)
    os.close(tell)
    with os.fdopen(told) as lines:
        ends = lines.read().split()
    return {end: ends.count(end) for end in sorted(set(ends))}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    django.setup()
    import logging

    from tests.faults.lanes import hold_up

    logging.disable(logging.WARNING)
    modes = {"prepare": prepare, "kill": kill, "stop": stop, "race": race, "hold_up": hold_up}
    wishes = {name: int(value) for name, value in (word.split("=") for word in sys.argv[2:])}
    print(json.dumps(modes[sys.argv[1]](**wishes)))  # noqa: T201
