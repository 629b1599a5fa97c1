"""Gateways and robots on screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.notices.actions import end_way, set_up_way, try_way
from jiezhi.notices.errors import WayRefusedError
from jiezhi.notices.forms import GatewayForm, RobotForm
from jiezhi.notices.permissions import KEEP_WAYS
from jiezhi.notices.queries import receipt_key_of, ways_of
from jiezhi.notices.rows import group_of
from jiezhi.organisation.queries import departments_of


@require_safe
@needs(KEEP_WAYS)
def way_list(request: ActorRequest) -> HttpResponse:
    """List the ways that are in use."""
    rows = [(way, group_of(way) if way.is_robot else way.name) for way in ways_of(request.actor)]
    return render(request, "notices/ways.html", {"rows": rows, "at": timezone.now()})


@require_http_methods(["GET", "POST"])
@needs(KEEP_WAYS)
def new_robot(request: ActorRequest) -> HttpResponse:
    """Set up a robot."""
    form = RobotForm(request.POST or None)
    form.offer(departments_of(request.actor.tenant_id))
    return _set_up(request, form, _("Set up a group robot"))


@require_http_methods(["GET", "POST"])
@needs(KEEP_WAYS)
def new_gateway(request: ActorRequest) -> HttpResponse:
    """Set up the gateway for short messages."""
    return _set_up(request, GatewayForm(request.POST or None), _("Set up short messages"))


@require_POST
@needs(KEEP_WAYS)
def end(request: ActorRequest, way_id: UUID) -> HttpResponse:
    """Take a way out of use."""
    end_way(way_id=way_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("It is out of use. What waited on it is not sent."))
    return redirect("notices:ways")


@require_POST
@needs(KEEP_WAYS)
def trial(request: ActorRequest, way_id: UUID) -> HttpResponse:
    """Send a trial."""
    try:
        try_way(way_id=way_id, actor=request.actor, at=timezone.now())
    except WayRefusedError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("A trial is on its way: the list of messages shows what becomes of it."))
    return redirect("notices:ways")


@require_safe
@never_cache
@needs(KEEP_WAYS)
def receipt_key(request: ActorRequest) -> HttpResponse:
    """Show with what the gateway signs what it reports back, and where to."""
    key = receipt_key_of(request.actor)
    gateway = next((way for way in ways_of(request.actor) if not way.is_robot), None)
    return render(request, "notices/receipt_key.html", {"key": key, "gateway": gateway})


def _set_up(request: ActorRequest, form: RobotForm | GatewayForm, heading: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            set_up_way(draft=form.draft(), actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("It is set up. Send a trial to see whether it works."))
            return redirect("notices:ways")
    context = {"form": form, "heading": heading}
    return render(request, "notices/new_way.html", context, status=422 if form.errors else 200)
