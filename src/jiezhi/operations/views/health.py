"""What machines ask to learn whether this one lives."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiezhi.kit.access import ActorRequest, needs, public
from jiezhi.operations.health import is_ready, readiness
from jiezhi.operations.panorama import answer_of, read_tiles
from jiezhi.operations.permissions import SEE


@require_safe
@public
def live(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the web server answers. It asks nobody else, neither the database nor the worker."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@require_safe
@never_cache
@public
def ready(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """Say which parts are there; 503 when a request could not be answered."""
    parts = readiness(at=timezone.now())
    told = {name: "ok" if holds else "missing" for name, holds in parts.items()}
    return JsonResponse(told, status=HTTPStatus.OK if is_ready(parts) else HTTPStatus.SERVICE_UNAVAILABLE)


@require_safe
@never_cache
@needs(SEE)
def deep(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """Give every tile of the operator's page to a program; its own success says nothing of theirs."""
    tiles = read_tiles(at=timezone.now())
    answer = answer_of(tiles)
    told = {
        shown.tile.name: {
            "tone": shown.reading.tone,
            "since": shown.reading.since,
            "good_at": shown.reading.good_at,
        }
        for shown in tiles
    }
    return JsonResponse({"tone": answer.tone, "tiles": told})
