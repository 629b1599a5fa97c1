"""The office's figures for everybody: months that are over, and no person in them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiezhi.assessment.published import LICENCE, as_public_csv, public_figures
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.kit.access import public


@public
@require_safe
@of_street
def figures(request: StreetRequest) -> HttpResponse:
    """Show the last twelve months."""
    found = public_figures(request.street.pk, today=timezone.localdate())
    context = {"street": request.street, "figures": found, "licence": LICENCE}
    response = render(request, "portal/figures.html", context)
    # What is shown is the same for everybody in one language and size; both are in cookies.
    response["Cache-Control"] = "private, max-age=3600"
    return response


@public
@require_safe
@of_street
def figures_table(request: StreetRequest) -> HttpResponse:
    """Give the same as a file."""
    found = public_figures(request.street.pk, today=timezone.localdate())
    content = as_public_csv(found, office=request.street.name)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    response["Cache-Control"] = "private, max-age=3600"
    return response
