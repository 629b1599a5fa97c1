"""Where means go and where the need is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.assessment.actions import mark_demonstration_sites
from jiezhi.assessment.evenness import COLUMNS, evenness, site_ids
from jiezhi.assessment.figures import MONTHS
from jiezhi.assessment.forms import SitesForm
from jiezhi.assessment.permissions import MARK_SITES, SEE
from jiezhi.assessment.queries import require_whole_street
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.ui.unmet import unmet_filter
from jiezhi.places.queries import communities_of

USUAL_MONTHS = 12


@require_safe
@needs(SEE)
def even(request: ActorRequest) -> HttpResponse:
    """Show demonstration sites, old estates and the others side by side; it is about the whole street."""
    require_whole_street(request.actor)
    return _page(request)


@require_POST
@needs(MARK_SITES)
def mark(request: ActorRequest) -> HttpResponse:
    """Say which communities are demonstration sites."""
    require_whole_street(request.actor)
    form = SitesForm(request.POST, communities=communities_of(request.actor.tenant_id))
    if not form.is_valid():
        return _page(request, form=form)
    number = mark_demonstration_sites(
        community_ids=form.cleaned_data["communities"], actor=request.actor, at=timezone.now()
    )
    messages.success(request, _("Demonstration sites now: %(number)d.") % {"number": number})
    return redirect("assessment:even")


def _page(request: ActorRequest, *, form: SitesForm | None = None) -> HttpResponse:
    asked = request.GET.get("months", "")
    months = int(asked) if asked in map(str, MONTHS) else USUAL_MONTHS
    context = {
        "report": evenness(request.actor, months, at=timezone.now()),
        "columns": COLUMNS.values(),
        "wanted": months,
        "months": MONTHS,
        "unmet": [unmet_filter(_("How many months"))] if asked not in ("", str(months)) else [],
        "form": form or _form(request) if request.actor.may(MARK_SITES.code) else None,
    }
    return render(request, "assessment/evenness.html", context, status=422 if form is not None else 200)


def _form(request: ActorRequest) -> SitesForm:
    tenant = request.actor.tenant_id
    return SitesForm(communities=communities_of(tenant), initial={"communities": list(site_ids(tenant))})
