"""One thing done with several orders, at one press."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiezhi.batches.actions import Outcome
from jiezhi.batches.models import Batch
from jiezhi.batches.queries import refused_lines
from jiezhi.burden.metering import note_post
from jiezhi.faces.desk.batch_forms import BulkForm
from jiezhi.faces.desk.bulk import BulkDeed, Picked, do_together, get_deed, orders_picked, to_try_again
from jiezhi.faces.desk.pressing import PRESS, led_to_first, new_press, outcome_words, press_of, told
from jiezhi.faces.desk.processes import BULK
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import MissingError
from jiezhi.workorders.permissions import VIEW


@needs(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: ActorRequest) -> HttpResponse:
    """Show the orders that were ticked and ask what has to be said; then do it with each of them."""
    if request.method == "POST":
        return _carry_out(request)
    deed = get_deed(request.actor, request.GET.get("deed", ""))
    picked = orders_picked(request.actor, request.GET.getlist("order"))
    if not picked.orders:
        raise MissingError(_("None of the orders that you ticked is in your area any more."))
    form = deed.form()
    form.offer(picked.orders, request.actor)
    return _page(request, deed, picked, form)


def _carry_out(request: ActorRequest) -> HttpResponse:
    actor, press, at = request.actor, press_of(request.POST), timezone.now()
    deed = get_deed(actor, request.POST.get("deed", ""))
    before = led_to_first(request, actor, press)
    if before is not None:
        return before
    picked = orders_picked(actor, request.POST.getlist("order"))
    form = deed.form(request.POST)
    form.offer(picked.orders, actor)
    if not form.is_valid():
        # What is wrong may be what the same press has done in this moment.
        return led_to_first(request, actor, press) or _page(request, deed, picked, form)
    batch, outcome = do_together(deed, picked, form, press=press, actor=actor, at=at)
    note_post(BULK, form, held=[order.brief for order in picked.orders], actor=actor, at=at, made=outcome.own)
    if not outcome.refused:
        return told(request, batch, done=outcome.done)
    again, form = to_try_again(deed, picked, outcome.refused, form, actor=actor)
    return _page(request, deed, again, form, batch=batch, outcome=outcome)


def _page(
    request: ActorRequest,
    deed: BulkDeed,
    picked: Picked,
    form: BulkForm,
    *,
    batch: Batch | None = None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    """Show the page: to begin with, with what is wrong, or with what was not possible and the words still in it."""
    context = {"deed": deed, "picked": picked, "form": form, "press": new_press(), "batch": batch}
    if form.is_bound:
        context["press"] = request.POST.get(PRESS) or new_press()
    if batch is not None and outcome is not None:
        context["outcome"] = outcome_words(done=outcome.done, refused=len(outcome.refused))
        context["refused"] = refused_lines(batch)
    return render(request, "desk/bulk.html", context, status=422 if form.is_bound else 200)
