"""By which ways requests come in, and the lists behind the figures."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiezhi.concerns.permissions import READ
from jiezhi.faces.desk.channels import asked_month, channel_page, label_of, listed
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.ui.unmet import unmet_filter, unmet_page


@needs(READ)
@require_GET
def channels(request: ActorRequest) -> HttpResponse:
    """Show each way in by month."""
    page = channel_page(request.actor, today=timezone.localdate(), at=timezone.now())
    return render(request, "desk/channels.html", {"page": page})


@needs(READ)
@require_GET
def channel_list(request: ActorRequest, key: str) -> HttpResponse:
    """Show the requests that one figure counts."""
    label = label_of(key)
    if label is None:
        raise Http404
    asked, number = request.GET.get("month", ""), request.GET.get("page", "")
    month = asked_month(asked, today=timezone.localdate())
    rows = listed(request.actor, key, month, number, at=timezone.now())
    unmet = [unmet_filter(_("Month"))] if asked not in ("", f"{month.first_on:%Y-%m}") else []
    unmet += unmet_page(number, rows.number)
    context = {"label": label, "month": month, "rows": rows, "unmet": unmet}
    return render(request, "desk/channel_list.html", context)
