"""The register of agreements with outposts on screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import departments_of, matters_of
from jiezhi.workorders.actions import AgreementDraft, add_agreement, end_agreement
from jiezhi.workorders.authority import agreements_of
from jiezhi.workorders.forms import AgreementForm, EndAgreementForm


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    """List the agreements, and enter another."""
    form = AgreementForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            add_agreement(draft=AgreementDraft(**form.cleaned_data), actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Entered. Orders to this outpost now go out by agreement."))
            return redirect("workorders:agreements")
    return _screen(request, form)


@needs(KEEP_LISTS)
@require_POST
def end(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """End an agreement on a day."""
    form = EndAgreementForm(request.POST)
    if form.is_valid():
        try:
            end_agreement(
                agreement_id=agreement_id,
                on=form.cleaned_data["on"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as problem:
            if problem.status == 404:
                raise
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Ended. From that day on the outpost is asked, not ordered."))
            return redirect("workorders:agreements")
    return _screen(request, AgreementForm(), ending=form, ending_id=agreement_id)


def _screen(
    request: ActorRequest,
    form: AgreementForm,
    *,
    ending: EndAgreementForm | None = None,
    ending_id: UUID | None = None,
) -> HttpResponse:
    street = request.actor.tenant_id
    outposts = [row for row in departments_of(street) if row.kind == DepartmentKind.OUTPOST]
    form.offer(outposts, matters_of(street))
    today = timezone.localdate()
    rows = [
        (
            agreement,
            agreement.in_force_until is None or agreement.in_force_until > today,
            ending
            if ending and agreement.pk == ending_id
            else EndAgreementForm(initial={"on": today}, auto_id=f"end_{number}_%s"),
        )
        for number, agreement in enumerate(agreements_of(request.actor))
    ]
    context = {"form": form, "rows": rows, "outposts": outposts}
    status = 422 if form.errors or (ending and ending.errors) else 200
    return render(request, "workorders/agreements.html", context, status=status)
