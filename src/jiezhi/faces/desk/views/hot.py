"""What many residents speak of: the list of the night, one issue, and one order for it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiezhi.burden.metering import note_post
from jiezhi.concerns.actions import Confirmation, open_theme_order
from jiezhi.concerns.hot import get_issue, issue_lines
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.processes import OPEN_THEME
from jiezhi.faces.desk.forms import ThemeForm
from jiezhi.faces.desk.issue import issue_page
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, InvalidError
from jiezhi.workorders.models import WorkOrder


@needs(RECEIVE)
@require_GET
def hot(request: ActorRequest) -> HttpResponse:
    """List the hot issues of the last night, the hottest first."""
    return render(request, "desk/hot.html", {"lines": issue_lines(request.actor)})


@needs(RECEIVE)
@require_GET
def issue(request: ActorRequest, issue_id: UUID) -> HttpResponse:
    """Show one issue with its requests."""
    found = get_issue(request.actor, issue_id)
    return render(request, "desk/hot_issue.html", {"page": issue_page(request.actor, found)})


@needs(RECEIVE)
@require_POST
def theme_order(request: ActorRequest, issue_id: UUID) -> HttpResponse:
    """Open one order for every request of the issue that waits, or for its cause."""
    form = ThemeForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError(_("Something is missing. It is marked below; what you wrote is kept."))
        decided = Confirmation(matter_id=form.cleaned_data["matter"], brief=form.cleaned_data["brief"])
        order, count = open_theme_order(
            issue_id=issue_id, confirmation=decided, actor=request.actor, at=timezone.now()
        )
    except DomainError as problem:
        if problem.status in (403, 404):
            raise
        page = issue_page(request.actor, get_issue(request.actor, issue_id), failed=form, problem=problem)
        return render(request, "desk/hot_issue.html", {"page": page}, status=problem.status)
    note_post(OPEN_THEME, form, actor=request.actor, at=timezone.now(), made=count)
    messages.success(request, _told(order, count))
    return redirect("workorders:order", order.pk)


def _told(order: WorkOrder, count: int) -> str:
    if not count:
        return _("%(number)s is opened for the cause. The other orders go on.") % {"number": order.number}
    said = _("%(number)s answers %(count)d requests; every reporter is told and called back.")
    return said % {"number": order.number, "count": count}
