"""The audit, for its auditor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.organisation import actions
from jiezhi.organisation.forms.staffing import TrailForm, filter_from
from jiezhi.organisation.queries import trail_of, verb_choices
from jiezhi.witness.permissions import READ_AUDIT
from jiezhi.witness.queries import last_check
from jiezhi.witness.running import check_chains


@needs(READ_AUDIT)
@never_cache
@require_GET
def trail(request: ActorRequest) -> HttpResponse:
    """Show who did what when on what; looking at it is a deed that stands in it too."""
    wanted = filter_from(request.GET)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    actions.note_audit_read(narrowed_by=wanted.names, actor=request.actor, at=timezone.now())
    found = trail_of(request.actor, wanted, before=before)
    form = TrailForm(initial={name: getattr(wanted, name) for name in TrailForm.base_fields})
    form.offer(found.people, verb_choices())
    context = {"trail": found, "form": form, "is_older": before is not None, "check": last_check()}
    return render(request, "organisation/audit.html", context)


@needs(READ_AUDIT)
@require_POST
def check(request: ActorRequest) -> HttpResponse:
    """Walk the chains now: the deed that the worker does each day."""
    found = check_chains(actor=request.actor, at=timezone.now())
    if found.is_whole:
        messages.success(request, _("The chain of the audit holds."))
    else:
        words = _("The audit is not what was written: %(what)s.") % {"what": found.fault_words}
        messages.error(request, words)
    return redirect("organisation:audit")
