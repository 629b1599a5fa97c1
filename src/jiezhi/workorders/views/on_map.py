"""The map of orders: the list's filters, and the same orders by where they lie."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.organisation.queries import ListChoices, list_choices
from jiezhi.places.queries import communities_of
from jiezhi.workorders.drawing import drawing_of
from jiezhi.workorders.filter_forms import OrderFilterForm
from jiezhi.workorders.mapping import matching_floor, orders_on_map, urge_words
from jiezhi.workorders.panels import dispatch_page
from jiezhi.workorders.permissions import DISPATCH, VIEW

_NO_CHOICES = ListChoices([], [], [])


@needs(VIEW)
@require_safe
def order_map(request: ActorRequest) -> HttpResponse:
    """Show the orders of a filter on a drawn map with a table; a script puts a map to move in its place."""
    at, tenant_id = timezone.now(), request.actor.tenant_id
    filters = OrderFilterForm(request.GET, choices=list_choices(tenant_id))
    wanted = filters.wanted()
    shown = orders_on_map(request.actor, wanted, at=at)
    matching, has_more = matching_floor(request.actor, wanted, shown, at=at)
    context = {
        "form": filters,
        "narrowed": filters.in_words(),
        "wanted": wanted,
        "unmet": filters.unmet(),
        "shown": shown,
        "matching": matching,
        "has_more": has_more,
        "dispatch_url": dispatch_page() if request.actor.may(DISPATCH.code) else "",
        "drawing": drawing_of(shown, communities_of(tenant_id), request.GET),
    }
    return render(request, "workorders/map.html", context)


@needs(VIEW)
@require_safe
def map_points(request: ActorRequest) -> HttpResponse:
    """Give the orders of a filter by their places, as lists of plain values: names once, no word per order."""
    filters = OrderFilterForm(request.GET, choices=_NO_CHOICES)
    wanted, at = filters.wanted(), timezone.now()
    shown = orders_on_map(request.actor, wanted, at=at)
    may_dispatch = request.actor.may(DISPATCH.code)
    points = {
        "waiting": shown.waiting if may_dispatch else {},
        "spots": shown.spots,
        "orders": [(spot, urge, matter, number, pk.hex) for spot, urge, matter, number, pk in shown.orders],
        "matters": shown.matters,
        "urges": [str(words) for words in urge_words().values()],
    }
    plain = {"separators": (",", ":"), "ensure_ascii": False}
    return JsonResponse(points, json_dumps_params=plain, headers={"Cache-Control": "no-store"})


@needs(VIEW)
@require_safe
def map_borders(request: ActorRequest) -> HttpResponse:
    """Give the borders of the street's communities as GeoJSON."""
    borders = [
        {"type": "Feature", "geometry": community.border, "properties": {"name": community.name}}
        for community in communities_of(request.actor.tenant_id)
    ]
    layers = {"type": "FeatureCollection", "features": borders}
    return JsonResponse(layers, headers={"Cache-Control": "private, max-age=3600"})
