"""What does not count, and the rates with and without it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.evidence.actions import decide_exclusion
from jiezhi.evidence.forms import DecisionForm, PeriodForm
from jiezhi.evidence.permissions import DECIDE_EXCLUSION
from jiezhi.evidence.queries import exclusion_rows, own_rates
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, MissingError

USUAL = timedelta(days=90)


@require_safe
@needs(DECIDE_EXCLUSION)
def exclusions(request: ActorRequest) -> HttpResponse:
    """List the wishes, those that wait first, beside the rates they change."""
    return _page(request)


@require_POST
@needs(DECIDE_EXCLUSION)
def decide(request: ActorRequest, exclusion_id: UUID) -> HttpResponse:
    """Decide on a wish."""
    form = DecisionForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        try:
            decide_exclusion(
                exclusion_id=exclusion_id,
                is_granted=found["decision"] == "grant",
                answer=found["answer"],
                actor=request.actor,
                at=timezone.now(),
            )
        except MissingError:
            raise
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Decided. Both rates stand beside each other."))
            return redirect("evidence:exclusions")
    return _page(request, form=form)


def _page(request: ActorRequest, *, form: DecisionForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    usual = (today - USUAL, today)
    period_form = PeriodForm(request.GET if "first_on" in request.GET else None)
    first_on, last_on = period_form.period(usual)
    context = {
        "rows": exclusion_rows(request.actor),
        "own_id": request.actor.id,
        "rates": own_rates(request.actor, first_on=first_on, last_on=last_on, at=timezone.now()),
        "first_on": first_on,
        "last_on": last_on,
        "form": form,
    }
    return render(request, "evidence/exclusions.html", context, status=422 if form is not None else 200)
