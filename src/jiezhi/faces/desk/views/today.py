"""A worker's day on one page: one inbox, whatever it is that waits."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jiezhi.concerns.permissions import READ, RECEIVE
from jiezhi.faces.desk.day import day_of, page_of_day
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.workorders.permissions import VIEW

LONGEST_SEARCH = 60
"""Characters; more than that nobody searches for."""


@needs(VIEW)
@require_GET
def today(request: ActorRequest) -> HttpResponse:
    """Show what waits for a worker, what presses first; or one part of it, or requests with the words asked for."""
    at = timezone.now()
    may_search = request.actor.may(READ.code)
    words = request.GET.get("words", "").strip()[:LONGEST_SEARCH] if may_search else ""
    day = None
    if not words:
        key, asked = request.GET.get("part", ""), request.GET.get("page", "")
        day = page_of_day(request.actor, key=key, asked=asked)
    day = day or day_of(request.actor, at=at, words=words)
    return render(
        request,
        "desk/today.html",
        {"day": day, "at": at, "may_search": may_search, "may_enter": request.actor.may(RECEIVE.code)},
    )
