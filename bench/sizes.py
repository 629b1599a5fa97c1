"""What reading costs at two sizes, side by side: `python -m bench.sizes SMALL LARGE`, both as DATABASE_URL.

Both databases are filled by `bench.seed`. They are measured by turns, so that other work on the machine falls on
both; the median of app and database together counts. The last line is JSON; the code is 1 if anything grows more
than twofold from one size to the other, or a target of `bench.spine` is missed at the larger size.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from bench.spine import TARGETS

ROUNDS = 3
MOST = 2.0
ROOT = Path(__file__).parents[1]


def reads_of(url: str) -> dict[str, dict[str, float]]:
    """Measure one database in a process of its own."""
    # A parallel worker is another process, whose work nobody would count.
    environment = os.environ | {
        "DATABASE_URL": url,
        "PGOPTIONS": "-c max_parallel_workers_per_gather=0",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    told = subprocess.run(
        [sys.executable, "-m", "bench.spine", "--reads"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert told.stdout.strip(), "nothing was measured"
    return json.loads(told.stdout.strip().splitlines()[-1])["spine"]


def main() -> int:
    """Measure by turns, print the table, and say by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("small", help="DATABASE_URL of the smaller database")
    parser.add_argument("large", help="DATABASE_URL of the larger database")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    rounds = [(reads_of(options.small), reads_of(options.large)) for _ in range(options.rounds)]
    print(f"{'CPU ms':16}{'statements':>11}{'smaller':>10}{'larger':>10}{'target':>8}{'ratio':>8}")
    found, is_kept = {}, True
    for name in rounds[0][0]:
        most, most_ms = TARGETS[name]
        small, large = (statistics.median(pair[side][name]["cpu_ms"] for pair in rounds) for side in (0, 1))
        statements = int(max(pair[1][name]["statements"] for pair in rounds))
        ratio = large / small
        is_met = ratio <= MOST and large <= most_ms and statements <= most
        is_kept &= is_met
        found[name] = {"small_ms": small, "large_ms": large, "ratio": round(ratio, 2), "is_met": is_met}
        mark = "" if is_met else "  missed"
        print(f"{name:16}{statements:>11}{small:>10.1f}{large:>10.1f}{most_ms:>8}{ratio:>8.2f}{mark}")
    print(json.dumps({"sizes": found}))
    return int(not is_kept)


if __name__ == "__main__":
    sys.exit(main())
