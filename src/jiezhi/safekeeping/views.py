"""What is held back after a backup was put back, and the one button that lets it go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.safekeeping.actions import release_messages
from jiezhi.safekeeping.holding import held_messages
from jiezhi.safekeeping.permissions import RELEASE_MESSAGES
from jiezhi.safekeeping.queries import speaks_for_all, unreleased_restoration


@needs(RELEASE_MESSAGES)
@never_cache
@require_http_methods(["GET", "POST"])
def held(request: ActorRequest) -> HttpResponse:
    """Show what would go out, and let it."""
    if request.method == "POST":
        release_messages(actor=request.actor, at=timezone.now())
        messages.success(request, _("Messages go out again."))
        return redirect("safekeeping:held")
    restoration = unreleased_restoration(request.actor)
    speaks = speaks_for_all(request.actor)
    waiting = held_messages() if restoration and speaks else []
    context = {"restoration": restoration, "waiting": waiting, "speaks_for_all": speaks}
    return render(request, "safekeeping/held.html", context)
