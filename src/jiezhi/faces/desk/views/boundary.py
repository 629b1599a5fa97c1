"""Where a department's duty begins and ends, for everybody who deals with orders."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiezhi.faces.desk.boundary import boundary_page
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.workorders.permissions import VIEW

NOBODYS = UUID(int=0)


@needs(VIEW)
@require_safe
def boundary(request: ActorRequest, department_id: UUID) -> HttpResponse:
    """Show a department's boundary."""
    return _shown(request, department_id)


@needs(VIEW)
@require_safe
def own_boundary(request: ActorRequest) -> HttpResponse:
    """Show the boundary of the reader's own department."""
    return _shown(request, request.actor.department_id or NOBODYS)


def _shown(request: ActorRequest, department_id: UUID) -> HttpResponse:
    page = boundary_page(request.actor, department_id, at=timezone.now())
    context = {"shown": page, "boundary": page.boundary, "department": page.boundary.department}
    return render(request, "desk/boundary.html", context)
