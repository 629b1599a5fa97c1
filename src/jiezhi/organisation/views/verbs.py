"""What is done with a version of the responsibility list: one verb a view."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.organisation import actions
from jiezhi.organisation.forms.lines import ApproveForm, BeginForm, ReturnForm, SubmitForm
from jiezhi.organisation.permissions import APPROVE_LISTS, KEEP_LISTS
from jiezhi.organisation.queries import get_version
from jiezhi.organisation.views.filling import require_valid


@needs(KEEP_LISTS)
@require_POST
def begin(request: ActorRequest) -> HttpResponse:
    """Begin a draft."""
    form = BeginForm(request.POST)
    require_valid(form)
    version = actions.begin_draft(**form.cleaned_data, actor=request.actor, at=timezone.now())
    messages.success(request, _("The draft is begun with a copy of the list in force."))
    return redirect("organisation:version", version.pk)


@needs(KEEP_LISTS)
@require_POST
def submit(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Submit a draft."""
    get_version(request.actor, version_id)
    form = SubmitForm(request.POST)
    require_valid(form)
    actions.submit_draft(version_id=version_id, **form.cleaned_data, actor=request.actor, at=timezone.now())
    messages.success(request, _("Submitted. Another person approves it or gives it back."))
    return redirect("organisation:version", version_id)


@needs(APPROVE_LISTS)
@require_POST
def give_back(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Give a draft back."""
    get_version(request.actor, version_id)
    form = ReturnForm(request.POST)
    require_valid(form)
    actions.return_draft(version_id=version_id, **form.cleaned_data, actor=request.actor, at=timezone.now())
    messages.success(request, _("Given back. Whoever keeps the list reads why."))
    return redirect("organisation:version", version_id)


@needs(APPROVE_LISTS)
@require_POST
def approve(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Approve a draft."""
    get_version(request.actor, version_id)
    form = ApproveForm(request.POST)
    require_valid(form)
    version = actions.approve_draft(
        version_id=version_id,
        effective_on=form.cleaned_data["effective_on"],
        gaps_note=form.cleaned_data["gaps_note"],
        seen_revision=form.cleaned_data["revision"],
        actor=request.actor,
        at=timezone.now(),
    )
    told = _("Approved. Orders are dispatched by it from %(day)s on.")
    messages.success(request, told % {"day": form.cleaned_data["effective_on"].isoformat()})
    return redirect("organisation:version", version.pk)


@needs(KEEP_LISTS)
@require_POST
def withdraw(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Withdraw a draft."""
    actions.withdraw_draft(version_id=version_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Withdrawn. The list in force stays as it is."))
    return redirect("organisation:versions")


@needs(APPROVE_LISTS)
@require_POST
def withdraw_approval(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Take the approval of a version back before its day."""
    actions.withdraw_approval(version_id=version_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("The approval is withdrawn. The version waits for approval again."))
    return redirect("organisation:version", version_id)
