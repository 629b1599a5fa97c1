"""The wall: one page for leaders, every number of which opens its list."""

from datetime import UTC, date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.faces.wall.board import board_for
from jiezhi.faces.wall.causes import cause_page
from jiezhi.faces.wall.months import month_lines
from jiezhi.faces.wall.profile import profile_for
from jiezhi.insight.periods import PeriodName
from jiezhi.insight.permissions import SEE_WALL
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.measure import all_measures
from jiezhi.kit.ui.unmet import unmet_filter


@needs(SEE_WALL)
def wall(request: ActorRequest) -> HttpResponse:
    """Show the figures, the map and what needs attention."""
    at = datetime.now(UTC)
    name, month_on = _asked(request)
    board = board_for(request.actor, name, month_on=month_on, at=at)
    return render(request, "wall/wall.html", {"board": board, "unmet": _unmet(request, name, month_on)})


@needs(SEE_WALL)
def months(request: ActorRequest) -> HttpResponse:
    """Show the last months beside each other."""
    lines = month_lines(request.actor, at=datetime.now(UTC))
    return render(request, "wall/months.html", {"lines": lines, "measures": all_measures()})


@needs(SEE_WALL)
def profile(request: ActorRequest) -> HttpResponse:
    """Show the street in numbers."""
    return render(request, "wall/profile.html", {"profile": profile_for(request.actor.tenant_id)})


@needs(SEE_WALL)
def causes(request: ActorRequest) -> HttpResponse:
    """Show what residents complain of, and how few causes make up most of it."""
    name, month_on = _asked(request)
    page = cause_page(request.actor, name, month_on=month_on, at=datetime.now(UTC))
    return render(request, "wall/causes.html", {"page": page, "unmet": _unmet(request, name, month_on)})


def _asked(request: ActorRequest) -> tuple[PeriodName, date | None]:
    """Give the period and the month that the address names."""
    asked = request.GET.get("period", "")
    name = PeriodName(asked) if asked in set(PeriodName) else PeriodName.LAST_30_DAYS
    return name, _month(request, timezone.localdate())


def _unmet(request: ActorRequest, name: PeriodName, month_on: date | None) -> list[str]:
    """Give a sentence for what the address asks for and is not shown."""
    labels = []
    if request.GET.get("period", "") not in ("", name):
        labels.append(_("Period"))
    if request.GET.get("month") and month_on is None:
        labels.append(_("Month"))
    return [unmet_filter(label) for label in labels]


def _month(request: ActorRequest, today: date) -> date | None:
    try:
        first_on = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None
    return first_on if first_on <= today else None
