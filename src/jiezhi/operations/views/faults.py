"""Faults of ours: where they arose and how often."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.operations.actions import settle_fault
from jiezhi.operations.permissions import MEND
from jiezhi.operations.queries import open_faults


@needs(MEND)
@never_cache
@require_safe
def faults(request: ActorRequest) -> HttpResponse:
    """List what nobody has settled."""
    return render(request, "operations/faults.html", {"faults": open_faults()})


@needs(MEND)
@require_POST
def settle(request: ActorRequest, fault_id: UUID) -> HttpResponse:
    """Take one off the list."""
    settle_fault(fault_id=fault_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("The fault is settled. Should it be seen again, it comes back to this list."))
    return redirect("operations:faults")
