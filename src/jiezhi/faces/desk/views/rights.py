"""Wishes of residents about their data: done as asked, or refused with a ground."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiezhi.burden.metering import note_post
from jiezhi.concerns.actions import correct_contact, erase_contact, refuse_privacy_right
from jiezhi.concerns.choices import RightKind
from jiezhi.concerns.held import find_right
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.processes import REFUSE_RIGHT
from jiezhi.concerns.queries import get_concern
from jiezhi.faces.desk.forms import GroundForm
from jiezhi.faces.desk.pages import RequestPage, render_request
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError


@needs(RECEIVE)
@require_POST
def grant(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Correct or delete the contact, as the resident asked."""
    right = find_right(get_concern(request.actor, concern_id))
    act = correct_contact if right is not None and right.kind == RightKind.CORRECT else erase_contact
    return _decide(request, concern_id, act, _("It is done, and the resident reads it under the code."))


@needs(RECEIVE)
@require_POST
def refuse(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Refuse, with the ground that the resident reads."""
    form = GroundForm(request.POST)
    form.is_valid()

    def act(**who: Any) -> None:
        refuse_privacy_right(ground=form.cleaned_data.get("ground", ""), **who)
        note_post(REFUSE_RIGHT, form, actor=request.actor, at=timezone.now())

    return _decide(request, concern_id, act, _("It is refused; the resident reads the ground."))


def _decide(request: ActorRequest, concern_id: UUID, act: Callable[..., object], said: str) -> HttpResponse:
    try:
        act(concern_id=concern_id, actor=request.actor, at=timezone.now())
    except DomainError as problem:
        if problem.status in (403, 404):
            raise
        page = RequestPage(problem=problem, typed=request.POST.get("ground", ""))
        return render_request(request, get_concern(request.actor, concern_id), page)
    messages.success(request, said)
    return redirect("desk:following", concern_id)
