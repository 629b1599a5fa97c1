"""The versions of the office's own weights, beside the old ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiezhi.assessment.actions import enter_weights
from jiezhi.assessment.choices import IndicatorName
from jiezhi.assessment.forms import WeightsForm
from jiezhi.assessment.permissions import KEEP_WEIGHTS, SEE
from jiezhi.assessment.queries import as_weighing, weight_versions
from jiezhi.core.scorecards import OLD_WEIGHTS, RESIDENTS, RESIDENTS_LEAST, Indicator, residents_part
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SEE)
def weights(request: ActorRequest) -> HttpResponse:
    """Show every version and, to who may, the form for the next one."""
    if request.method != "POST":
        return _page(request)
    form = WeightsForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    try:
        version = enter_weights(draft=form.draft(), actor=request.actor, at=timezone.now())
    except DomainError as problem:
        if problem.status == 403:
            raise
        form.add_error(None, problem.message)
        return _page(request, form=form)
    said = _("Version %(number)d holds from %(day)s. What was before keeps its weights.")
    messages.success(request, said % {"number": version.number, "day": version.from_on.isoformat()})
    return redirect("assessment:weights")


def _page(request: ActorRequest, *, form: WeightsForm | None = None) -> HttpResponse:
    versions = weight_versions(request.actor)
    weighings = [as_weighing(version) for version in versions]
    lines = [
        (
            name.label,
            name.value in RESIDENTS,
            OLD_WEIGHTS.get(Indicator(name.value), 0),
            [weighing.weights.get(Indicator(name.value), 0) for weighing in weighings],
        )
        for name in IndicatorName
    ]
    context = {
        "versions": versions,
        "lines": lines,
        "residents": [residents_part(weighing.weights) for weighing in weighings],
        "old_residents": residents_part(OLD_WEIGHTS),
        "least": RESIDENTS_LEAST,
        "form": (form or WeightsForm()) if request.actor.may(KEEP_WEIGHTS.code) else None,
    }
    return render(request, "assessment/weights.html", context, status=422 if form is not None else 200)
