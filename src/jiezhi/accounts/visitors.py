"""Where a try to sign in comes from: the address behind our own proxies, and whether the browser is a known one."""

import ipaddress
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from jiezhi.kit.vault import blind_index

if TYPE_CHECKING:
    from jiezhi.accounts.models import User

KNOWN_COOKIE = "jiezhi_known"
KNOWN_FOR_S = 90 * 24 * 3600
_SALT = "jiezhi.accounts.known_browser"


def caller_address(request: HttpRequest) -> str:
    """Give the address that a call comes from, as our own proxies saw it.

    Each trusted proxy adds one entry at the end of `X-Forwarded-For`; whatever stands before was written by the
    caller and is not looked at.
    """
    count = settings.TRUSTED_PROXY_COUNT
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return str(told[-count] if 0 < count <= len(told) else request.META.get("REMOTE_ADDR", ""))


def address_of(request: HttpRequest) -> str:
    """Give the address that counts for tries: of an IPv6 address the network of the house (its first 64 bits)."""
    try:
        address = ipaddress.ip_address(caller_address(request))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def known_browser(request: HttpRequest, username: str) -> str:
    """Give the mark of a browser in which this name has signed in before, or an empty string.

    A browser with a mark has tries of its own: what strangers do with a name cannot lock its owner out there.
    """
    try:
        told = signing.loads(request.COOKIES.get(KNOWN_COOKIE, ""), salt=_SALT, max_age=KNOWN_FOR_S)
    except signing.BadSignature:
        return ""
    is_theirs = isinstance(told, list) and len(told) == 2 and told[0] == _name_digest(username)
    return str(told[1]) if is_theirs else ""


def remember_browser(request: HttpRequest, response: HttpResponse, user: "User") -> None:
    """Leave the mark of a browser in which somebody signed in. It holds no name, only a keyed digest."""
    mark = known_browser(request, user.username) or secrets.token_urlsafe(12)
    response.set_cookie(
        KNOWN_COOKIE,
        signing.dumps([_name_digest(user.username), mark], salt=_SALT),
        max_age=KNOWN_FOR_S,
        path="/sign-in/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _name_digest(username: str) -> str:
    return blind_index(username.casefold(), column="accounts.known_browser")
