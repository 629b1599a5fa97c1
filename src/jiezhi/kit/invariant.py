"""What must hold of stored rows: named by the apps that store them, asked after a fault, a backup, an upgrade."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Breach:
    """A row of which something does not hold.

    Args:
        row: Which: table and key, or the number that people know; never a person's data.
        sentence: What is wrong with it.
        remedy: What to do.
    """

    row: str
    sentence: str
    remedy: str


Check = Callable[[], Iterator[Breach]]
_checks: dict[str, Check] = {}


def invariant(check: Check) -> Check:
    """Register a check by the names of its app and function; its docstring says what holds when it finds nothing.

    It reads no sealed column: backups are checked where no key is.
    """
    _checks[f"{check.__module__.removeprefix('jiezhi.').removesuffix('.invariants')}.{check.__name__}"] = (
        check
    )
    return check


def all_invariants() -> dict[str, Check]:
    """Give every check by its name."""
    return dict(_checks)
