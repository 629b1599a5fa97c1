"""The dispatcher's day on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jiezhi.concerns.permissions import RECEIVE
from jiezhi.faces.desk.day import day_of
from jiezhi.kit.access import ActorRequest, needs


@needs(RECEIVE)
@require_GET
def today(request: ActorRequest) -> HttpResponse:
    """Show what waits for the dispatcher, the oldest first, and what is wrong with the lists."""
    at = timezone.now()
    return render(request, "desk/today.html", {"day": day_of(request.actor, at=at), "at": at})
