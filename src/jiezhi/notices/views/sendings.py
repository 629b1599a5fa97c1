"""What was sent to whom, and what can be done about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiezhi.core.masking import mask_phone
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.notices.actions import send_again, show_number
from jiezhi.notices.choices import ShowReason
from jiezhi.notices.forms import FilterForm, ShowForm
from jiezhi.notices.permissions import SEE_SENDINGS
from jiezhi.notices.queries import PAGE_ROWS, letters_of, sendings_of
from jiezhi.notices.rows import letter_row, sending_row


@require_safe
@needs(SEE_SENDINGS)
def sending_list(request: ActorRequest) -> HttpResponse:
    """Show messages with the state of each, as the filters in the address say."""
    form = FilterForm(request.GET)
    chosen = form.chosen()
    page: Page[Any]
    if chosen.way_kind == "mail":
        letters = Paginator(letters_of(request.actor, chosen), PAGE_ROWS).get_page(request.GET.get("page"))
        page, rows = letters, [letter_row(notice) for notice in letters]
    else:
        sendings = Paginator(sendings_of(request.actor, chosen), PAGE_ROWS).get_page(request.GET.get("page"))
        page, rows = sendings, [sending_row(sending) for sending in sendings]
    context = {"form": form, "page": page, "rows": rows, "reasons": ShowReason.choices}
    return render(request, "notices/sendings.html", context)


@require_POST
@needs(SEE_SENDINGS)
def repeat(request: ActorRequest, sending_id: UUID) -> HttpResponse:
    """Have a message sent again."""
    send_again(sending_id=sending_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("It is on its way again."))
    return redirect("notices:sendings")


@require_POST
@never_cache
@needs(SEE_SENDINGS)
def number(request: ActorRequest, sending_id: UUID) -> HttpResponse:
    """Show the number a message goes to, this once; the look is on record before it is."""
    form = ShowForm(request.POST)
    purpose = str(ShowReason(form.cleaned_data["reason"]).label) if form.is_valid() else ""
    phone = show_number(sending_id=sending_id, purpose=purpose, actor=request.actor, at=timezone.now())
    context = {"phone": phone, "masked": mask_phone(phone), "purpose": purpose}
    return render(request, "notices/number.html", context)
