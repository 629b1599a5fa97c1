"""What came with a request and is not for every eye: the reporter's number, and pictures."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jiezhi.concerns.permissions import READ, REVEAL
from jiezhi.concerns.queries import get_concern, picture_of, reveal_acting_contact, reveal_contact
from jiezhi.core.masking import without_personal
from jiezhi.faces.desk.choices import LookReason
from jiezhi.faces.desk.forms import LookForm
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.pictures.showing import picture_response


@needs(REVEAL)
@never_cache
@require_POST
def contact(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Show number and address this once, for a reason; the look is on record before they are.

    Numbers that the reporter wrote into the words are masked on every page and shown here too.
    """
    form = LookForm(request.POST)
    reason = LookReason(form.cleaned_data["reason"]).label if form.is_valid() else ""
    phone, place_note = reveal_contact(request.actor, concern_id, purpose=str(reason), at=timezone.now())
    acting = reveal_acting_contact(request.actor, concern_id, purpose=str(reason), at=timezone.now())
    found = get_concern(request.actor, concern_id)
    words = found.words if without_personal(found.words) != found.words else ""
    shown = {"concern": found, "phone": phone, "place_note": place_note, "words": words, "acting": acting}
    return render(request, "desk/_contact_shown.html" if request.htmx else "desk/contact.html", shown)


@needs(READ)
@require_GET
def picture(request: ActorRequest, concern_id: UUID, picture_id: UUID) -> HttpResponse:
    """Give a picture of a request within the reader's area."""
    return picture_response(picture_of(get_concern(request.actor, concern_id), picture_id))
