"""Answers that Django gives by itself: unknown addresses, refused security marks, faults of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext

from jiezhi.kit.errors import MissingError, RefusedError
from jiezhi.kit.problems import problem_response
from jiezhi.kit.ui.elder import elder_size
from jiezhi.kit.ui.office import remembered_office_card

if TYPE_CHECKING:
    from django.http import HttpRequest

BROKEN = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What the page of a fault of ours prints; it tells nothing of the program."""

    message: str
    status: int = BROKEN


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Be `handler404`. The exception's words are for developers and stay out of the page."""
    message = gettext(
        "The address may be mistyped, or what it showed is not in your area. Check it, or start again."
    )
    return problem_response(request, MissingError(message))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Be `handler403`; a reason given with `PermissionDenied` is shown."""
    unknown = gettext("Your post does not include this. Ask whoever grants permissions in your office.")
    return problem_response(request, RefusedError(str(exception or "") or unknown))


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Be `CSRF_FAILURE_VIEW`. Django's reason speaks to developers; it is in the log."""
    message = gettext(
        "This page was open for too long, so its security mark no longer fits and nothing was saved. "
        "What you entered is kept here: look at it and send it once more."
    )
    return problem_response(request, RefusedError(message))


def broken(request: HttpRequest) -> HttpResponse:
    """Be `handler500`. It runs no context processor, since what they read may be what broke."""
    message = gettext(
        "The fault is in the log, and what was saved before is safe. "
        "Go back and try again; if it goes on, telephone the office."
    )
    is_fragment = request.headers.get("HX-Request") == "true"
    context: dict[str, object] = {
        "problem": Fault(message),
        "csrf_token": get_token(request),
        "elder_size": elder_size(request),
        "request_id": getattr(request, "request_id", ""),
    }
    context["office"] = remembered_office_card(request.path)
    template = "ui/_problem.html" if is_fragment else "ui/problem.html"
    response = HttpResponse(render_to_string(template, context), status=BROKEN)
    if is_fragment:
        response.headers["HX-Retarget"] = "#problem"
        response.headers["HX-Reswap"] = "innerHTML"
    return response
