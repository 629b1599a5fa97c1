"""Pages and fragments that say what went wrong, why, and what to do next. Nothing that a person typed is lost by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext

from jiezhi.kit.ui.elder import elder_size

if TYPE_CHECKING:
    from django.http import HttpRequest

TARGET = "#problem"
"""Every layout has this region; htmx 4 swaps the bodies of 4xx and 5xx answers in, so an error must not land on the form."""
_NEVER_KEPT = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a page about a problem says; all texts are already in the reader's language."""

    status: int
    title: str
    reason: str
    next_step: str
    reference: str = ""
    """What to quote on the telephone; never a trace of the program."""


def render_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with a page, or for htmx with a fragment that goes to the problem region and leaves the form alone.

    From 500 up the page is rendered without context processors: what broke may be what they read.
    """
    is_fragment = request.headers.get("HX-Request") == "true"
    context: dict[str, object] = {"problem": problem}
    if not is_fragment and request.method == "POST" and problem.status == HttpStatus.BUSY:
        context["kept_fields"] = kept_fields(request)
        context["retry_url"] = request.get_full_path()
    if problem.status >= HttpStatus.BROKEN:
        context |= {"csrf_token": get_token(request), "elder_size": elder_size(request)}
    template = "ui/_problem.html" if is_fragment else "ui/problem.html"
    body = render_to_string(template, context, request if problem.status < HttpStatus.BROKEN else None)
    response = HttpResponse(body, status=problem.status)
    response["Cache-Control"] = "no-store"
    if is_fragment:
        response["HX-Retarget"] = TARGET
        response["HX-Reswap"] = "innerHTML"
        response["HX-Push-Url"] = "false"
    if problem.status == HttpStatus.BUSY:
        response["Retry-After"] = "5"
    return response


class HttpStatus:
    """The answers that this module knows by name."""

    FORBIDDEN = 403
    MISSING = 404
    BROKEN = 500
    BUSY = 503


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what was typed, to be sent once more: all but tokens, passwords and what a view marked as sensitive."""
    sensitive = getattr(request, "sensitive_post_parameters", ())
    if sensitive == "__ALL__":
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in sensitive and not any(word in name.lower() for word in _NEVER_KEPT)
    ]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Be `handler404`. The exception's words are for developers and stay out of the page."""
    return render_problem(
        request,
        Problem(
            status=HttpStatus.MISSING,
            title=gettext("We cannot find this page"),
            reason=gettext("The address may be mistyped, or what it showed is not in your area."),
            next_step=gettext("Check the address, go back, or start again from the first page."),
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Be `handler403`; a reason given with `PermissionDenied` is shown."""
    reason = str(exception) if exception and str(exception) else gettext("Your post does not include this step.")
    return render_problem(
        request,
        Problem(
            status=HttpStatus.FORBIDDEN,
            title=gettext("You may not do this"),
            reason=reason,
            next_step=gettext("Ask the person who grants permissions in your office if your work needs it."),
        ),
    )


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Be `CSRF_FAILURE_VIEW`. Django's reason speaks to developers; it is in the log."""
    return render_problem(
        request,
        Problem(
            status=HttpStatus.FORBIDDEN,
            title=gettext("This page was open for too long"),
            reason=gettext("Its security mark no longer fits, so nothing was saved."),
            next_step=gettext("Go back, copy what you wrote, load the page again and send it once more."),
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Be `handler500`."""
    return render_problem(
        request,
        Problem(
            status=HttpStatus.BROKEN,
            title=gettext("Something went wrong on our side"),
            reason=gettext("The fault has been written to the log. What was saved before is safe."),
            next_step=gettext("Go back and try again. If it happens again, telephone the office."),
        ),
    )


def busy(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer when the database is locked or full: nothing was saved, and what was typed can be sent again."""
    return render_problem(
        request,
        Problem(
            status=HttpStatus.BUSY,
            title=gettext("Not saved yet"),
            reason=reason or gettext("The system is busy at the moment and could not save."),
            next_step=gettext("Wait a few seconds and try again. What you wrote is kept on this page."),
        ),
    )
