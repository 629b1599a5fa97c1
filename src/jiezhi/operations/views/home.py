"""The operator's page: may I go home?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.operations.panorama import answer_of, read_tiles, worst_first
from jiezhi.operations.permissions import MEND, SEE


@needs(SEE)
@never_cache
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Show every tile, and the sentence on top."""
    at = timezone.now()
    tiles = read_tiles(at=at)
    context = {
        "answer": answer_of(tiles),
        "tiles": worst_first(tiles),
        "read_at": at,
        "may_mend": request.actor.may(MEND.code),
    }
    return render(request, "operations/home.html", context)
