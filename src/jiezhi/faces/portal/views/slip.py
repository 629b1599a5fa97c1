"""The slip of a request on paper, for whoever holds its code."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiezhi.concerns.queries import held_concern
from jiezhi.concerns.slips import slip_of
from jiezhi.faces.portal.holdings import held_digests
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.kit.access import public


@public
@require_safe
@of_street
def slip(request: StreetRequest, number: str) -> HttpResponse:
    """Show the slip as it is printed; the code comes from the request, it is stored nowhere."""
    held = held_concern(sub_district_id=request.street.pk, code_digests=held_digests(request), number=number)
    address = request.build_absolute_uri(reverse("portal:follow", args=[request.street.slug]))
    shown = slip_of(held, address=address, at=datetime.now(UTC))
    return render(request, "portal/slip.html", {"street": request.street, "slip": shown, "concern": held})
