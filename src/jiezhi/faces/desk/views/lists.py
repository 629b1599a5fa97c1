"""What is wrong with the lists that routing and promises rest on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.organisation.calendars import missing_years
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import list_faults


@needs(KEEP_LISTS)
@require_GET
def faults(request: ActorRequest) -> HttpResponse:
    """Show gaps and ties of the responsibility list, and years without holidays."""
    street, today = request.actor.tenant_id, timezone.localdate()
    context = {
        "faults": list_faults(sub_district_id=street, on=today),
        "missing_years": missing_years(street, on=today),
    }
    return render(request, "desk/list_faults.html", context)
