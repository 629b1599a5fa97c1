"""What machines ask to learn whether this one lives."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from jiezhi.kit.access import ActorRequest, public


@require_safe
@public
def live(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the web server answers. It asks nobody else, neither the database nor the worker."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
