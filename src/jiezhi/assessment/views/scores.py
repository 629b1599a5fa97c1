"""Scorecards, what each of their numbers counts, and objections to lines."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.assessment.actions import Lined, decide_objection, object_to_line, withdraw_objection
from jiezhi.assessment.cards import CardPage, card_page, chosen, one_card, period_choices
from jiezhi.assessment.choices import IndicatorName, SubjectKind
from jiezhi.assessment.forms import DecisionForm, ObjectionForm
from jiezhi.assessment.permissions import DECIDE, OBJECT, SEE
from jiezhi.assessment.queries import require_subject, waiting_objections
from jiezhi.assessment.tallies import order_of, rows_behind
from jiezhi.core.scorecards import LEAST, Indicator
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.kit.ui.unmet import unmet_filter, unmet_page

PAGE_ROWS = 50


@require_safe
@needs(SEE)
def scores(request: ActorRequest) -> HttpResponse:
    """Show the scorecards of the office, its departments or its communities, by name."""
    asked = request.GET.get("kind", "")
    kinds = _kinds(request)
    kind = next((each for each in kinds if each.value == asked), kinds[0])
    page = card_page(request.actor, kind, request.GET.get("period", ""), at=timezone.now())
    context = {"page": page, "kinds": kinds, "unmet": _unmet(request, page), "least": LEAST}
    return render(request, "assessment/scores.html", context)


@require_safe
@needs(SEE)
def card(request: ActorRequest, kind: str, subject_id: UUID) -> HttpResponse:
    """Show one scorecard with all its lines."""
    return _card(request, kind, subject_id)


@require_safe
@needs(SEE)
def behind(request: ActorRequest, kind: str, subject_id: UUID, indicator: str) -> HttpResponse:
    """List what a line counts."""
    subject, name = _kind(kind), _indicator(indicator)
    choice = chosen(request.GET.get("period", ""), period_choices(timezone.localdate()))
    heading = require_subject(request.actor, subject, subject_id)
    key = Indicator(name.value)
    rows = rows_behind(request.actor, subject, subject_id, key, choice.period, at=timezone.now())
    asked = request.GET.get("page", "")
    found = Paginator(rows, PAGE_ROWS).get_page(asked)
    context = {
        "name": heading,
        "kind": subject,
        "subject_id": subject_id,
        "indicator": name,
        "choice": choice,
    }
    context |= {"rows": [(row, order_of(row)) for row in found], "found": found}
    return render(request, "assessment/behind.html", context | {"unmet": unmet_page(asked, found.number)})


@require_POST
@needs(OBJECT)
def objected(request: ActorRequest, kind: str, subject_id: UUID, indicator: str) -> HttpResponse:
    """Object to a line of an own scorecard."""
    subject, name, form = _kind(kind), _indicator(indicator), ObjectionForm(request.POST)
    if not form.is_valid():
        return _card(request, kind, subject_id, form=form, wrong=name)
    now, asked = timezone.now(), request.POST.get("period", "")
    page, found = one_card(request.actor, subject, subject_id, asked, at=now)
    tally = next(line.net for line in found.lines if line.indicator is name)
    line = Lined(subject, subject_id, name, page.choice.whole, tally)
    try:
        object_to_line(line=line, words=form.cleaned_data["words"], actor=request.actor, at=now)
    except DomainError as problem:
        form.add_error("words", problem.message)
        return _card(request, kind, subject_id, form=form, wrong=name)
    messages.success(request, _("Noted. Another person decides; both stand beside the line."))
    return redirect(f"{reverse('assessment:card', args=[kind, subject_id])}?period={page.choice.key}")


@require_safe
@needs(DECIDE)
def objections(request: ActorRequest) -> HttpResponse:
    """List the objections that wait."""
    return _objections(request)


@require_POST
@needs(DECIDE)
def decide(request: ActorRequest, objection_id: UUID) -> HttpResponse:
    """Decide on an objection."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _objections(request, form=form, wrong=objection_id)
    is_upheld, answer = form.cleaned_data["decision"] == "uphold", form.cleaned_data["answer"]
    try:
        decide_objection(
            objection_id=objection_id,
            is_upheld=is_upheld,
            answer=answer,
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as problem:
        form.add_error(None, problem.message)
        return _objections(request, form=form, wrong=objection_id)
    messages.success(request, _("Decided. The reason stands beside the line."))
    return redirect("assessment:objections")


@require_POST
@needs(OBJECT)
def withdraw(request: ActorRequest, objection_id: UUID) -> HttpResponse:
    """Take back an own objection."""
    row = withdraw_objection(objection_id=objection_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Taken back."))
    card = reverse("assessment:card", args=[row.subject_kind, row.subject_id])
    return redirect(f"{card}?period={row.period_key}")


def _kinds(request: ActorRequest) -> list[SubjectKind]:
    scope = request.actor.scope
    held = {
        SubjectKind.DEPARTMENT: bool(scope.department_ids),
        SubjectKind.COMMUNITY: bool(scope.community_ids),
    }
    kinds = [kind for kind in SubjectKind if scope.whole or held.get(kind)]
    return kinds or [SubjectKind.DEPARTMENT]


def _kind(asked: str) -> SubjectKind:
    if asked not in SubjectKind.values:
        raise Http404
    return SubjectKind(asked)


def _indicator(asked: str) -> IndicatorName:
    if asked not in IndicatorName.values:
        raise Http404
    return IndicatorName(asked)


def _unmet(request: ActorRequest, page: CardPage) -> list[str]:
    unmet = []
    if request.GET.get("period", "") not in ("", page.choice.key):
        unmet.append(_("Period"))
    if request.GET.get("kind", "") not in ("", page.kind.value):
        unmet.append(_("Of whom"))
    return [unmet_filter(label) for label in unmet]


def _card(
    request: ActorRequest,
    kind: str,
    subject_id: UUID,
    *,
    form: ObjectionForm | None = None,
    wrong: IndicatorName | None = None,
) -> HttpResponse:
    asked = request.POST.get("period", "") or request.GET.get("period", "")
    page, found = one_card(request.actor, _kind(kind), subject_id, asked, at=timezone.now())
    context = {"page": page, "card": found, "form": form or ObjectionForm(), "wrong": wrong, "least": LEAST}
    context |= {"may_object": request.actor.may(OBJECT.code), "own_id": request.actor.id}
    return render(request, "assessment/card.html", context, status=422 if form is not None else 200)


def _objections(
    request: ActorRequest, *, form: DecisionForm | None = None, wrong: UUID | None = None
) -> HttpResponse:
    rows = list(waiting_objections(request.actor))
    # Decided meanwhile by somebody else: its row is gone, and what was typed stands above all rows.
    is_gone = wrong is not None and all(row.pk != wrong for row in rows)
    context = {"rows": rows, "form": form, "wrong": wrong, "is_gone": is_gone, "own_id": request.actor.id}
    return render(request, "assessment/objections.html", context, status=422 if form is not None else 200)
