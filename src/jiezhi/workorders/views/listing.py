"""The list of orders: narrowed by the address, so that every list can be sent to a colleague."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.ui.unmet import unmet_page
from jiezhi.organisation.queries import list_choices
from jiezhi.workorders.forms import OrderFilterForm
from jiezhi.workorders.lists import order_page
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.queries import SORTS
from jiezhi.workorders.rows import order_rows_of


@needs(VIEW)
def order_list(request: ActorRequest) -> HttpResponse:
    """Show a page of orders."""
    at, tenant_id = timezone.now(), request.actor.tenant_id
    filters = OrderFilterForm(request.GET, choices=list_choices(tenant_id))
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ""
    wanted = filters.wanted()
    page = order_page(request.actor, wanted, at=at, number=_number(request), sort=sort)
    context = {
        "form": filters,
        "narrowed": filters.in_words(),
        "wanted": wanted,
        "page": page,
        "sort": sort,
        "unmet": [*filters.unmet(), *unmet_page(request.GET.get("page", ""), page.number)],
        "rows": order_rows_of(page.rows, tenant_id, at=at),
    }
    return render(request, "workorders/list.html", context)


def _number(request: ActorRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
