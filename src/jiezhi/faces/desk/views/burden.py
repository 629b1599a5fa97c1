"""The burden meter: where the office's own forms waste its people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jiezhi.faces.desk.burden import burden_page
from jiezhi.insight.permissions import SEE_BURDEN
from jiezhi.kit.access import ActorRequest, needs


@needs(SEE_BURDEN)
@require_GET
def burden(request: ActorRequest) -> HttpResponse:
    """Show what each process cost in a month, the worst first."""
    page = burden_page(request.actor, request.GET.get("month", ""), today=timezone.localdate())
    return render(request, "desk/burden.html", {"page": page})
