"""The list of orders: narrowed by the address, so that every list can be sent to a colleague."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.ui.unmet import unmet_page
from jiezhi.organisation.queries import list_choices
from jiezhi.workorders.filter_forms import OrderFilterForm, filter_of, plain_query
from jiezhi.workorders.lists import order_page
from jiezhi.workorders.panels import render_list_tools
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.queries import SORTS
from jiezhi.workorders.rows import order_rows_of, with_hits
from jiezhi.workorders.saved import saved_lines
from jiezhi.workorders.views.order import order_parts


@needs(VIEW)
def order_list(request: ActorRequest) -> HttpResponse:
    """Show a page of orders: as a table, or beside the one that is open."""
    at, tenant_id = timezone.now(), request.actor.tenant_id
    filters = OrderFilterForm(request.GET, choices=list_choices(tenant_id))
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ""
    wanted, here = filters.wanted(), plain_query(request.GET.urlencode())
    page = order_page(request.actor, wanted, at=at, number=_number(request), sort=sort)
    context = {
        "form": filters,
        "narrowed": filters.in_words(),
        "wanted": wanted,
        "page": page,
        "sort": sort,
        "unmet": [*filters.unmet(), *unmet_page(request.GET.get("page", ""), page.number)],
        "rows": with_hits(order_rows_of(page.rows, tenant_id, at=at), page.rows, wanted.words),
        "saved": saved_lines(request.actor, read=filter_of, at=at, here=here),
        **_shape_of(request, here),
    }
    return render(request, f"workorders/{context['shape']}.html", context)


def _shape_of(request: ActorRequest, here: str) -> dict[str, Any]:
    """Give what depends on how the list is shown: the order that is open beside it, and what keeps it so."""
    kept = {"here": here, "can_keep": bool(here), "tools": render_list_tools(request, here)}
    if request.GET.get("split") != "on":
        return {"shape": "list", "as_split": "", **kept}
    opened = _id_of(request.GET.get("open", ""))
    place = f"{here}&page={_number(request)}" if here else f"page={_number(request)}"
    shown = order_parts(request, opened, back=place) if opened else {}
    return {"shape": "split", "as_split": "&split=on", "opened": opened, "back": place, **kept, **shown}


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(request: ActorRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
