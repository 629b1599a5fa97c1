"""The wall: one page for leaders, every number of which opens its list."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jiezhi.faces.wall.board import board_for
from jiezhi.insight.periods import PeriodName
from jiezhi.insight.permissions import SEE_WALL
from jiezhi.kit.access import ActorRequest, needs


@needs(SEE_WALL)
def wall(request: ActorRequest) -> HttpResponse:
    """Show the figures, the map and what needs attention."""
    at = datetime.now(UTC)
    asked = request.GET.get("period", "")
    name = PeriodName(asked) if asked in set(PeriodName) else PeriodName.LAST_30_DAYS
    board = board_for(request.actor, name, today=timezone.localdate(at), at=at)
    return render(request, "wall/wall.html", {"board": board})
