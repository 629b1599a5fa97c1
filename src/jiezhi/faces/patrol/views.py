"""The grid worker's pages: what is to be checked on site, and one check. They work on any phone without a script."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.burden.metering import note_post
from jiezhi.faces.patrol.forms import SiteCheckForm
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, MissingError, RefusedError
from jiezhi.workorders.actions import fail_check, keep_picture, pass_check
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import CHECK
from jiezhi.workorders.processes import CHECK as CHECKED
from jiezhi.workorders.queries import get_order, orders_to_check, pictures_of
from jiezhi.workorders.standing import Countdown, step_countdown_of

UNPROCESSABLE = 422


@dataclass(frozen=True)
class CheckRow:
    """An order to check as the list prints it."""

    order: WorkOrder
    step: Countdown | None


@needs(CHECK)
def today(request: ActorRequest) -> HttpResponse:
    """List what waits for the on-site check, the nearest limit first."""
    at, orders = timezone.now(), orders_to_check(request.actor)
    rows = []
    if orders:
        calendar = calendar_for(request.actor.tenant_id, since=min(order.step_entered_at for order in orders))
        rows = [CheckRow(order, step_countdown_of(order, calendar, at=at)) for order in orders]
    return render(request, "patrol/today.html", {"rows": rows})


@needs(CHECK)
def check(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Show one order on site, and take what was found."""
    if request.method != "POST":
        return _screen(request, order_id, SiteCheckForm())
    form = SiteCheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _screen(request, order_id, form, status=UNPROCESSABLE)
    try:
        order = _report(request, order_id, form)
    except (MissingError, RefusedError):
        raise  # Not theirs to see or to do: `kit.problems` answers.
    except DomainError as problem:
        return _screen(request, order_id, form, problem=problem, status=problem.status)
    held = [order.brief, order.reply]
    note_post(CHECKED, form, held=held, actor=request.actor, at=timezone.now())
    messages.success(request, _("Noted. Thank you for looking."))
    return redirect("patrol:today")


def _report(request: ActorRequest, order_id: UUID, form: SiteCheckForm) -> WorkOrder:
    typed, at, actor = form.cleaned_data, timezone.now(), request.actor
    keep_picture(typed["photo"], order_id=order_id, actor=actor, at=at)
    verb = pass_check if typed["finding"] == "done" else fail_check
    return verb(order_id=order_id, note=typed["note"], seen_version=typed["version"], actor=actor, at=at)


def _screen(
    request: ActorRequest,
    order_id: UUID,
    form: SiteCheckForm,
    *,
    problem: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    at, order = timezone.now(), get_order(request.actor, order_id)
    calendar = calendar_for(order.sub_district_id, since=order.step_entered_at)
    context = {
        "order": order,
        "form": form,
        "problem": problem,
        "is_waiting": order.state == OrderState.AWAITING_CHECK,
        "step": step_countdown_of(order, calendar, at=at),
        "pictures": pictures_of(order),
        "map_url": _map_url(order),
    }
    return render(request, "patrol/check.html", context, status=status)


def _map_url(order: WorkOrder) -> str:
    """Give the address that opens the place in the phone's own map; empty where no point is known."""
    if order.lon is None or order.lat is None:
        return ""
    spot = f"{order.lat:.6f},{order.lon:.6f}"
    return f"geo:{spot}?q={spot}"
