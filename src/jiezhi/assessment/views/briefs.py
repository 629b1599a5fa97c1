"""The monthly briefs: which there are, and their documents."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.assessment.actions import ask_brief, read_brief
from jiezhi.assessment.permissions import READ_BRIEFS
from jiezhi.assessment.queries import briefs_of
from jiezhi.kit.access import ActorRequest, needs


@require_safe
@needs(READ_BRIEFS)
def briefs(request: ActorRequest) -> HttpResponse:
    """List the months, the newest first."""
    return render(request, "assessment/briefs.html", {"briefs": briefs_of(request.actor)})


@require_safe
@needs(READ_BRIEFS)
def document(request: ActorRequest, brief_id: UUID) -> HttpResponse:
    """Give the document of a month."""
    brief = read_brief(brief_id=brief_id, actor=request.actor, at=timezone.now())
    response = HttpResponse(bytes(brief.document or b""), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="brief-{brief.month_on:%Y-%m}.pdf"'
    return response


@require_POST
@needs(READ_BRIEFS)
def again(request: ActorRequest, brief_id: UUID) -> HttpResponse:
    """Have the document made again from the same fixed figures."""
    ask_brief(brief_id=brief_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("It is being made again from the fixed figures."))
    return redirect("assessment:briefs")
