"""How one wants to be told."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiezhi.core.masking import mask_phone
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.notices.actions import set_preference
from jiezhi.notices.forms import PreferenceForm
from jiezhi.notices.permissions import READ_NOTICES
from jiezhi.notices.preferences import own_preference


@require_http_methods(["GET", "POST"])
@needs(READ_NOTICES)
def preferences(request: ActorRequest) -> HttpResponse:
    """Show and change by which ways one is told."""
    kept = own_preference(request.actor.tenant_id, UUID(request.actor.id))
    form = PreferenceForm(request.POST or None, initial=PreferenceForm.begin_with(kept))
    if form.is_bound and form.is_valid():
        try:
            set_preference(draft=form.draft(), actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Kept. It holds from the next notice on."))
            return redirect("own_notices")
    context = {"form": form, "masked": mask_phone(kept.phone)}
    return render(request, "notices/preferences.html", context, status=422 if form.errors else 200)
