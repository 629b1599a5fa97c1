"""The plan on screen: its phases, and the targets of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.programme.actions import keep_phase, set_targets
from jiezhi.programme.forms import PhaseForm, TargetsForm
from jiezhi.programme.permissions import KEEP_GOALS
from jiezhi.programme.queries import get_phase, phases_of
from jiezhi.programme.standing import goal_rows


@needs(KEEP_GOALS)
@never_cache
@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest) -> HttpResponse:
    """List the phases, and enter another."""
    form = PhaseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            phase = keep_phase(**form.cleaned_data, actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            return redirect("programme:phase", phase.pk)
    now = timezone.now()
    context = {
        "form": form,
        "phases": phases_of(request.actor),
        "today": timezone.localdate(now),
        "goals": goal_rows(request.actor, at=now),
    }
    return render(request, "programme/plan.html", context, status=422 if form.errors else 200)


@needs(KEEP_GOALS)
@never_cache
@require_http_methods(["GET", "POST"])
def phase(request: ActorRequest, phase_id: UUID) -> HttpResponse:
    """Set the targets of a phase."""
    chosen = get_phase(request.actor, phase_id)
    form = TargetsForm(request.POST or None, phase=chosen)
    if form.is_bound and form.is_valid():
        try:
            set_targets(phase_id=chosen.pk, drafts=form.drafts(), actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            said = _(
                "The targets are set. The cockpit shows those about orders, and this page where each stands."
            )
            messages.success(request, said)
            return redirect("programme:plan")
    context = {"form": form, "phase": chosen}
    return render(request, "programme/phase.html", context, status=422 if form.errors else 200)
