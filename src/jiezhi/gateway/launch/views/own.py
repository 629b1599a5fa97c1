"""The page on which somebody agrees that a platform opens the desk in their name, or refuses."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.accounts.actions import confirm_password
from jiezhi.accounts.queries import is_right_password
from jiezhi.gateway.launch import actions
from jiezhi.gateway.launch.forms import AgreeForm
from jiezhi.gateway.launch.models import LaunchLink
from jiezhi.gateway.launch.queries import own_link as find_own_link
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.notices.permissions import READ_NOTICES


@needs(READ_NOTICES)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def own_link(request: ActorRequest, link_id: UUID) -> HttpResponse:
    """Say who wants to open the desk in one's name, and take the agreement, against the password."""
    link, at = find_own_link(request.actor, link_id), timezone.now()
    form = AgreeForm(request.POST or None, judge=lambda password: _is_theirs(request, link, password))
    if not link.user.has_usable_password():
        del form.fields["password"]
    if request.method == "POST" and form.is_valid():
        actions.confirm_own_link(link_id=link_id, actor=request.actor, at=at)
        messages.success(request, _("Agreed. You can undo it here at any time."))
        return redirect("launch:own_link", link_id)
    return render(
        request, "launch/own_link.html", {"link": link, "form": form}, status=422 if form.errors else 200
    )


@needs(READ_NOTICES)
@require_POST
def end_own_link(request: ActorRequest, link_id: UUID) -> HttpResponse:
    """Refuse it, or undo it."""
    actions.end_own_link(link_id=link_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("That platform does not open the desk in your name."))
    return redirect("accounts:me")


def _is_theirs(request: ActorRequest, link: LaunchLink, password: str) -> bool:
    is_right = is_right_password(link.user, password)
    return confirm_password(is_right=is_right, actor=request.actor, at=timezone.now())
