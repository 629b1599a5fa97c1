"""The error middleware: every refusal becomes a page, an htmx fragment or `application/problem+json`."""

import logging
from collections.abc import Callable

from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiezhi.kit.errors import DomainError, MissingError, RefusedError

logger = logging.getLogger("jiezhi.problems")

KEPT_CHARS = 20_000
"""How much of what a person typed is carried through an error page, per field."""

MACHINE_FIELDS = ("submission_key", "version", "next")
"""Hidden fields of our forms: sent again with the rest, but nothing that a person typed."""


SECRET_FIELDS = frozenset(
    {"csrfmiddlewaretoken", "password", "again", "old", "code", "secret", "token", "api_key"}
)
"""Names of fields that are never sent back to a browser, in no form: a page may be printed, kept, or looked at."""


class BusyError(DomainError):
    """The database could not take the deed just now."""

    code = "busy"
    status = 503


class ProblemMiddleware:
    """Turn errors of the domain and of the database into words, keeping what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        problem = as_problem(error)
        return None if problem is None else problem_response(request, problem)


def as_problem(error: Exception) -> DomainError | None:
    """Give the domain's word for an error, or None when it is a fault of ours that must be seen as one."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, Http404):
        return MissingError(
            _("There is nothing at this address. Check the address, or go back to the start page.")
        )
    if isinstance(error, PermissionDenied):
        return RefusedError(_("This is not open to you."))
    if isinstance(error, OperationalError):
        logger.error("database refused", exc_info=error)
        return BusyError(
            _(
                "The system could not store this just now. Nothing was lost: what you entered is kept on this page. "
                "Wait a moment and try again; if it goes on, telephone the office."
            )
        )
    return None


def problem_response(request: HttpRequest, problem: DomainError) -> HttpResponse:
    """Tell a problem in the form that the asker understands."""
    if (
        "application/json" in request.headers.get("Accept", "")
        and "text/html" not in request.headers["Accept"]
    ):
        body = {
            "type": f"urn:jiezhi:problem:{problem.code}",
            "title": problem.message,
            "status": problem.status,
            **problem.facts,
        }
        return JsonResponse(body, status=problem.status, content_type="application/problem+json")
    kept = typed_fields(request)
    context = {
        "problem": problem,
        "kept": kept,
        "entered": [value for name, value in kept if value and name not in MACHINE_FIELDS],
        "retry_url": request.get_full_path(),
        "request_id": getattr(request, "request_id", ""),
    }
    if getattr(request, "htmx", False):
        response = render(request, "ui/_problem.html", context, status=problem.status)
        response.headers["HX-Retarget"] = "#problem"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "ui/problem.html", context, status=problem.status)


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what was entered, so that an error page can offer it again; secrets are left out."""
    if request.method != "POST":
        return []
    return [
        (name, value[:KEPT_CHARS])
        for name, values in request.POST.lists()
        if name not in SECRET_FIELDS
        for value in values
    ]


class KeptSessionMiddleware(SessionMiddleware):
    """Django's sessions, with words when the database cannot take one: the page before may be only in there."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:  # type: ignore[override]
        try:
            return super().process_response(request, response)  # type: ignore[arg-type]
        except OperationalError as error:
            return problem_response(request, as_problem(error) or BusyError(""))
