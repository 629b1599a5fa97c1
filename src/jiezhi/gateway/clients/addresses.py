"""From where a call came, as far as it can be believed."""

from django.conf import settings
from django.http import HttpRequest


def caller_address(request: HttpRequest) -> str:
    """Give the caller's address: behind our own proxies the one that the outermost of them saw.

    What a caller writes into `X-Forwarded-For` stands before what our proxies add, and is never read.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies > 0:
        seen = [
            each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()
        ]
        if len(seen) >= proxies:
            return seen[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
