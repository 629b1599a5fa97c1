"""The burden meter: where the office's own forms waste its people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiezhi.faces.desk.burden import burden_page
from jiezhi.insight.permissions import SEE_BURDEN
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.ui.unmet import unmet_filter


@needs(SEE_BURDEN)
@require_GET
def burden(request: ActorRequest) -> HttpResponse:
    """Show what each process cost in a month, the worst first."""
    asked = request.GET.get("month", "")
    page = burden_page(request.actor, asked, today=timezone.localdate())
    unmet = [unmet_filter(_("Month"))] if asked not in ("", f"{page.first_on:%Y-%m}") else []
    return render(request, "desk/burden.html", {"page": page, "unmet": unmet})
