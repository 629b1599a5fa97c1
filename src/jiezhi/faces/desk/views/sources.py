"""The systems that send orders down: how they are called and reached, and how they do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiezhi.concerns.actions import change_source, enter_source
from jiezhi.concerns.models import SuperiorSource
from jiezhi.concerns.permissions import KEEP_SOURCES
from jiezhi.concerns.superior_queries import get_source, sources_of
from jiezhi.faces.desk.superior_forms import SourceForm
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError


@needs(KEEP_SOURCES)
@never_cache
@require_http_methods(["GET", "POST"])
def sources(request: ActorRequest) -> HttpResponse:
    """List the systems, and enter another."""
    return _page(request, None)


@needs(KEEP_SOURCES)
@never_cache
@require_http_methods(["GET", "POST"])
def source(request: ActorRequest, source_id: UUID) -> HttpResponse:
    """Change how a system is called or reached."""
    return _page(request, get_source(request.actor, source_id))


def _page(request: ActorRequest, chosen: SuperiorSource | None) -> HttpResponse:
    form = SourceForm(request.POST or None, initial=_initial(chosen))
    if form.is_bound and form.is_valid():
        try:
            _keep(form, chosen, request)
        except DomainError as problem:
            if problem.status in (403, 404):
                raise
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("It is kept."))
            return redirect("desk:sources")
    context = {"form": form, "chosen": chosen, "sources": sources_of(request.actor)}
    return render(request, "desk/sources.html", context, status=422 if form.errors else 200)


def _keep(form: SourceForm, chosen: SuperiorSource | None, request: ActorRequest) -> None:
    if chosen is None:
        enter_source(draft=form.draft(), actor=request.actor, at=timezone.now())
    else:
        change_source(source_id=chosen.pk, draft=form.draft(), actor=request.actor, at=timezone.now())


def _initial(chosen: SuperiorSource | None) -> dict[str, object]:
    if chosen is None:
        return {"return_unit": "working_hours"}
    return {
        name: getattr(chosen, name) for name in ("name", "return_amount", "return_unit", "adapter", "address")
    }
