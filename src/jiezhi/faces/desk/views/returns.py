"""What was sent back, handed on and objected to, per line of the lists: how often, why, and what became of it."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiezhi.concerns.superior_queries import objection_lines
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.supervision.permissions import SEE
from jiezhi.workorders.returns import return_lines

DAYS_BACK = 90


@needs(SEE)
@require_safe
def returned(request: ActorRequest) -> HttpResponse:
    """List them for the last days; matters and departments are counted, never persons."""
    now, days = timezone.now(), timedelta(days=DAYS_BACK)
    context = {
        "returns": return_lines(request.actor, since_on=timezone.localdate(now - days)),
        "objections": objection_lines(request.actor, since=now - days),
        "days": DAYS_BACK,
    }
    return render(request, "desk/returns.html", context)
