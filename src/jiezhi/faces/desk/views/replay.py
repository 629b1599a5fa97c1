"""What a version of the responsibility list would have done to the orders of the past months."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiezhi.faces.desk.replay import SPANS, dry_run_of, months_asked, moved_page
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.ui.unmet import unmet_filter, unmet_page
from jiezhi.organisation.permissions import SEE_LISTS
from jiezhi.organisation.queries import get_version


@needs(SEE_LISTS)
@never_cache
@require_GET
def dry_run(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Show which orders would have gone elsewhere, and what that would have meant."""
    version, asked = get_version(request.actor, version_id), request.GET.get("months", "")
    months = months_asked(asked)
    run = dry_run_of(version, request.actor, months=months, today=timezone.localdate())
    unmet = [unmet_filter(_("Look back"))] if asked not in ("", str(months)) else []
    context = {"run": run, "version": version, "spans": SPANS, "unmet": unmet}
    return render(request, "desk/replay.html", context)


@needs(SEE_LISTS)
@never_cache
@require_GET
def moved_orders(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Show exactly the orders behind one line of the moves."""
    version, asked = get_version(request.actor, version_id), request.GET.dict()
    moved = moved_page(version, request.actor, asked, at=timezone.now())
    unmet = unmet_page(asked.get("page", ""), moved.page.number)
    return render(request, "desk/moved_orders.html", {"moved": moved, "version": version, "unmet": unmet})
