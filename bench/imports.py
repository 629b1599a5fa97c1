"""What bringing files in costs: `python -m bench.imports --data FOLDER`, on a database with one street.

Counts rows and seconds of each file in the folder as they are read, and of those that hold messages as they come in.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import django


def main() -> int:
    """Read every file of the folder, bring in what holds messages, and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with files of messages")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    django.setup()

    from django.utils import timezone

    from jiezhi.concerns.intakes import MESSAGES
    from jiezhi.concerns.permissions import IMPORT
    from jiezhi.intake.permissions import BRING_IN
    from jiezhi.intake.rows import look_at, read_rows
    from jiezhi.intake.running import bring_in
    from jiezhi.intake.sheets.reading import read_table
    from jiezhi.kit.actor import system_job
    from jiezhi.places.queries import all_sub_districts

    (street,) = all_sub_districts()
    actor = system_job(
        "concerns.import", sub_district_id=street.pk, permissions=frozenset({BRING_IN.code, IMPORT.code})
    )
    for path in sorted(options.data.glob("*.xls*")):
        content, began = path.read_bytes(), time.perf_counter()
        rows = sum(len(sheet.rows) for sheet in read_table(content).sheets)
        print(f"{path.name}: {rows} rows read in {time.perf_counter() - began:.2f} s")
        began = time.perf_counter()
        if options.dry_run:
            table = read_rows(read_table(content), MESSAGES, chosen={}, at=timezone.now())
            look = look_at(table, MESSAGES, option="", actor=actor)
            told = look.read, look.new, look.completed, len(look.refusals), look.already
        else:
            run = bring_in(content, kind=MESSAGES.name, file_name=path.name, actor=actor, now=timezone.now)
            told = run.read, run.imported, run.completed, run.refused, run.already
        line = "  read {}, imported {}, completed {}, refused {}, already there {}".format(*told)
        print(f"{line} in {time.perf_counter() - began:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
