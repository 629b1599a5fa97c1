"""How operations of the open interface are declared: one scope each, strict parameters, answers that tell the limit."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema, Status
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.security.base import AuthBase
from ninja.utils import contribute_operation_callback

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.door import Caller, bearer_token, let_in
from jiezhi.gateway.openapi.errors import TooLargeError
from jiezhi.gateway.openapi.problems import tell_invalid, tell_problem, tell_unreadable
from jiezhi.gateway.openapi.schemas.shared import Problem
from jiezhi.kit.errors import InvalidError

MOST_BYTES = 64 * 1024
"""The longest body: a request of 5,000 characters with its place is a quarter of it."""
WRITING = ("post", "put", "patch")


class ProgramRequest(HttpRequest):
    """A call of a program that was let in."""

    caller: Caller
    auth: Caller


class ProgramToken(AuthBase):
    """The token of a registered program; each operation needs the scope that its description names."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: ProgramScope) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Caller:
        refuse_long_body(request)
        caller = let_in(request, bearer_token(request.headers), self.scope, at=timezone.now())
        cast("ProgramRequest", request).caller = caller
        return caller


class StrictParser(Parser):
    """JSON with each name once and no numbers that are none: two readers must not read two things."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast(
            "dict[str, Any]",
            json.loads(request.body, object_pairs_hook=_each_once, parse_constant=_no_number),
        )


class OpenInterface(NinjaAPI):
    """Ninja's interface, whose answers tell how many calls are left and are kept by nobody in between."""

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        return told_limits(request, super().create_response(request, data, **kwargs))

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return told_limits(request, super().on_exception(request, exc))


def told_limits(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Add to an answer what is left of the minute, and the epoch."""
    caller: Caller | None = getattr(request, "caller", None)
    if caller is not None:
        for name, value in caller.headers.items():
            answer.headers[name] = value
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refuse_long_body(request: HttpRequest) -> None:
    """Refuse a body that is longer than any call needs, before it is read.

    Raises:
        TooLargeError: It is, or it does not say how long it is.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or int(length) > MOST_BYTES:
        raise TooLargeError(
            _("The body is longer than %(most)d bytes. Send less at once.") % {"most": MOST_BYTES},
            facts={"most_bytes": MOST_BYTES},
        )


interface = OpenInterface(
    title="街治 Jiezhi",
    version="1.0",
    description=(
        "The open interface of a sub-district office. Tokens, errors, limits and webhooks: docs/reference/api.md. "
        "Messages come in Simplified Chinese, or in English with `Accept-Language: en`."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    parser=StrictParser(),
)
for kind, tell in ((Exception, tell_problem), (ValidationError, tell_invalid), (HttpError, tell_unreadable)):
    interface.add_exception_handler(kind, tell)  # type: ignore[arg-type]


def operation(
    method: str,
    path: str,
    *,
    scope: ProgramScope,
    gives: type[Schema],
    tag: str,
    status: int = 200,
    refusals: frozenset[int] = frozenset(),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an operation of the interface.

    Args:
        method: `get` or `post`.
        path: Below `/api/v1`.
        scope: What a token must have.
        gives: The schema of the answer.
        tag: The noun under which the document lists it.
        status: Of the answer.
        refusals: Statuses besides those that every operation may answer with.
    """
    codes = frozenset({401, 403, 422, 429, 503}) | refusals
    codes |= frozenset({400, 413}) if method in WRITING else frozenset()

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        known: set[str] = set()

        @wraps(view)
        def strict(request: ProgramRequest, *args: Any, **kwargs: Any) -> Any:
            refuse_strange_parameters(request, known)
            return Status(status, view(request, *args, **kwargs))

        contribute_operation_callback(strict, lambda made: known.update(query_names(made)))
        register = interface.api_operation(
            [method.upper()],
            path,
            auth=ProgramToken(scope),
            response={status: gives, codes: Problem},
            operation_id=view.__name__,
            url_name=view.__name__,
            summary=(view.__doc__ or "").partition("\n")[0],
            description=f"Scope: `{scope.value}`.",
            tags=[tag],
            openapi_extra={"x-scope": scope.value},
        )
        register(strict)
        return strict

    return declare


def query_names(made: Operation) -> set[str]:
    """Give the names of the parameters that an operation takes in its address."""
    return {
        name
        for model in made.models
        if model.__ninja_param_source__ == "query"
        for name in getattr(model, "__ninja_flatten_map__", None) or model.model_fields
    }


def refuse_strange_parameters(request: HttpRequest, known: set[str]) -> None:
    """Refuse parameters that nobody reads, or that come twice: whoever sent them meant something by them.

    Raises:
        InvalidError: There is one.
    """
    strange = sorted(set(request.GET) - known)
    twice = sorted(name for name in request.GET if len(request.GET.getlist(name)) > 1)
    if strange or twice:
        raise InvalidError(
            _("These parameters are not known here or were sent twice: %(names)s. Correct the address.")
            % {"names": ", ".join(each[:40] for each in [*strange, *twice][:5])}
        )


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
