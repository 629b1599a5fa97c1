"""What the layouts print of the office and of the person at the desk: apps above give both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """How a resident reaches the office: it stands in the foot of every page of the portal."""

    name: str
    phone: str = ""
    phone_hours: str = ""
    station: str = ""
    address: str = ""
    home: str = ""
    """Where the office's name leads: its first page for this reader."""


@dataclass(frozen=True, slots=True)
class StaffCard:
    """Who sits at the desk, for the top bar."""

    name: str
    post: str
    unread_notices: int
    notices_url: str
    own_url: str
    """The person's own page."""
    sign_out_url: str
    """Takes a POST."""


class OfficeProvider(Protocol):
    def __call__(self, request: HttpRequest, /) -> OfficeCard | None: ...


class StaffProvider(Protocol):
    def __call__(self, request: HttpRequest, /) -> StaffCard | None: ...


_office_providers: list[OfficeProvider] = []
_staff_providers: list[StaffProvider] = []
_shown: dict[str, OfficeCard] = {}


def set_office_provider(provider: OfficeProvider) -> None:
    """Let `provider` say whose pages these are; the app that knows the office calls this at the start."""
    _office_providers[:] = [provider]


def set_staff_provider(provider: StaffProvider) -> None:
    """Let `provider` say who is signed in; the app that knows the staff calls this at the start."""
    _staff_providers[:] = [provider]


def find_office_card(request: HttpRequest) -> OfficeCard | None:
    """Give the card of the office that answers this request, or None where no app has told."""
    card = _office_providers[0](request) if _office_providers else None
    if card is not None:
        _shown[card.home] = card
    return card


def remembered_office_card(path: str) -> OfficeCard | None:
    """Give the card that pages below the same address had last, without reading anything: for a page about a fault."""
    return next((card for home, card in _shown.items() if home and path.startswith(home)), None)


def find_staff_card(request: HttpRequest) -> StaffCard | None:
    """Give the card of the person at the desk, or None for a visitor."""
    return _staff_providers[0](request) if _staff_providers else None
