"""The grid worker's pages: what is to be checked on site, and one check. They work on any phone without a script."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.burden.metering import note_post
from jiezhi.faces.patrol.answers import answered, require_writer, take
from jiezhi.faces.patrol.forms import SiteCheckForm
from jiezhi.faces.patrol.joint_visits import joint_visits_of
from jiezhi.faces.patrol.words import field_context, map_url
from jiezhi.fieldwork.actions import FindingDraft, Taken, take_finding
from jiezhi.fieldwork.permissions import VISIT
from jiezhi.fieldwork.queries import visits_due
from jiezhi.kit.access import ActorRequest, needs, require
from jiezhi.kit.errors import DomainError
from jiezhi.pictures.keeping import store_picture
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import CHECK, VIEW
from jiezhi.workorders.processes import CHECK as CHECKED
from jiezhi.workorders.queries import get_order, orders_to_check, pictures_of
from jiezhi.workorders.standing import Countdown, step_countdown_of


@dataclass(frozen=True)
class CheckRow:
    """An order to check as the list prints it."""

    order: WorkOrder
    step: Countdown | None
    is_joined: bool = False


@needs(VIEW)
def today(request: ActorRequest) -> HttpResponse:
    """List joint visits, what waits for the on-site check, the nearest limit first, and visits that are due.

    Patrol begins here on a home screen: who visits and checks nothing is led to their visits.
    """
    if request.actor.may(VISIT.code) and not request.actor.may(CHECK.code):
        return redirect("patrol:round")
    require(request.actor, CHECK)
    at, orders = timezone.now(), orders_to_check(request.actor)
    due = visits_due(request.actor, on=timezone.localdate(at)) if request.actor.may(VISIT.code) else []
    rows, visits = [], joint_visits_of(request.actor, at=at) if orders or due else []
    joined = frozenset().union(*(visit.check_ids for visit in visits))
    if orders:
        calendar = calendar_for(request.actor.tenant_id, since=min(order.step_entered_at for order in orders))
        steps = [(order, step_countdown_of(order, calendar, at=at)) for order in orders]
        rows = [CheckRow(order, step, is_joined=order.pk in joined) for order, step in steps]
    context = {"rows": rows, "visits": visits, "due": due, **field_context(request)}
    return render(request, "patrol/today.html", context)


@needs(CHECK)
def check(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Show one order on site, and take what was found."""

    def screen(form: SiteCheckForm, *, problem: DomainError | None = None, status: int = 200) -> HttpResponse:
        return _screen(request, order_id, form, problem=problem, status=status)

    if request.method != "POST":
        return screen(SiteCheckForm(initial={"key": uuid4()}))
    require_writer(request)
    order = get_order(request.actor, order_id)
    held = [order.brief, order.reply]
    form = SiteCheckForm(request.POST, request.FILES)
    taken = take(request, form, lambda: _find(request, order_id, form), screen)
    if isinstance(taken, HttpResponse):
        return taken
    note_post(CHECKED, form, held=held, actor=request.actor, at=timezone.now())
    url = reverse("workorders:order", args=[order_id])
    return answered(request, taken, words=_("Noted. Thank you for looking."), url=url, to="patrol:today")


def _find(request: ActorRequest, order_id: UUID, form: SiteCheckForm) -> Taken:
    typed, at, actor = form.cleaned_data, timezone.now(), request.actor
    photo = typed["photo"]
    draft = FindingDraft(
        key=typed["key"] or uuid4(),
        order_id=order_id,
        is_done=typed["finding"] == "done",
        note=typed["note"],
        seen_version=typed["version"],
        picture_keys=typed["picture_keys"],
        picture_ids=(store_picture(photo, sub_district_id=actor.tenant_id, at=at).pk,) if photo else (),
        seen_at=typed["seen_at"],
    )
    return take_finding(draft=draft, actor=actor, at=at)


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
        "map_url": map_url(order),
        **field_context(request),
    }
    return render(request, "patrol/check.html", context, status=status)
