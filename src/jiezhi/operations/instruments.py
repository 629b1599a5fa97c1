"""What the web server counts while it works. Names and label values come from closed sets; none is about a person.

| metric | labels |
|---|---|
| `jiezhi_requests_total` | `route` (name of the address), `answer` (2xx, 3xx, 4xx, 5xx) |
| `jiezhi_request_seconds` | `face` (first part of the route) |
| `jiezhi_request_statements` | `face` |
| `jiezhi_log_keys_dropped_total` | none |
"""

from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from prometheus_client import CollectorRegistry, Counter, Histogram

UNKNOWN = "none"
"""Stands for addresses that nothing answers to, and for files."""
ANSWERS = ("1xx", "2xx", "3xx", "4xx", "5xx")

OWN = CollectorRegistry()
"""Ours alone: what libraries register with the default one is not told."""

REQUESTS = Counter(
    "jiezhi_requests",
    "Requests by name of the address and class of the answer",
    ["route", "answer"],
    registry=OWN,
)
SECONDS = Histogram(
    "jiezhi_request_seconds",
    "Seconds from the first to the last step of a request",
    ["face"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5, 20),
    registry=OWN,
)
STATEMENTS = Histogram(
    "jiezhi_request_statements",
    "Statements of a request to the database",
    ["face"],
    buckets=(0, 2, 4, 8, 16, 32, 64),
    registry=OWN,
)
LOG_KEYS_DROPPED = Counter(
    "jiezhi_log_keys_dropped", "Keys that a log line may not hold and that were left out", registry=OWN
)


def known_routes() -> frozenset[str]:
    """Give the name of every address: the values that the label `route` may have, with `none`."""
    return _routes_of(settings.ROOT_URLCONF)


@cache
def _routes_of(addresses: str) -> frozenset[str]:
    return frozenset(_names(get_resolver(addresses).url_patterns, "")) | {UNKNOWN}


def known_faces() -> frozenset[str]:
    """Give the first parts of all routes: the values that the label `face` may have."""
    return frozenset(face_of(route) for route in known_routes())


def face_of(route: str) -> str:
    """Give the first part of a route.

    Examples:
        >>> face_of("desk:today"), face_of("health-live")
        ('desk', 'health-live')
    """
    return route.partition(":")[0]


def count_request(*, route: str, status: int, seconds: float, statements: int) -> None:
    """Count one request. A route that the address map does not have counts as `none`."""
    known = route if route in known_routes() else UNKNOWN
    answer = f"{status // 100}xx"
    REQUESTS.labels(known, answer if answer in ANSWERS else "5xx").inc()
    SECONDS.labels(face_of(known)).observe(seconds)
    STATEMENTS.labels(face_of(known)).observe(statements)


def _names(patterns: list[URLPattern | URLResolver], space: str) -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            found.append(f"{space}:{pattern.name}" if space else str(pattern.name))
        else:
            inner = pattern.namespace or ""
            found += _names(pattern.url_patterns, ":".join(part for part in (space, inner) if part))
    return found
