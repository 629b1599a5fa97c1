"""Where the processes of one web server keep their counts, so that whichever is asked can tell those of all.

Imported before Django is set up: `prometheus_client` decides when it is first imported how it counts.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where `prometheus_client` looks for the folder."""
KINDS = ("counter", "histogram")
FILE_BYTES = 1 << 21
"""More than all label values together take, see its test. Reserved at once: a mapped file that cannot grow on a full
disk would kill the server (SIGBUS)."""


def open_metrics_folder(root: Path) -> Path | None:
    """Make the folder of this server (all processes that one parent started), and clear those of servers that ended.

    Returns:
        The folder; None where none can be made, and then each process tells its own counts.
    """
    folder = root / str(os.getppid())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in KINDS:
            _reserve(folder / f"{kind}_{os.getpid()}.db")
    except OSError:
        return None
    for other in root.iterdir():
        if other.name.isdigit() and not _is_alive(int(other.name)):
            shutil.rmtree(other, ignore_errors=True)
    os.environ[VARIABLE] = str(folder)
    return folder


def _reserve(path: Path) -> None:
    with path.open("wb") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, FILE_BYTES)
        except OSError:
            path.unlink()
            raise


def _is_alive(number: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
    return True
