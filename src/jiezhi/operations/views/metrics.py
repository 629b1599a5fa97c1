"""Metrics, for a collector on this machine."""

from ipaddress import ip_address

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from jiezhi.kit.access import ActorRequest, public
from jiezhi.operations.gathering import metrics_text

FORWARDED = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
)
"""What proxies add: a request that carries one came from elsewhere."""


@require_safe
@never_cache
@public
def metrics(request: ActorRequest) -> HttpResponse:
    """Tell callers on this machine; for everybody else there is nothing here."""
    if not is_from_here(request):
        raise Http404
    return HttpResponse(metrics_text(), content_type=CONTENT_TYPE_LATEST)


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether a program on this machine asks, and not a proxy for somebody else."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
