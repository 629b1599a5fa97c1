"""What every layout may use: `navigation`, `elder_size`, `elder_sizes`, `office`, `staff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

from jiezhi.kit.ui.elder import SIZES, elder_size
from jiezhi.kit.ui.navigation import Navigation
from jiezhi.kit.ui.office import find_office_card, find_staff_card

if TYPE_CHECKING:
    from django.http import HttpRequest


def ui(request: HttpRequest) -> dict[str, object]:
    """Hand the layouts what they print; lazy, so that a fragment pays for nothing."""
    return {
        "navigation": Navigation(request),
        "elder_size": elder_size(request),
        "elder_sizes": SIZES,
        "office": SimpleLazyObject(lambda: find_office_card(request)),
        "staff": SimpleLazyObject(lambda: find_staff_card(request)),
    }
