"""Chained approvals on screen: the list, one chain as a table with bars, starting one, and templates."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiezhi.burden.metering import note_post
from jiezhi.chains import processes
from jiezhi.chains.actions import ChainDraft, enter_template, retire_template, start_chain
from jiezhi.chains.forms import StartForm, TemplateForm
from jiezhi.chains.permissions import SEE, START
from jiezhi.chains.queries import chains_of, get_chain, templates_of
from jiezhi.chains.standing import chain_line, earliest_start
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, InvalidError
from jiezhi.organisation.queries import departments_of, matters_of
from jiezhi.places.queries import estates_of
from jiezhi.workorders.clock import calendar_if_asked
from jiezhi.workorders.queries import find_order_id

UNPROCESSABLE = 422


@needs(SEE)
@require_safe
def chain_list(request: ActorRequest) -> HttpResponse:
    """List the chains of the area, running or ended."""
    at, is_open = timezone.now(), request.GET.get("show") != "ended"
    chains = chains_of(request.actor, is_open=is_open)
    calendar = calendar_if_asked(request.actor.tenant_id, since=earliest_start(chains, at=at))
    lines = [chain_line(chain, calendar, at=at) for chain in chains]
    return render(
        request,
        "chains/list.html",
        {"lines": lines, "is_open": is_open, "may_start": request.actor.may(START.code)},
    )


@needs(SEE)
@require_safe
def chain(request: ActorRequest, chain_id: UUID) -> HttpResponse:
    """Show one chain: every step with its bar, its spare days, and who holds the whole up."""
    found = get_chain(request.actor, chain_id)
    calendar = calendar_if_asked(found.sub_district_id, since=found.started_at)
    context = {
        "trail": [{"label": _("Chained approvals"), "url": reverse("chains:list")}],
        "line": chain_line(found, calendar, at=timezone.now()),
    }
    return render(request, "chains/chain.html", context)


@needs(START)
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest) -> HttpResponse:
    """Start a chain for an order or an estate."""
    street, templates = request.actor.tenant_id, templates_of(request.actor.tenant_id)
    form = StartForm(request.POST or None, initial={"order_number": request.GET.get("order", "")})
    form.offer(templates, estates_of(street), departments_of(street))
    if form.is_bound and form.is_valid():
        try:
            made = start_chain(draft=_draft(request, form), actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            note_post(processes.START_CHAIN, form, actor=request.actor, at=timezone.now())
            messages.success(request, _("Started. The first steps are with their departments."))
            return redirect("chains:chain", chain_id=made.pk)
    context = {"form": form, "templates": templates}
    return render(request, "chains/start.html", context, status=UNPROCESSABLE if form.errors else 200)


@needs(START)
@require_http_methods(["GET", "POST"])
def templates(request: ActorRequest) -> HttpResponse:
    """List the templates, and enter another."""
    street, form = request.actor.tenant_id, TemplateForm(request.POST or None)
    form.offer(matters_of(street), departments_of(street))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        made = {"name": typed["name"], "matter_id": typed["matter"], "steps": typed["steps"]}
        try:
            enter_template(**made, actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error("steps", problem.message)
        else:
            note_post(processes.ENTER_TEMPLATE, form, actor=request.actor, at=timezone.now())
            messages.success(request, _("Entered. Chains can be started from it now."))
            return redirect("chains:templates")
    context = {"form": form, "templates": templates_of(street)}
    return render(request, "chains/templates.html", context, status=UNPROCESSABLE if form.errors else 200)


@needs(START)
@require_POST
def retire(request: ActorRequest, template_id: UUID) -> HttpResponse:
    """Take a template out of use."""
    retire_template(template_id=template_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Retired. Chains that were started from it go on."))
    return redirect("chains:templates")


def _draft(request: ActorRequest, form: StartForm) -> ChainDraft:
    typed = form.cleaned_data
    number, order_id = typed["order_number"].strip().upper(), None
    if number:
        order_id = find_order_id(request.actor, number)
        if order_id is None:
            raise InvalidError(_("There is no work order %(number)s in your area.") % {"number": number})
    return ChainDraft(typed["template"], typed["title"], order_id, typed["estate"], form.chosen())
