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
from jiezhi.organisation.permissions import READ_AUDIT
from jiezhi.organisation.queries import last_check, trail_of, verb_choices, walk_chain


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
    """Walk the chain now."""
    walk = walk_chain()
    kept = actions.keep_check(
        until_number=walk.until_number,
        head=walk.head,
        fault_number=walk.fault_number,
        actor=request.actor,
        at=timezone.now(),
    )
    if kept.fault_number:
        words = _("The chain of the audit is broken at number %(number)s.") % {"number": kept.fault_number}
        messages.error(request, words)
    else:
        messages.success(request, _("The chain of the audit holds."))
    return redirect("organisation:audit")
