"""What programs are told, on screen: subscriptions, the signing key once, and messages that were given up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.gateway.clients.permissions import KEEP_PROGRAMS
from jiezhi.gateway.clients.queries import get_program
from jiezhi.gateway.webhooks.actions import (
    change_key,
    change_kinds,
    end_subscription,
    subscribe_program,
    try_letter_again,
)
from jiezhi.gateway.webhooks.forms import KindsForm, SubscriptionForm
from jiezhi.gateway.webhooks.queries import get_subscription, letters_of, subscriptions_of
from jiezhi.gateway.webhooks.rows import letter_rows, subscription_row
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError


@needs(KEEP_PROGRAMS)
@never_cache
@require_http_methods(["GET", "POST"])
def subscriptions(request: ActorRequest, program_id: UUID) -> HttpResponse:
    """List where a program is told of events, and enter another address."""
    program, at = get_program(request.actor, program_id), timezone.now()
    form = SubscriptionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            shown = subscribe_program(program_id=program_id, **form.typed(), actor=request.actor, at=at)
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            return render(request, "webhooks/key.html", {"shown": shown, "program": program})
    rows = [subscription_row(each, at=at) for each in subscriptions_of(program)]
    context = {"program": program, "rows": rows, "form": form}
    return render(request, "webhooks/subscriptions.html", context, status=422 if form.errors else 200)


@needs(KEEP_PROGRAMS)
@never_cache
def subscription(request: ActorRequest, subscription_id: UUID) -> HttpResponse:
    """Show a subscription with its newest messages, those given up first."""
    return _page(request, subscription_id)


@needs(KEEP_PROGRAMS)
@never_cache
@require_POST
def kinds(request: ActorRequest, subscription_id: UUID) -> HttpResponse:
    """Change of what the program is told."""
    form = KindsForm(request.POST)
    if not form.is_valid():
        return _page(request, subscription_id, form)
    change_kinds(subscription_id=subscription_id, kinds=form.chosen(), actor=request.actor, at=timezone.now())
    messages.success(request, _("Changed. It counts from the next event."))
    return redirect("webhooks:subscription", subscription_id)


@needs(KEEP_PROGRAMS)
@never_cache
@require_POST
def new_signing_key(request: ActorRequest, subscription_id: UUID) -> HttpResponse:
    """Give a new signing key and show it, this once."""
    program = get_subscription(request.actor, subscription_id).program
    shown = change_key(subscription_id=subscription_id, actor=request.actor, at=timezone.now())
    return render(request, "webhooks/key.html", {"shown": shown, "program": program, "is_change": True})


@needs(KEEP_PROGRAMS)
@never_cache
@require_POST
def end(request: ActorRequest, subscription_id: UUID) -> HttpResponse:
    """End a subscription."""
    program_id = get_subscription(request.actor, subscription_id).program_id
    end_subscription(subscription_id=subscription_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Ended. The program is told nothing more at this address."))
    return redirect("webhooks:subscriptions", program_id)


@needs(KEEP_PROGRAMS)
@never_cache
@require_POST
def again(request: ActorRequest, subscription_id: UUID, letter_id: UUID) -> HttpResponse:
    """Have a message that was given up tried again."""
    at = timezone.now()
    try_letter_again(subscription_id=subscription_id, letter_id=letter_id, actor=request.actor, at=at)
    messages.success(request, _("It is tried again now. Load this page again in a moment."))
    return redirect("webhooks:subscription", subscription_id)


def _page(request: ActorRequest, subscription_id: UUID, form: KindsForm | None = None) -> HttpResponse:
    chosen, at = get_subscription(request.actor, subscription_id), timezone.now()
    context = {
        "row": subscription_row(chosen, at=at),
        "program": chosen.program,
        "letters": letter_rows(letters_of(chosen)),
        "form": form or KindsForm(initial={"kinds": chosen.kinds}),
    }
    return render(request, "webhooks/subscription.html", context, status=422 if form else 200)
