"""Duplicates on screen: pairs to decide on, merging one order by hand, undoing it, figures and rules."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiezhi.burden.metering import note_post
from jiezhi.core.duplicates import Sameness
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, InvalidError, MissingError
from jiezhi.kit.measure import Question, all_measures
from jiezhi.merging import processes
from jiezhi.merging.actions import change_rules, decide_pair, merge_orders, undo_merge
from jiezhi.merging.choices import PairDecision
from jiezhi.merging.forms import DecideForm, MergeForm, RulesForm, UndoForm
from jiezhi.merging.measures import ABOUT, repeats_by_matter
from jiezhi.merging.models import DuplicatePair
from jiezhi.merging.queries import (
    get_pair,
    offered_matters,
    orders_like,
    proposed_pairs,
    reasons_in_words,
    rules_of,
)
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import matters_of
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DISPATCH
from jiezhi.workorders.queries import find_order_id, get_order

INVALID = 422
DAYS_BACK = 90


@needs(DISPATCH)
@require_safe
def pairs(request: ActorRequest) -> HttpResponse:
    """List the pairs of orders that are likely one, the likeliest first."""
    rows = [{"pair": pair, "reasons": _reasons(pair)} for pair in proposed_pairs(request.actor)]
    return render(
        request, "merging/pairs.html", {"rows": rows, "may_rule": request.actor.may(KEEP_LISTS.code)}
    )


@needs(DISPATCH)
@require_POST
def decide(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """Merge a pair, or say that it is two things."""
    get_pair(request.actor, pair_id)
    form = DecideForm(request.POST)
    if not form.is_valid():
        raise InvalidError(_("Say which of the two stays, or that they are two things."))
    decision, at = PairDecision(form.cleaned_data["decision"]), timezone.now()
    try:
        staying = decide_pair(pair_id=pair_id, decision=decision, actor=request.actor, at=at)
    except MissingError:
        raise
    except DomainError as problem:
        messages.error(request, problem.message)
        return redirect("merging:pairs")
    note_post(processes.DECIDE, form, actor=request.actor, at=at)
    messages.success(
        request, _merged(staying) if staying else _("They stay two, and are not proposed again.")
    )
    return redirect("merging:pairs")


@needs(DISPATCH)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Choose the order that another one is the same as, and put the two together."""
    order = get_order(request.actor, order_id)
    form = MergeForm(request.POST if request.method == "POST" else None, initial={"version": order.version})
    problem = None
    if form.is_valid():
        try:
            staying = _merge(request, order, form)
        except DomainError as error:
            problem = error
        else:
            note_post(processes.MERGE, form, actor=request.actor, at=timezone.now())
            messages.success(request, _merged(staying))
            return redirect("workorders:order", order_id=staying.pk)
    likely = orders_like(request.actor, order, at=timezone.now())
    context = {"order": order, "form": form, "candidates": likely, "problem": problem}
    status = problem.status if problem else (INVALID if form.errors else 200)
    return render(request, "merging/merge.html", context, status=status)


@needs(DISPATCH)
@require_POST
def undo(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Undo the merge of an order."""
    get_order(request.actor, order_id)
    form, at = UndoForm(request.POST), timezone.now()
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        order = undo_merge(absorbed_id=order_id, note=note, actor=request.actor, at=at)
    except InvalidError:
        raise  # `kit.problems` answers, with what was typed.
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        note_post(processes.UNDO, form, actor=request.actor, at=at)
        said = _("%(number)s stands again as it stood, with its own reporters.")
        messages.success(request, said % {"number": order.number})
    return redirect("workorders:order", order_id=order_id)


@needs(DISPATCH)
@require_safe
def figures(request: ActorRequest) -> HttpResponse:
    """Show what is measured of duplicates in the last days."""
    at = timezone.now()
    today = timezone.localdate(at)
    question = Question(request.actor, today - timedelta(days=DAYS_BACK), today, at)
    rows = [(measure, measure.compute(question).get(None)) for measure in all_measures(ABOUT)]
    context = {"rows": rows, "matters": repeats_by_matter(question), "days": DAYS_BACK}
    return render(request, "merging/figures.html", context)


@needs(KEEP_LISTS)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: ActorRequest) -> HttpResponse:
    """Show and change how duplicates are looked for."""
    known = rules_of(request.actor.tenant_id)
    names = ("near_m", "alike_percent", "days", "finished_days", "undo_days")
    initial = {name: getattr(known, name) for name in names}
    matters = matters_of(request.actor.tenant_id)
    initial["offered"] = [str(pk) for pk in offered_matters(known, matters)]
    form = RulesForm(request.POST if request.method == "POST" else None, initial=initial)
    form.offer(matters)
    if form.is_valid():
        change_rules(draft=form.draft(), actor=request.actor, at=timezone.now())
        note_post(processes.RULES, form, actor=request.actor, at=timezone.now())
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("merging:rules")
    return render(request, "merging/rules.html", {"form": form}, status=INVALID if form.errors else 200)


def _merge(request: ActorRequest, order: WorkOrder, form: MergeForm) -> WorkOrder:
    entered = form.cleaned_data
    other_id = entered["order"]
    if entered["number"].strip():
        other_id = find_order_id(request.actor, entered["number"].strip().upper())
    if other_id is None:
        raise InvalidError(_("There is no such order in your area. Choose one, or enter its number."))
    is_kept = entered["stays"] == "this"
    return merge_orders(
        absorbed_id=other_id if is_kept else order.pk,
        staying_id=order.pk if is_kept else other_id,
        note=entered["note"],
        seen_version=None if is_kept else entered["version"],
        actor=request.actor,
        at=timezone.now(),
    )


def _merged(staying: WorkOrder) -> str:
    said = _("%(number)s answers for both: every reporter is told and called back.")
    return said % {"number": staying.number}


def _reasons(pair: DuplicatePair) -> tuple[str, ...]:
    why = Sameness(
        weight=pair.wording,
        wording=pair.wording,
        is_same_estate=pair.is_same_estate,
        distance_m=pair.distance_m,
        is_same_matter=pair.one.matter_id == pair.other.matter_id,
        is_same_reporter=False,
        apart=abs(pair.one.opened_at - pair.other.opened_at),
    )
    return reasons_in_words(why)
