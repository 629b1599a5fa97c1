"""What a backup costs: its seconds, and what writers notice, as a ratio to the same minute without one.

`python -m bench.backup --requests 3000 --seconds 20`: SQLite in a folder of its own, or the server of DATABASE_URL.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WRITER = """
import django; django.setup()
import sys, time
from pathlib import Path
from tests.faults.deeds import Server
server = Server({seed}, Path("/dev/null"))
end = time.monotonic() + {seconds}
while time.monotonic() < end:
    begin = time.perf_counter()
    server.submit()
    print((time.perf_counter() - begin) * 1000, flush=True)
    time.sleep(0.01)
"""
OFFICE = """
import django; django.setup()
from django.core.management import call_command
from tests.factories import make_office
call_command("migrate", verbosity=0)
make_office("青石街道", "qingshi")
from pathlib import Path
from tests.faults.deeds import Server
server = Server(0, Path("/dev/null"))
for _ in range({requests}):
    server.submit()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--writers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jiezhi-bench-") as folder:
        how = {"cwd": ROOT, "env": environment(Path(folder)), "timeout": 3600}
        subprocess.run([sys.executable, "-c", OFFICE.format(requests=options.requests)], check=True, **how)
        for holder in ("office", "superior"):
            words = [sys.executable, "-m", "jiezhi", "backup", "keys", "--holder", holder]
            subprocess.run(words, capture_output=True, check=True, **how)
        without = write(options, how)
        durations: list[float] = []
        during = write(options, how, beside=durations)
    report("without", without)
    report("during backups", during)
    print(f"ratio of p99: {quantile(during, 0.99) / quantile(without, 0.99):.2f}")
    print(f"backups: {len(durations)}, seconds each: {', '.join(f'{one:.1f}' for one in durations)}")


def environment(folder: Path) -> dict[str, str]:
    own = {
        "JIEZHI_VAR": str(folder),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "jiezhi.project.settings",
    }
    return {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"} | os.environ | own


def write(options: argparse.Namespace, how: dict, beside: list[float] | None = None) -> list[float]:
    """Let writers write for a while, with one backup after the other beside them if asked; give milliseconds."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER.format(seed=seed, seconds=options.seconds)],
            cwd=how["cwd"],
            env=how["env"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(1, options.writers + 1)
    ]
    end = time.monotonic() + options.seconds
    while beside is not None and time.monotonic() < end:
        begin = time.monotonic()
        subprocess.run([sys.executable, "-m", "jiezhi", "backup"], capture_output=True, check=True, **how)
        beside.append(time.monotonic() - begin)
    told = [writer.communicate()[0] for writer in writers]
    assert all(writer.returncode == 0 for writer in writers)
    return [float(line) for words in told for line in words.split()]


def quantile(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def report(name: str, times: list[float]) -> None:
    middle, late = quantile(times, 0.5), quantile(times, 0.99)
    print(f"{name}: {len(times)} writes, p50 {middle:.1f} ms, p99 {late:.1f} ms, max {max(times):.1f} ms")


if __name__ == "__main__":
    main()
