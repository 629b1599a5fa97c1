"""Matters and the duty list on screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.ui.unmet import unmet_filter
from jiezhi.organisation import actions
from jiezhi.organisation.choices import DutyKind
from jiezhi.organisation.forms.lists import DutyForm, EndForm, MatterForm, duty_values
from jiezhi.organisation.models import DutyEntry, Matter
from jiezhi.organisation.permissions import KEEP_LISTS, SEE_LISTS
from jiezhi.organisation.queries import (
    departments_of,
    duties_of,
    get_duty,
    get_kept_matter,
    list_choices,
    matter_tree,
)
from jiezhi.organisation.views.filling import carried_out, require_valid


@needs(SEE_LISTS)
@never_cache
@require_GET
def matter_list(request: ActorRequest) -> HttpResponse:
    """Show the matters as a tree."""
    context = {
        "rows": matter_tree(request.actor),
        "may_keep": request.actor.may(KEEP_LISTS.code),
        "tab": "matters",
    }
    return render(request, "organisation/matters.html", context)


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def new_matter(request: ActorRequest) -> HttpResponse:
    """Add a matter."""
    return _matter_page(request, None)


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def matter(request: ActorRequest, matter_id: UUID) -> HttpResponse:
    """Change a matter."""
    return _matter_page(request, get_kept_matter(request.actor, matter_id))


def _matter_page(request: ActorRequest, kept: Matter | None) -> HttpResponse:
    form = MatterForm(request.POST or None, matter=kept)
    form.offer(matter_tree(request.actor), list_choices(request.actor.tenant_id).causes)
    kept_id = kept.pk if kept else None
    done = carried_out(
        form,
        lambda: actions.keep_matter(
            draft=form.draft(),
            matter_id=kept_id,
            seen_version=_seen_version(request),
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done is not None:
        messages.success(
            request, _("“%(name)s” is kept. Orders under way keep their limits.") % {"name": done.name}
        )
        return redirect("organisation:matters")
    context = {"form": form, "matter": kept, "tab": "matters"}
    return render(request, "organisation/matter.html", context, status=422 if form.errors else 200)


@needs(KEEP_LISTS)
@require_POST
def use(request: ActorRequest, matter_id: UUID) -> HttpResponse:
    """Take a matter out of use, or back into it."""
    is_in_use = request.POST.get("is_in_use") == "yes"
    actions.retire_matter(matter_id=matter_id, is_in_use=is_in_use, actor=request.actor, at=timezone.now())
    return redirect("organisation:matters")


@needs(SEE_LISTS)
@never_cache
@require_GET
def duty_list(request: ActorRequest) -> HttpResponse:
    """Show the duty list, all of it or one kind."""
    kind = request.GET.get("kind", "")
    is_known = kind in ("", *DutyKind.values)
    context = {
        "unmet": [] if is_known else [unmet_filter(_("Kind"))],
        "duties": duties_of(request.actor, kind=kind if is_known else ""),
        "kinds": DutyKind.choices,
        "kind": kind,
        "today": timezone.localdate(),
        "may_keep": request.actor.may(KEEP_LISTS.code),
        "tab": "duties",
    }
    return render(request, "organisation/duties.html", context)


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def new_duty(request: ActorRequest) -> HttpResponse:
    """Add an entry to the duty list."""
    return _duty_page(request, None)


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def duty(request: ActorRequest, duty_id: UUID) -> HttpResponse:
    """Change an entry of the duty list."""
    return _duty_page(request, get_duty(request.actor, duty_id))


def _duty_page(request: ActorRequest, kept: DutyEntry | None) -> HttpResponse:
    initial = duty_values(kept) if kept else {"in_force_from": timezone.localdate()}
    form = DutyForm(request.POST or None, initial=initial)
    form.offer(matter_tree(request.actor), departments_of(request.actor.tenant_id))
    kept_id = kept.pk if kept else None
    done = carried_out(
        form,
        lambda: actions.keep_duty(
            draft=form.draft(),
            duty_id=kept_id,
            seen_version=_seen_version(request),
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done is not None:
        messages.success(request, _("“%(name)s” is in the duty list.") % {"name": done.name})
        return redirect("organisation:duties")
    end_form = EndForm(initial={"until_on": timezone.localdate()})
    context = {"form": form, "duty": kept, "end_form": end_form, "tab": "duties"}
    return render(request, "organisation/duty.html", context, status=422 if form.errors else 200)


@needs(KEEP_LISTS)
@require_POST
def end(request: ActorRequest, duty_id: UUID) -> HttpResponse:
    """Let an entry of the duty list end."""
    get_duty(request.actor, duty_id)
    form = EndForm(request.POST)
    require_valid(form)
    actions.end_duty(duty_id=duty_id, **form.cleaned_data, actor=request.actor, at=timezone.now())
    messages.success(request, _("The entry ends. Objections that cite it keep it."))
    return redirect("organisation:duties")


def _seen_version(request: ActorRequest) -> int | None:
    """Give which writing the reader had before them; the page that says that it is stale shows the new one."""
    told = request.POST.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 9 else None
