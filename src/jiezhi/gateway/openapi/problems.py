"""Every refusal of the interface as `application/problem+json` (RFC 9457), in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from jiezhi.gateway.clients.errors import TokenRefusedError, TooManyCallsError
from jiezhi.gateway.openapi.errors import UnreadableError
from jiezhi.kit.errors import DomainError, InvalidError
from jiezhi.kit.problems import as_problem

PROBLEM_TYPE = "application/problem+json"


def problem_answer(problem: DomainError, *, errors: Sequence[Mapping[str, str]] = ()) -> HttpResponse:
    """Give the answer for a problem, with what the status asks for in its headers."""
    body: dict[str, Any] = {
        "type": f"urn:jiezhi:problem:{problem.code}",
        "title": problem.message,
        "status": problem.status,
        **problem.facts,
    }
    if errors:
        body["errors"] = list(errors)
    answer = JsonResponse(body, status=problem.status, content_type=PROBLEM_TYPE)
    if isinstance(problem, TokenRefusedError):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="jiezhi"'
    if isinstance(problem, TooManyCallsError):
        answer.headers["Retry-After"] = str(problem.facts["wait_s"])
    answer.headers["Cache-Control"] = "no-store"
    return answer


def tell_problem(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer with a refusal of the domain, or with a database that is away.

    Raises:
        Exception: It is a fault of ours that must be seen as one.
    """
    problem = as_problem(error)
    if problem is None:
        raise error
    return problem_answer(problem)


def tell_invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each field that does not fit; what was sent is not repeated."""
    errors = [
        {"field": ".".join(str(part) for part in each["loc"] if part != "body"), "message": str(each["msg"])}
        for each in error.errors
    ]
    message = _("What was sent does not fit the interface. Each point is named under “errors”.")
    return problem_answer(InvalidError(message), errors=errors)


def tell_unreadable(_request: HttpRequest, _error: HttpError) -> HttpResponse:
    """Say that the body cannot be read."""
    message = _("The body is not JSON in UTF-8 with each name once. Check it and send it again.")
    return problem_answer(UnreadableError(message))
