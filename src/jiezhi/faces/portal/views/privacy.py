"""What the office holds about the reader of a request, who looked, and having it corrected or deleted."""

from datetime import UTC, datetime
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiezhi.concerns.actions import ask_privacy_right
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.forms import PrivacyForm
from jiezhi.concerns.held import held_about, looks_of, rights_of
from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import held_concern
from jiezhi.faces.portal.holdings import held_digests, hold
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.kit.access import public
from jiezhi.kit.errors import DomainError

INVALID = 422


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
def privacy(request: StreetRequest, number: str) -> HttpResponse:
    """Show it, or take a wish: a request of its own, which this browser then holds too."""
    held = held_concern(sub_district_id=request.street.pk, code_digests=held_digests(request), number=number)
    form = PrivacyForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if form.is_valid() and _ask(request, held, form):
        messages.success(request, _("Your wish has reached the office. Its state and date stand below."))
        return redirect("portal:privacy", slug=request.street.slug, number=number)
    return _show(request, held, form)


def _ask(request: StreetRequest, held: Concern, form: PrivacyForm) -> bool:
    holder = code_holder(sub_district_id=held.sub_district_id, code_digest=held.code_digest)
    try:
        receipt = ask_privacy_right(about_id=held.pk, wish=form.wish(), actor=holder, at=datetime.now(UTC))
    except DomainError as problem:
        form.add_error(None, problem.message)
        return False
    hold(request, receipt.concern)
    return True


def _show(request: StreetRequest, held: Concern, form: PrivacyForm) -> HttpResponse:
    rights = rights_of(held)
    context = {
        "street": request.street,
        "concern": held,
        "facts": held_about(held),
        "looks": looks_of(held),
        "rights": rights,
        "is_waiting": any(right.state == "waiting" for right in rights),
        "form": form,
        "now": datetime.now(UTC),
    }
    return render(request, "portal/privacy.html", context, status=INVALID if form.errors else 200)
