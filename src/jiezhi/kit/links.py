"""Where a thing of another app is shown: plain `app.noun` values become addresses without importing that app."""

from uuid import UUID

from django.urls import reverse

_addresses: dict[str, str] = {}


def register_link(kind: str, url_name: str) -> None:
    """Say which page shows things of a kind; the page takes the id as its only argument."""
    _addresses[kind] = url_name


def link_to(kind: str, id: UUID) -> str:
    """Give the address of a thing, or an empty string when no page shows its kind."""
    name = _addresses.get(kind)
    return reverse(name, args=[id]) if name else ""
