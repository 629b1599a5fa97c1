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

    from jiezhi.concerns.importing import Importing
    from jiezhi.concerns.permissions import IMPORT
    from jiezhi.intake.errors import FileRefusedError
    from jiezhi.intake.sheets.reading import read_table
    from jiezhi.kit.actor import system_job
    from jiezhi.places.queries import all_sub_districts

    (street,) = all_sub_districts()
    actor = system_job("concerns.import", sub_district_id=street.pk, permissions=frozenset({IMPORT.code}))
    for path in sorted(options.data.glob("*.xls*")):
        content, began = path.read_bytes(), time.perf_counter()
        rows = sum(len(sheet.rows) for sheet in read_table(content).sheets)
        print(f"{path.name}: {rows} rows read in {time.perf_counter() - began:.2f} s")
        began = time.perf_counter()
        try:
            going = Importing(content, source=path.name, actor=actor, is_dry=options.dry_run)
        except FileRefusedError as refusal:
            print(f"  {refusal.message}")
            continue
        for _done in going.run(now=timezone.now):
            pass
        print(
            f"  read {going.read}, imported {going.imported}, refused {len(going.refused)}, "
            f"already there {going.already} in {time.perf_counter() - began:.2f} s"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
