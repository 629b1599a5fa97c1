"""The list of orders: narrowed by the address, so that every list can be sent to a colleague."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.organisation.queries import list_choices
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.forms import OrderFilterForm
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.queries import SORTS, order_page
from jiezhi.workorders.standing import STATE_TONES, Countdown, countdown_of


@dataclass(frozen=True)
class OrderRow:
    """An order as a list prints it."""

    order: WorkOrder
    tone: str
    countdown: Countdown


@needs(VIEW)
def order_list(request: ActorRequest) -> HttpResponse:
    """Show a page of orders."""
    at, tenant_id = timezone.now(), request.actor.tenant_id
    filters = OrderFilterForm(request.GET, choices=list_choices(tenant_id))
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ""
    wanted = filters.wanted()
    page = order_page(request.actor, wanted, at=at, number=_number(request), sort=sort)
    rows = _rows(page.rows, tenant_id, at=at)
    context = {
        "form": filters,
        "narrowed": filters.in_words(),
        "wanted": wanted,
        "page": page,
        "sort": sort,
        "rows": rows,
    }
    return render(request, "workorders/list.html", context)


def _rows(orders: list[WorkOrder], sub_district_id: UUID, *, at: datetime) -> list[OrderRow]:
    if not orders:
        return []
    calendar = calendar_for(sub_district_id, since=min(order.opened_at for order in orders))
    return [
        OrderRow(order, STATE_TONES[OrderState(order.state)], countdown_of(order, calendar, at=at))
        for order in orders
    ]


def _number(request: ActorRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
