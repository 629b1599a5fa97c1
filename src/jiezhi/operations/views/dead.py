"""Messages that could not be delivered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.operations.actions import drop_delivery, try_again
from jiezhi.operations.forms import DropForm
from jiezhi.operations.permissions import MEND
from jiezhi.operations.queries import dead_count, dead_letters


@needs(MEND)
@never_cache
@require_safe
def dead(request: ActorRequest) -> HttpResponse:
    """List them: what, for whom, which error, since when; never what they carry."""
    context = {"letters": dead_letters(), "count": dead_count(), "form": DropForm()}
    return render(request, "operations/dead.html", context)


@needs(MEND)
@require_POST
def again(request: ActorRequest, delivery_id: UUID | None = None) -> HttpResponse:
    """Let one or all be tried again."""
    count = try_again(delivery_id=delivery_id, actor=request.actor, at=timezone.now())
    told = ngettext(
        "%(count)d message will be tried again within a minute.",
        "%(count)d messages will be tried again within a minute.",
        count,
    )
    messages.success(request, told % {"count": count})
    return redirect("operations:dead")


@needs(MEND)
@require_POST
def drop(request: ActorRequest, delivery_id: UUID) -> HttpResponse:
    """Give one up, with a reason."""
    form = DropForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        drop_delivery(delivery_id=delivery_id, reason=reason, actor=request.actor, at=timezone.now())
        messages.success(request, _("The message is dropped. The audit says by whom and why."))
        return redirect("operations:dead")
    messages.error(request, _("Nothing was dropped: choose a reason first, so that the audit can say why."))
    return redirect("operations:dead")
