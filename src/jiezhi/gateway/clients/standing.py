"""The epoch: how many times the street was put back from a backup, told to programs so that they notice it.

Whoever keeps backups stands above the doors and registers the answer here; without one nothing was ever put back.
"""

from collections.abc import Callable

HEADER = "Jiezhi-Epoch"
_askers: list[Callable[[], int]] = []


def tell_epoch_by(asked: Callable[[], int]) -> None:
    """Register where the epoch is kept; a second place takes the first one's."""
    _askers[:] = [asked]


def epoch() -> int:
    """Give the epoch, in one statement. It is not remembered: a server may outlive a restoration of its database."""
    return _askers[0]() if _askers else 0
