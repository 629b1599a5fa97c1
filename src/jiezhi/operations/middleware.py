"""Gives every request its number, and counts and tells what became of it."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject, empty
from structlog.contextvars import bind_contextvars, clear_contextvars

from jiezhi.kit.actor import Actor
from jiezhi.operations.instruments import UNKNOWN, count_request

logger = logging.getLogger("jiezhi.requests")

HEADER = "X-Request-ID"
QUIET = ("health-live", "health-ready", "metrics")
"""Asked every few seconds by machines: counted, but no line each."""


class Tally:
    """Counts the statements of a request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, run: Callable[..., Any], *given: Any) -> Any:
        self.count += 1
        return run(*given)


class WatchMiddleware:
    """The outermost step: what happens further in is told with the request's number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = request_number(request.headers.get(HEADER, ""))
        request.request_id = number  # type: ignore[attr-defined]
        clear_contextvars()
        bind_contextvars(request_id=number)
        tally, began = Tally(), perf_counter()
        with connection.execute_wrapper(tally):
            response = self.get_response(request)
        seconds = perf_counter() - began
        match = request.resolver_match
        route = match.view_name if match is not None else UNKNOWN
        count_request(route=route, status=response.status_code, seconds=seconds, statements=tally.count)
        if route not in QUIET:
            logger.info(
                "request answered",
                extra={
                    "method": request.method,
                    "route": route,
                    "status": response.status_code,
                    "duration_ms": round(seconds * 1000, 1),
                    "statements": tally.count,
                    **actor_facts(request),
                },
            )
        response.headers[HEADER] = number
        clear_contextvars()
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Let what is told from now on name the address."""
        match = request.resolver_match
        bind_contextvars(route=match.view_name if match is not None else UNKNOWN)


def request_number(given: str) -> str:
    """Give the number that a proxy gave, when it has the form of a random one; else a new one."""
    try:
        is_uuid = len(given) in (32, 36) and str(UUID(given)).replace("-", "") == given.replace("-", "")
    except ValueError:
        is_uuid = False
    return given if is_uuid else uuid4().hex


def actor_facts(request: HttpRequest) -> dict[str, str]:
    """Give who asked as a digest that only this installation can make; nothing where nobody had to know."""
    actor: object = getattr(request, "actor", None)
    # Asking a lazy actor would cost the statement that the page spared itself.
    if isinstance(actor, SimpleLazyObject) and actor.__dict__.get("_wrapped") is empty:
        return {}
    if not isinstance(actor, Actor) or not actor.is_staff:
        return {}
    return {"actor_id": salted_hmac("operations.actor", actor.id).hexdigest()[:32]}
