"""Why can this person see that."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiezhi.faces.desk.forms import WhyForm
from jiezhi.faces.desk.why import page_choices, why_number, why_page
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import MissingError
from jiezhi.organisation.permissions import SEE_STAFF
from jiezhi.organisation.queries import find_colleague


@needs(SEE_STAFF)
@require_GET
def why(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Ask about a page, or about the number of an order or a request."""
    colleague, today = find_colleague(request.actor, user_id), timezone.localdate()
    if colleague is None:
        raise MissingError(_("Nobody of your office has this account."))
    form = WhyForm(request.GET or None, pages=page_choices())
    answers, is_asked = [], form.is_valid() and any(form.cleaned_data.values())
    if is_asked:
        answers = why_number(request.actor, colleague, form.cleaned_data["number"], on=today)
        page = why_page(request.actor, colleague, form.cleaned_data["page"], on=today)
        answers += [page] if page else []
    context = {"form": form, "answers": answers, "person": colleague.user, "is_asked": is_asked}
    return render(request, "desk/why.html", context)
