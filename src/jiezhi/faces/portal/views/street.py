"""The first page, and what the map shows."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiezhi.concerns.forms import WordsForm
from jiezhi.faces.portal.draft import find_draft
from jiezhi.faces.portal.holdings import held_digests
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.kit.access import ActorRequest, public
from jiezhi.places.queries import all_sub_districts, communities_of, estates_of
from jiezhi.residency.senders import is_offered


@public
@require_safe
def streets(request: ActorRequest) -> HttpResponse:
    """Lead to the only street, or list them."""
    known = all_sub_districts()
    if len(known) == 1:
        return redirect("portal:home", slug=known[0].slug)
    return render(request, "portal/streets.html", {"streets": known})


@public
@require_safe
@of_street
def home(request: StreetRequest) -> HttpResponse:
    """Ask the one question."""
    draft = find_draft(request)
    context = {
        "street": request.street,
        "form": WordsForm(),
        "draft_url": reverse(f"portal:{draft.open_step}", args=[request.street.slug]) if draft else "",
        "is_offered": is_offered(),
        "held_count": len(held_digests(request)),
    }
    return render(request, "portal/home.html", context)


@public
@require_safe
@of_street
def map_layers(request: StreetRequest) -> HttpResponse:
    """Give the borders of the communities and the estates as GeoJSON."""
    borders = [
        {"type": "Feature", "geometry": community.border, "properties": {"name": community.name}}
        for community in communities_of(request.street.pk)
    ]
    estates = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [estate.lon, estate.lat]},
            "properties": {"id": str(estate.pk), "name": estate.name},
        }
        for estate in estates_of(request.street.pk)
    ]
    layers = {"communities": _collection(borders), "estates": _collection(estates)}
    return JsonResponse(layers, headers={"Cache-Control": "public, max-age=3600"})


def _collection(features: Sequence[Mapping[str, object]]) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": features}
