"""What every layout may use: `here`, `navigation`, `elder_size`, `elder_sizes`, `office`, `staff`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import OperationalError
from django.utils.functional import SimpleLazyObject

from jiezhi.kit.ui.elder import SIZES, elder_size
from jiezhi.kit.ui.navigation import Navigation
from jiezhi.kit.ui.office import find_office_card, find_staff_card

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jiezhi.kit.ui.office import OfficeCard, StaffCard


def ui(request: HttpRequest) -> dict[str, object]:
    """Hand the layouts what they print; lazy, so that a fragment pays for nothing."""
    return {
        "here": _page_of(request),
        "navigation": Navigation(request),
        "elder_size": elder_size(request),
        "elder_sizes": SIZES,
        "office": SimpleLazyObject(lambda: _reachable_office(request)),
        "staff": SimpleLazyObject(lambda: _reachable_staff(request)),
    }


def _page_of(request: HttpRequest) -> str:
    """Give the page to come back to: an answer to a form belongs to the page on which the form stood."""
    sender = urlsplit(request.headers.get("Referer", "")).path
    return request.get_full_path() if request.method in ("GET", "HEAD") or not sender else sender


def _reachable_office(request: HttpRequest) -> OfficeCard | None:
    # The page that says "the database is busy" has this layout too, and must not fall over the same stone.
    try:
        return find_office_card(request)
    except OperationalError:
        return None


def _reachable_staff(request: HttpRequest) -> StaffCard | None:
    try:
        return find_staff_card(request)
    except OperationalError:
        return None
