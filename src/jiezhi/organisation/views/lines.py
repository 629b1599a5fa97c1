"""The lines of a draft on screen."""

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
from jiezhi.organisation.forms.lines import LineForm, line_values
from jiezhi.organisation.models import DraftLine, ListVersion
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import departments_of, get_line, get_version, matter_tree
from jiezhi.organisation.views.filling import carried_out
from jiezhi.places.queries import communities_of, estates_of


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def new_line(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Add a line; a link from a fault brings the matter and the place along."""
    version = get_version(request.actor, version_id)
    begun = {name: request.GET[name] for name in ("matter", "place") if name in request.GET}
    form = LineForm(request.POST or None, initial=begun, supports=_supports(request, 0))
    _offer(form, request)
    done = carried_out(
        form,
        lambda: actions.add_line(
            version_id=version_id, draft=form.draft(), actor=request.actor, at=timezone.now()
        ),
    )
    return _answer(request, version, form, done, None)


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def line(request: ActorRequest, version_id: UUID, line_id: UUID) -> HttpResponse:
    """Change a line."""
    version, kept = get_version(request.actor, version_id), get_line(request.actor, version_id, line_id)
    supports = _supports(request, len(kept.supports.all()))
    form = LineForm(request.POST or None, initial=line_values(kept), supports=supports)
    _offer(form, request)
    done = carried_out(
        form,
        lambda: actions.change_line(
            version_id=version_id, line_id=line_id, draft=form.draft(), actor=request.actor, at=timezone.now()
        ),
    )
    return _answer(request, version, form, done, kept)


@needs(KEEP_LISTS)
@require_POST
def drop(request: ActorRequest, version_id: UUID, line_id: UUID) -> HttpResponse:
    """Take a line out."""
    actions.drop_line(version_id=version_id, line_id=line_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("The line is out of the draft. The list in force still has it."))
    return redirect("organisation:version", version_id)


def _supports(request: ActorRequest, kept: int) -> int:
    """Count the supports that were sent, so that none is lost."""
    sent = sum(name.startswith("support") and name.endswith("_amount") for name in request.POST)
    return max(kept, sent)


def _offer(form: LineForm, request: ActorRequest) -> None:
    street = request.actor.tenant_id
    form.offer(matter_tree(request.actor), departments_of(street), communities_of(street), estates_of(street))


def _answer(
    request: ActorRequest,
    version: ListVersion,
    form: LineForm,
    done: DraftLine | None,
    kept: DraftLine | None,
) -> HttpResponse:
    if done is not None:
        messages.success(request, _("The line is in the draft."))
        return redirect("organisation:version", version.pk)
    context = {"form": form, "version": version, "line": kept, "tab": "versions"}
    return render(request, "organisation/line.html", context, status=422 if form.errors else 200)
