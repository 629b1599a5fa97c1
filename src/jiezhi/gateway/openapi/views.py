"""The document of the interface, and the answer at addresses that it does not have."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from jiezhi.gateway.openapi.document import document
from jiezhi.gateway.openapi.problems import problem_answer
from jiezhi.kit.access import ActorRequest, public
from jiezhi.kit.errors import MissingError


@public
@require_safe
def show_document(request: ActorRequest) -> HttpResponse:  # noqa: ARG001 - it is the same for everybody
    """Give the OpenAPI 3.1 document: it is the same for everybody, and tells nothing about the office."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@public
@csrf_exempt
def nothing_here(request: ActorRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - named by the address
    """Tell programs in their own form that there is nothing at an address."""
    message = _("The interface has no such address. Its document is at /api/v1/openapi.json.")
    return problem_answer(MissingError(message))
