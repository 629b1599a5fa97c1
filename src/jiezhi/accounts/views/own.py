"""A person's own page: how they sign in, and where they are signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiezhi.accounts.browsers import own_sessions
from jiezhi.accounts.queries import sign_in_facts
from jiezhi.accounts.views.onward import OwnRequest, own


@own
@require_safe
def me(request: OwnRequest) -> HttpResponse:
    """Show password, second factor and open sessions."""
    context = {"facts": sign_in_facts(request.user.pk), "sessions": own_sessions(request)}
    return render(request, "accounts/me.html", context)
