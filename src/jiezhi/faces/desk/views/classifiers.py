"""Models that read requests, for whoever keeps the lists: what each can, which one is in use, what goes by itself."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiezhi.concerns.actions import put_classifier_live, switch_self_dispatch, take_classifier_back
from jiezhi.concerns.errors import NotComparedError
from jiezhi.faces.desk.classifier_page import classifier_page
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.organisation.permissions import KEEP_LISTS


@needs(KEEP_LISTS)
@require_GET
def classifiers(request: ActorRequest) -> HttpResponse:
    """Show every model with its card in plain words."""
    return render(request, "desk/classifiers.html", {"page": classifier_page(request.actor)})


@needs(KEEP_LISTS)
@require_POST
def put_live(request: ActorRequest, classifier_id: UUID) -> HttpResponse:
    """Put a model to use; where nothing can be compared the page asks whether that is known."""
    knowingly = request.POST.get("knowingly") == "yes"

    def deed() -> str:
        live = put_classifier_live(
            classifier_id=classifier_id, knowingly=knowingly, actor=request.actor, at=timezone.now()
        )
        return _("Model %(number)d reads every new request from now on.") % {"number": live.number}

    return _done(request, deed, asked=classifier_id)


@needs(KEEP_LISTS)
@require_POST
def take_back(request: ActorRequest, classifier_id: UUID) -> HttpResponse:
    """Let a model read no more."""

    def deed() -> str:
        take_classifier_back(classifier_id=classifier_id, actor=request.actor, at=timezone.now())
        return _("It reads no more. Requests are read by the keywords of the matters.")

    return _done(request, deed)


@needs(KEEP_LISTS)
@require_POST
def switch(request: ActorRequest) -> HttpResponse:
    """Switch dispatching without a person on or off."""
    is_on = request.POST.get("is_on") == "yes"

    def deed() -> str:
        switch_self_dispatch(is_on=is_on, actor=request.actor, at=timezone.now())
        return _("It is switched on.") if is_on else _("It is switched off.")

    return _done(request, deed)


def _done(request: ActorRequest, deed: Callable[[], str], *, asked: UUID | None = None) -> HttpResponse:
    try:
        messages.success(request, deed())
    except DomainError as problem:
        if problem.status in (403, 404):
            raise
        uncompared = asked if isinstance(problem, NotComparedError) else None
        context = {"page": classifier_page(request.actor), "problem": problem, "uncompared": uncompared}
        return render(request, "desk/classifiers.html", context, status=problem.status)
    return redirect("desk:classifiers")
