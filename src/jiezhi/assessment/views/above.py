"""What the superior counted, explained; the office's own figures stand on other pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.assessment.actions import take_back_superior_score
from jiezhi.assessment.cards import share_words
from jiezhi.assessment.explaining import explain
from jiezhi.assessment.forms import TakeBackForm
from jiezhi.assessment.permissions import BRING, SEE
from jiezhi.assessment.queries import get_superior_score, superior_scores
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import InvalidError

MOST_ROWS = 300


@require_safe
@needs(SEE)
def counts(request: ActorRequest) -> HttpResponse:
    """List the counts that were brought in."""
    is_whole = request.actor.scope.whole
    context = {"scores": superior_scores(request.actor) if is_whole else [], "is_whole": is_whole}
    context["may_bring"] = request.actor.may(BRING.code)
    return render(request, "assessment/above.html", context)


@require_safe
@needs(SEE)
def count(request: ActorRequest, score_id: UUID) -> HttpResponse:
    """Show one count beside ours, with every difference and its reason."""
    return _count(request, score_id)


@require_POST
@needs(BRING)
def take_back(request: ActorRequest, score_id: UUID) -> HttpResponse:
    """Take a count back that was brought in wrongly."""
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _count(request, score_id, form=form)
    try:
        take_back_superior_score(
            score_id=score_id, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
        )
    except InvalidError as problem:
        form.add_error("reason", problem.message)
        return _count(request, score_id, form=form)
    messages.success(request, _("Taken back. It stays in the list with the reason."))
    return redirect("assessment:above")


def _count(request: ActorRequest, score_id: UUID, *, form: TakeBackForm | None = None) -> HttpResponse:
    score = get_superior_score(request.actor, score_id)
    found = explain(request.actor, score, today=timezone.localdate())
    rates = [
        (rate.name, share_words(rate.theirs), share_words(rate.same), share_words(rate.ours))
        for rate in found.rates
    ]
    context = {"found": found, "rates": rates, "rows": found.rows[:MOST_ROWS], "most": MOST_ROWS}
    may_take_back = score.taken_back_at is None and request.actor.may(BRING.code)
    context["form"] = (form or TakeBackForm()) if may_take_back else None
    return render(request, "assessment/above_count.html", context, status=422 if form is not None else 200)
