"""Whether this installation is ready for requests: what a load balancer or a supervisor asks."""

from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError

from jiezhi.operations.probes import are_migrations_applied, is_disk_writable
from jiezhi.operations.queries import is_beating, last_beat
from jiezhi.safekeeping.presence import is_sound

NEEDED = ("database", "migrations", "release", "disk")
"""Without these a request cannot be answered. Without the worker it can: news waits, and nobody is turned away."""


def readiness(*, at: datetime) -> dict[str, bool]:
    """Give for each part whether it is there; names only, nothing that helps an attacker."""
    return {
        "database": _holds(lambda: [last_beat()] != []),
        "migrations": _holds(are_migrations_applied),
        "release": _holds(is_sound),
        "disk": is_disk_writable(),
        "worker": _holds(lambda: is_beating(last_beat(), at=at)),
    }


def is_ready(parts: dict[str, bool]) -> bool:
    """Tell whether requests may come."""
    return all(parts[name] for name in NEEDED)


def _holds(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except DatabaseError:
        return False
