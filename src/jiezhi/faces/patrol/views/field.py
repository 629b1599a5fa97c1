"""What the scripts of patrol ask: who is signed in, what the day needs; and the page of what waits."""

from base64 import b64encode

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jiezhi.faces.patrol.packing import pack_of
from jiezhi.faces.patrol.words import field_context
from jiezhi.fieldwork.permissions import REPORT
from jiezhi.fieldwork.queries import account_of, seal_of
from jiezhi.kit.access import ActorRequest, needs


@needs(REPORT)
@require_GET
def who(request: ActorRequest) -> HttpResponse:
    """Tell whose session this is, with a fresh token to send by and the key that locks what they wrote."""
    return JsonResponse(
        {
            "account": account_of(request.actor),
            "token": get_token(request),
            "seal": b64encode(seal_of(request.actor)).decode(),
        }
    )


@needs(REPORT)
@require_POST
def pack(request: ActorRequest) -> HttpResponse:
    """Give what the day needs without a connection. By POST: doors of visits are read, and each look is on record."""
    return JsonResponse(pack_of(request.actor, at=timezone.now()))


@needs(REPORT)
@require_GET
def queue(request: ActorRequest) -> HttpResponse:
    """Show what waits on this telephone; the server knows nothing of it."""
    return render(request, "patrol/queue.html", field_context(request))
