"""Mediations on screen: the list with its figures, one mediation, opening one, parties, and the printed agreement."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiezhi.burden.metering import MeteredForm, Process, note_post
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, InvalidError, MissingError, RefusedError
from jiezhi.kit.measure import Question, all_measures
from jiezhi.mediation import actions, processes
from jiezhi.mediation.choices import RevealReason
from jiezhi.mediation.forms import MediatorForm, OpenForm, RevealForm
from jiezhi.mediation.measures import ABOUT
from jiezhi.mediation.models import Mediation
from jiezhi.mediation.permissions import KEEP, REVEAL, SEE
from jiezhi.mediation.queries import (
    committees_of,
    get_mediation,
    keeps_list_of,
    mediations_of,
    mediators_of,
    own_committee,
    reveal_mediation,
)
from jiezhi.mediation.standing import mediation_line, party_name
from jiezhi.mediation.views.deeds import DEEDS, Deed, form_for, is_offered, told_after
from jiezhi.workorders.queries import find_order_id

DAYS_BACK = 365
UNPROCESSABLE = 422


@needs(SEE)
@require_safe
def mediation_list(request: ActorRequest) -> HttpResponse:
    """List the mediations of the area, with what is measured of the last year."""
    at, is_open = timezone.now(), request.GET.get("show") != "done"
    today = timezone.localdate(at)
    question = Question(request.actor, today - timedelta(days=DAYS_BACK), today, at)
    context = {
        "lines": [mediation_line(row, today=today) for row in mediations_of(request.actor, is_open=is_open)],
        "is_open": is_open,
        "figures": [(measure, measure.compute(question).get(None)) for measure in all_measures(ABOUT)],
        "may_keep": request.actor.may(KEEP.code),
    }
    return render(request, "mediation/list.html", context)


@needs(SEE)
@require_safe
def mediation(request: ActorRequest, mediation_id: UUID) -> HttpResponse:
    """Show a mediation and what can be done with it now."""
    return _screen(request, get_mediation(request.actor, mediation_id))


def _screen(
    request: ActorRequest, found: Mediation, *, sent: tuple[str, MeteredForm] | None = None
) -> HttpResponse:
    may_keep = request.actor.may(KEEP.code)
    offered = [deed for deed in DEEDS.values() if may_keep and is_offered(deed, found)]
    if sent and sent[0] not in {deed.key for deed in offered}:
        offered.append(DEEDS[sent[0]])
    context = {
        "trail": [{"label": _("Mediation"), "url": reverse("mediation:list")}],
        "mediation": found,
        "line": mediation_line(found, today=timezone.localdate()),
        "parties": [(party, party_name(party)) for party in found.parties.all()],
        "deeds": [(deed, _form(deed, found, sent)) for deed in offered],
        "reasons": RevealReason.choices if request.actor.may(REVEAL.code) else [],
    }
    return render(request, "mediation/mediation.html", context, status=UNPROCESSABLE if sent else 200)


def _form(deed: Deed, found: Mediation, sent: tuple[str, MeteredForm] | None) -> MeteredForm:
    return sent[1] if sent and sent[0] == deed.key else form_for(deed, found)


@needs(KEEP)
@require_POST
def deed(request: ActorRequest, mediation_id: UUID, key: str) -> HttpResponse:
    """Carry out one of the deeds of a mediation's page; what speaks against it stands in its form."""
    found, wanted = get_mediation(request.actor, mediation_id), DEEDS.get(key)
    if wanted is None:
        raise Http404
    form = form_for(wanted, found, request.POST)
    if not _done(request, form, wanted, found):
        return _screen(request, found, sent=(key, form))
    messages.success(request, told_after(wanted, form.cleaned_data))
    return redirect("mediation:mediation", found.pk)


def _done(request: ActorRequest, form: MeteredForm, wanted: Deed, found: Mediation) -> bool:
    def carry_out() -> None:
        wanted.do(found.pk, form.cleaned_data, request.actor)

    return _carried(request, form, carry_out, processes.CARRY_OUT)


def _carried(request: ActorRequest, form: MeteredForm, carry_out: Callable[[], object], of: Process) -> bool:
    if not form.is_valid():
        return False
    try:
        carry_out()
    except (MissingError, RefusedError):
        raise
    except DomainError as problem:
        form.add_error(None, problem.message)
        return False
    note_post(of, form, actor=request.actor, at=timezone.now())
    return True


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Open a mediation, from an order or directly."""
    own = own_committee(request.actor)
    initial = {"order_number": request.GET.get("order", ""), "committee": own and own.pk}
    form = OpenForm(request.POST or None, initial=initial)
    form.offer(committees_of(request.actor.tenant_id))
    made: list[Mediation] = []
    if form.is_bound and _carried(request, form, lambda: made.append(_open(request, form)), processes.OPEN):
        messages.success(request, _("Opened. Enter the parties next."))
        return redirect("mediation:mediation", made[0].pk)
    return render(request, "mediation/new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


def _open(request: ActorRequest, form: OpenForm) -> Mediation:
    typed, order_id = form.cleaned_data, None
    number = typed["order_number"].strip().upper()
    if number:
        order_id = find_order_id(request.actor, number)
        if order_id is None:
            raise InvalidError(_("There is no work order %(number)s in your area.") % {"number": number})
    own = own_committee(request.actor)
    place = own.community_id if own else None
    draft = actions.MediationDraft(typed["kind"], typed["brief"], typed["committee"], order_id, place)
    return actions.open_mediation(draft=draft, actor=request.actor, at=timezone.now())


@needs(REVEAL)
@never_cache
@require_POST
def reveal(request: ActorRequest, mediation_id: UUID) -> HttpResponse:
    """Show parties, notes and terms this once, for a reason; the look is on record before they are."""
    return _revealed(request, mediation_id, "mediation/revealed.html")


@needs(REVEAL)
@never_cache
@require_POST
def agreement(request: ActorRequest, mediation_id: UUID) -> HttpResponse:
    """Give the agreement as a page that both sides sign; printing it is a look that is on record."""
    return _revealed(request, mediation_id, "mediation/agreement.html")


def _revealed(request: ActorRequest, mediation_id: UUID, template: str) -> HttpResponse:
    form = RevealForm(request.POST)
    reason = str(RevealReason(form.cleaned_data["reason"]).label) if form.is_valid() else ""
    shown = reveal_mediation(request.actor, mediation_id, purpose=reason, at=timezone.now())
    context = {"mediation": get_mediation(request.actor, mediation_id), "shown": shown}
    return render(request, template, context)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def mediators(request: ActorRequest) -> HttpResponse:
    """List the mediators, and put another on a committee's list."""
    actor, own = request.actor, own_committee(request.actor)
    initial = {"since_on": timezone.localdate(), "committee": own and own.pk}
    form = MediatorForm(request.POST or None, initial=initial)
    form.offer(row for row in committees_of(actor.tenant_id) if keeps_list_of(actor, row))

    def enter() -> None:
        typed = form.cleaned_data
        facts = {"committee_id": typed["committee"], "name": typed["name"], "since_on": typed["since_on"]}
        actions.enter_mediator(**facts, actor=actor, at=timezone.now())

    if form.is_bound and _carried(request, form, enter, processes.KEEP_MEDIATOR):
        messages.success(request, _("On the list."))
        return redirect("mediation:mediators")
    listed = [(row, keeps_list_of(actor, row.committee)) for row in mediators_of(actor.tenant_id)]
    context = {"form": form, "mediators": listed}
    return render(request, "mediation/mediators.html", context, status=UNPROCESSABLE if form.errors else 200)


@needs(KEEP)
@require_POST
def end_mediator(request: ActorRequest, mediator_id: UUID) -> HttpResponse:
    """Take somebody off the list."""
    actions.end_mediator(mediator_id=mediator_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Off the list. Mediations keep who carried them out."))
    return redirect("mediation:mediators")
