"""The database's own ways: which of the two stores this installation has."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings

from jiezhi.safekeeping import postgres_store, sqlite_store
from jiezhi.safekeeping.manifest import Holding


class Store(Protocol):
    """What both know: a snapshot under writers, a scratch copy, and a change that leaves the old or the new."""

    MEMBER: str

    def snapshot(self, folder: Path) -> AbstractContextManager[tuple[Path, Holding]]:
        """Give the file of one moment's copy, made in `folder`, and what the database held then."""

    def prepare(self, folder: Path) -> str:
        """Make a database of the member that was unpacked into `folder`, and give its address."""

    def holding(self, folder: Path) -> Holding:
        """Give what the prepared database holds."""

    def copy(self, folder: Path) -> str:
        """Prepare a copy of the living database, and give its address."""

    def discard(self, folder: Path) -> None:
        """Take the prepared database away, if it is still there."""

    def is_empty(self) -> bool:
        """Whether nobody has worked with the living database yet: it has no street."""

    def epoch(self) -> int:
        """Give how many times an archive was put back into the living database, as far as it can be read."""

    def hold_still(self) -> None:
        """Make sure that nobody else is at the living database."""

    def faults(self) -> list[tuple[str, str]]:
        """Give what the database's own check finds in the living one, as row and sentence."""

    def replace(self, folder: Path, *, aside: str) -> str:
        """Put the prepared database in the place of the living one, in one step; give where that one is kept."""

    def aside_name(self, aside: str) -> str:
        """Give what `replace` will give."""

    def living_address(self) -> str:
        """Give the address of the living database."""

    def bring_back(self, kept: str) -> str:
        """Put a database that was kept aside back into its place, in one step; give where the other one is kept."""


def engine() -> str:
    """Give `sqlite` or `postgresql`."""
    return "sqlite" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgresql"


def store() -> Store:
    """Give the store of this installation."""
    return cast("Store", sqlite_store if engine() == "sqlite" else postgres_store)
