"""The drill: a child of this program looks at a database and files that lie apart from the living ones."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from jiezhi.safekeeping.errors import BackupError
from jiezhi.safekeeping.owner import as_owner

LONGEST_S = 3600
OUR_SOURCE = Path(__file__).resolve().parents[2]


def run_apart(
    words: list[str], *, url: str, folder: Path, python: str = sys.executable, source: Path = OUR_SOURCE
) -> subprocess.CompletedProcess[str]:
    """Run one of the product's commands on another database and other files, and give how it ended.

    Args:
        words: The command.
        url: Of the database.
        folder: In the place of `JIEZHI_VAR`.
        python: Of the release that is to run.
        source: Of that release.
    """
    environment = {**os.environ, "DATABASE_URL": url, "JIEZHI_VAR": str(folder), "PYTHONPATH": str(source)}
    # From there no letter goes out and no other system is reached; nor does it write among the real backups.
    for name in ("JIEZHI_BACKUPS", "JIEZHI_WITNESS", "JIEZHI_EMAIL_URL", "JIEZHI_OUTBOUND"):
        environment.pop(name, None)
    return subprocess.run(  # noqa: S603 - our own program
        [python, "-m", "jiezhi", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
        **as_owner(),
    )


def breaches_in(url: str, folder: Path) -> list[str]:
    """Run every check on an unpacked archive, and give what is wrong in sentences.

    Raises:
        BackupError: The checks could not be run.
    """
    done = run_apart(["check", "--json"], url=url, folder=folder)
    try:
        found = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise BackupError(
            _("The restored copy could not be checked (%(last)s).") % {"last": done.stderr.strip()[-300:]}
        ) from None
    return [
        f"{breach['check']}: {breach['row']}: {breach['sentence'].rstrip('.。')}"
        for breach in found["breaches"]
    ]
