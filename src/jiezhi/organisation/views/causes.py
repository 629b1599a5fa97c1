"""The causes of complaint on screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.organisation import actions
from jiezhi.organisation.forms.lists import CauseForm
from jiezhi.organisation.models import ComplaintCause
from jiezhi.organisation.permissions import KEEP_LISTS, SEE_LISTS
from jiezhi.organisation.queries import causes_of, get_cause
from jiezhi.organisation.views.filling import carried_out


@needs(SEE_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def causes(request: ActorRequest) -> HttpResponse:
    """Show the causes with their matters; whoever keeps the lists adds one here."""
    form = CauseForm(request.POST or None)
    done = _kept(request, form, None)
    if done is not None:
        return redirect("organisation:causes")
    context = {
        "causes": causes_of(request.actor),
        "form": form,
        "may_keep": request.actor.may(KEEP_LISTS.code),
        "tab": "causes",
    }
    return render(request, "organisation/causes.html", context, status=422 if form.errors else 200)


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def cause(request: ActorRequest, cause_id: UUID) -> HttpResponse:
    """Call a cause otherwise."""
    kept = get_cause(request.actor, cause_id)
    form = CauseForm(request.POST or None, initial={"name": kept.name})
    done = _kept(request, form, cause_id)
    if done is not None:
        return redirect("organisation:causes")
    context = {"form": form, "cause": kept, "tab": "causes"}
    return render(request, "organisation/cause.html", context, status=422 if form.errors else 200)


@needs(KEEP_LISTS)
@require_POST
def drop(request: ActorRequest, cause_id: UUID) -> HttpResponse:
    """Take a cause out that no matter names."""
    actions.drop_cause(cause_id=cause_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("The cause is taken out."))
    return redirect("organisation:causes")


def _kept(request: ActorRequest, form: CauseForm, cause_id: UUID | None) -> ComplaintCause | None:
    done = carried_out(
        form,
        lambda: actions.keep_cause(
            name=form.cleaned_data["name"], cause_id=cause_id, actor=request.actor, at=timezone.now()
        ),
    )
    if done is not None:
        messages.success(request, _("“%(name)s” is kept.") % {"name": done.name})
    return done
