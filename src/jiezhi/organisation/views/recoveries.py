"""Recoveries by two persons."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jiezhi.accounts.choices import EntryPurpose
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.organisation import actions
from jiezhi.organisation.actions.recoveries import WAITS
from jiezhi.organisation.choices import RecoveryState
from jiezhi.organisation.forms.staffing import RecoveryForm
from jiezhi.organisation.permissions import KEEP_ACCOUNTS, SEE_STAFF
from jiezhi.organisation.queries import get_colleague, recoveries_of
from jiezhi.organisation.views.colleague_page import slip_page
from jiezhi.organisation.views.filling import require_valid


@needs(SEE_STAFF)
@require_GET
def recoveries(request: ActorRequest) -> HttpResponse:
    """List what waits for a second keeper, and what was decided."""
    actor, since = request.actor, timezone.now() - WAITS
    rows = [
        {
            "recovery": row,
            "is_waiting": row.state == RecoveryState.ASKED and row.asked_at > since,
            "may_decide": actor.may(KEEP_ACCOUNTS.code)
            and actor.id not in (str(row.asked_by_id), str(row.user_id)),
            "is_mine": actor.id == str(row.asked_by_id),
        }
        for row in recoveries_of(actor)
    ]
    return render(request, "organisation/recoveries.html", {"rows": rows, "tab": "recoveries"})


@needs(KEEP_ACCOUNTS)
@require_POST
def ask(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Ask for a recovery."""
    get_colleague(request.actor, user_id)
    form = RecoveryForm(request.POST)
    require_valid(form)
    reason, at = form.cleaned_data["reason"], timezone.now()
    actions.ask_recovery(user_id=user_id, reason=reason, actor=request.actor, at=at)
    messages.success(request, _("It is asked. A second keeper of accounts has to approve it within a day."))
    return redirect("organisation:recoveries")


@needs(KEEP_ACCOUNTS)
@never_cache
@require_POST
def approve(request: ActorRequest, recovery_id: UUID) -> HttpResponse:
    """Approve it, and show the slip once."""
    recovery, code = actions.approve_recovery(recovery_id=recovery_id, actor=request.actor, at=timezone.now())
    return slip_page(request, recovery.user, code, EntryPurpose.RECOVERY)


@needs(KEEP_ACCOUNTS)
@require_POST
def refuse(request: ActorRequest, recovery_id: UUID) -> HttpResponse:
    """Refuse it."""
    actions.refuse_recovery(recovery_id=recovery_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("It is refused, and the person is told."))
    return redirect("organisation:recoveries")
