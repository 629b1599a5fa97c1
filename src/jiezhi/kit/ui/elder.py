"""Elder mode (长辈版): a cookie with the body size in pixels; it needs neither account nor script."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

COOKIE = "jiezhi_elder"
SIZES = (20, 24, 30)
COOKIE_AGE_S = 365 * 24 * 3600


def elder_size(request: HttpRequest) -> int:
    """Give the body size of elder mode in pixels, 0 while it is off."""
    return parse_size(request.COOKIES.get(COOKIE, ""))


def parse_size(text: str) -> int:
    """Read a size that came from outside; whatever is not offered counts as off.

    Examples:
        >>> parse_size("24"), parse_size("25"), parse_size("")
        (24, 0, 0)
    """
    return next((size for size in SIZES if str(size) == text), 0)
