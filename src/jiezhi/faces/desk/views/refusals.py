"""Orders from above that could not be taken: try again, or set aside."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.burden.metering import note_post
from jiezhi.concerns.actions import set_aside_refusal, take_mended_order
from jiezhi.concerns.bridging import take_again, told_parts
from jiezhi.concerns.choices import Channel
from jiezhi.concerns.permissions import BRIDGE
from jiezhi.concerns.processes import PASTE, SET_ASIDE
from jiezhi.concerns.superior_queries import get_refusal, reveal_refusal
from jiezhi.faces.desk.above import said_of
from jiezhi.faces.desk.above_page import render_above
from jiezhi.faces.desk.superior_forms import SetAsideForm, SuperiorForm
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError


@needs(BRIDGE)
@never_cache
@require_http_methods(["GET", "POST"])
def mend(request: ActorRequest, refused_id: UUID) -> HttpResponse:
    """Show what was told, which leaves a trace, and bring it in as it is mended."""
    if request.method == "GET":
        why = _("Mending an order from above that could not be taken")
        refused = reveal_refusal(request.actor, refused_id, purpose=why, at=timezone.now())
        form = SuperiorForm(initial={**told_parts(refused), "source": refused.source_id})
        return render(request, "desk/above_check.html", {"form": form, "refused": refused})
    refused, form = get_refusal(request.actor, refused_id), SuperiorForm(request.POST)
    if form.is_valid():
        try:
            return _mended(request, refused_id, form)
        except DomainError as problem:
            if problem.status in (403, 404):
                raise
            form.add_error(None, problem.message)
    return render(request, "desk/above_check.html", {"form": form, "refused": refused}, status=422)


def _mended(request: ActorRequest, refused_id: UUID, form: SuperiorForm) -> HttpResponse:
    at, actor = timezone.now(), request.actor
    taken = take_mended_order(refused_id=refused_id, draft=form.draft(), actor=actor, at=at)
    note_post(PASTE, form, channel=Channel.SUPERIOR, made=int(taken.is_to_do), actor=actor, at=at)
    messages.success(request, said_of(taken))
    return redirect("desk:concern", taken.superior.concern_id)


@needs(BRIDGE)
@require_POST
def take_refused(request: ActorRequest, refused_id: UUID) -> HttpResponse:
    """Try anew to bring in an order that could not be taken."""
    try:
        taken = take_again(refused_id, actor=request.actor, at=timezone.now())
    except DomainError as problem:
        if problem.status in (403, 404):
            raise
        messages.error(request, _("It still cannot be taken. %(why)s") % {"why": problem.message})
        return redirect("desk:above")
    messages.success(request, said_of(taken))
    return redirect("desk:concern", taken.superior.concern_id)


@needs(BRIDGE)
@require_POST
def set_aside(request: ActorRequest, refused_id: UUID) -> HttpResponse:
    """Leave an order that could not be taken, with the reason."""
    get_refusal(request.actor, refused_id)
    form = SetAsideForm(request.POST, auto_id=f"aside_{refused_id}_%s")
    if not form.is_valid():
        return render_above(request, failed={refused_id: form})
    at, note = timezone.now(), form.cleaned_data["note"]
    row = set_aside_refusal(refused_id=refused_id, note=note, actor=request.actor, at=at)
    note_post(SET_ASIDE, form, channel=Channel.SUPERIOR, actor=request.actor, at=at)
    said = _("%(order)s is set aside; the reason is on record.")
    messages.success(request, said % {"order": row.number or _("The order without a number")})
    return redirect("desk:above")
