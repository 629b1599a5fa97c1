"""The counts of wrong tries, locked while a try is judged."""

from datetime import datetime, timedelta

from jiezhi.accounts.models import SignInTries
from jiezhi.core.tries import TryCount, TryLimit, after_wrong
from jiezhi.kit.vault import blind_index

QUARTER = timedelta(minutes=15)
OF_PAIR = TryLimit(5, QUARTER)
"""One name from one address, or from one known browser."""
OF_NAME = TryLimit(30, timedelta(days=1))
"""One name from everywhere: beyond it a password alone opens nothing, but nobody is locked out."""
OF_ADDRESS = TryLimit(50, QUARTER)
"""One address over all names: a whole office may stand behind it, so its known browsers pass."""
OF_CODE = TryLimit(5, QUARTER)
"""The six digits, by whoever has the password already."""
OF_SLIP = TryLimit(10, QUARTER)
"""Codes on slips, from one address."""


class Tries:
    """The counts that one try touches, under their locks. The statements are the same whatever they hold."""

    def __init__(self, limits: dict[str, TryLimit], *, at: datetime) -> None:
        self.at = at
        self._limits = {_key(name): limit for name, limit in limits.items()}
        rows = [SignInTries(key=key, ends_at=at) for key in self._limits]
        SignInTries.objects.bulk_create(rows, ignore_conflicts=True)
        # In one order for everybody, so that two tries never wait for each other crosswise.
        locked = SignInTries.objects.select_for_update().filter(key__in=list(self._limits)).order_by("key")
        self._rows = {row.key: row for row in locked}

    def is_over(self, name: str) -> bool:
        """Whether this count holds tries back."""
        row = self._rows[_key(name)]
        return TryCount(row.wrong, row.ends_at).is_over(self._limits[row.key], at=self.at)

    def count_wrong(self) -> None:
        """Add one wrong try to each count."""
        for row in self._rows.values():
            count = after_wrong(TryCount(row.wrong, row.ends_at), self._limits[row.key], at=self.at)
            row.wrong, row.ends_at = count.wrong, count.ends_at
        self._write()

    def forget(self, name: str) -> None:
        """Begin one count anew after a right try."""
        row = self._rows[_key(name)]
        row.wrong, row.ends_at = 0, self.at
        self._write()

    def _write(self) -> None:
        SignInTries.objects.bulk_update(self._rows.values(), ["wrong", "ends_at"])


def _key(name: str) -> str:
    return blind_index(name, column="accounts.SignInTries.key")
