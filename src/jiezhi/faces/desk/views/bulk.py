"""One thing done with several orders, at one press."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jiezhi.burden.metering import note_post
from jiezhi.faces.desk.bulk import do_together, get_deed, orders_picked
from jiezhi.faces.desk.processes import BULK
from jiezhi.faces.desk.views.visits import told
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.workorders.permissions import VIEW


@needs(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: ActorRequest) -> HttpResponse:
    """Show the orders that were ticked and ask what has to be said; then do it with each of them."""
    sent = request.POST if request.method == "POST" else request.GET
    deed = get_deed(request.actor, sent.get("deed", ""))
    picks = sent.getlist("order")
    orders = orders_picked(request.actor, picks)
    form = deed.form(request.POST if request.method == "POST" else None)
    form.offer(orders, request.actor)
    if not form.is_bound or not form.is_valid():
        context = {"deed": deed, "orders": orders, "picks": picks, "form": form}
        return render(request, "desk/bulk.html", context, status=422 if form.is_bound else 200)
    at = timezone.now()
    batch, done, refused = do_together(deed, orders, form, actor=request.actor, at=at)
    held = [order.brief for order in orders]
    note_post(BULK, form, held=held, actor=request.actor, at=at, made=done)
    return told(request, batch.pk, done=done, refused=refused)
