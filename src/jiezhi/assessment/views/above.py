"""What the superior counted, explained; the office's own figures stand on other pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiezhi.assessment.cards import share_words
from jiezhi.assessment.explaining import explain
from jiezhi.assessment.permissions import BRING, SEE
from jiezhi.assessment.queries import get_superior_score, superior_scores
from jiezhi.kit.access import ActorRequest, needs

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
    score = get_superior_score(request.actor, score_id)
    found = explain(request.actor, score, today=timezone.localdate())
    rates = [
        (rate.name, share_words(rate.theirs), share_words(rate.same), share_words(rate.ours))
        for rate in found.rates
    ]
    context = {"found": found, "rates": rates, "rows": found.rows[:MOST_ROWS], "most": MOST_ROWS}
    return render(request, "assessment/above_count.html", context)
