"""A look at the pages of a release on a copy: whatever breaks here would have broken before everybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from jiezhi.accounts.models import User
from jiezhi.kit.access import all_permissions
from jiezhi.organisation.staff import staff_of_street
from jiezhi.places.queries import all_sub_districts

LINK = re.compile(rb'href="(/[^"#?]*)"')
MOST_FOLLOWED = 15
"""Links to pages of single things that are followed for each reader."""
HTTP_BROKEN = 500


@dataclass
class PagesSeen:
    """What a look at the pages gave.

    Args:
        shown: Addresses that answered with a page.
        broken: Addresses that answered with a fault.
    """

    shown: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)


def look_at_pages(*, at: datetime) -> PagesSeen:
    """Open every page without arguments and some behind their links, as a visitor and as members of staff.

    Only on a copy: it signs people in.
    """
    seen = PagesSeen()
    plain = sorted(_plain_addresses(get_resolver().url_patterns, "/"))
    for reader in (None, *_readers(at)):
        client = Client(raise_request_exception=False)
        if reader is not None:
            client.force_login(reader)
        follow: dict[str, None] = {}
        for address in plain:
            follow |= dict.fromkeys(_open(client, address, seen))
        for address in [link for link in follow if link not in plain][:MOST_FOLLOWED]:
            _open(client, address, seen)
    return seen


def _readers(at: datetime) -> list[User]:
    """Give one member of staff for each permission, where there is one."""
    found: dict[object, User] = {}
    for street in all_sub_districts()[:1]:
        for permission in all_permissions():
            holders = staff_of_street(street.pk, allowed=permission, on=timezone.localdate(at))
            found |= {user.pk: user for user in holders[:1]}
    return list(found.values())


def _open(client: Client, address: str, seen: PagesSeen) -> list[str]:
    host = (settings.ALLOWED_HOSTS or ["localhost"])[0]
    answer = client.get(address, headers={"host": host}, secure=settings.SESSION_COOKIE_SECURE)
    if answer.status_code >= HTTP_BROKEN:
        seen.broken.add(address)
    if answer.status_code != 200 or answer.streaming:
        return []
    seen.shown.add(address)
    return [link.decode("ascii", "ignore") for link in LINK.findall(answer.content)]


def _plain_addresses(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _plain_addresses(pattern.url_patterns, here)
        elif "<" not in here:
            yield here
