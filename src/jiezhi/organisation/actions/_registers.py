"""What the deeds on matters and those on the duty list share."""

from typing import Protocol

from django.utils.translation import gettext as _

from jiezhi.kit.errors import StaleError


class Versioned(Protocol):
    """A row that counts how often it was written."""

    version: int


def require_seen(row: Versioned, seen_version: int | None) -> None:
    """Refuse to write over what the writer has not seen; without a version nobody asks.

    Raises:
        StaleError: It was written since.
    """
    if seen_version is not None and seen_version != row.version:
        raise StaleError(
            _("Somebody changed this while you were at it. Compare it with the list, then save it again.")
        )
