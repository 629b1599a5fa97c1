"""A person's own page: how they sign in, where they are signed in, and another password."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiezhi.accounts.actions import change_password, end_other_sessions, end_own_session
from jiezhi.accounts.browsers import own_sessions, this_session
from jiezhi.accounts.forms import ChangePasswordForm
from jiezhi.accounts.provider import is_offered
from jiezhi.accounts.queries import sign_in_facts
from jiezhi.accounts.views.factors import WRONG
from jiezhi.accounts.views.onward import OwnRequest, actor_behind, judge_for, own


@own
@require_safe
def me(request: OwnRequest) -> HttpResponse:
    """Show password, second factor and open sessions."""
    facts = sign_in_facts(request.user.pk)
    context = {
        "facts": facts,
        "sessions": own_sessions(request),
        "provider": settings.OIDC_NAME if is_offered() else "",
        "is_linked": settings.OIDC_ISSUER in facts.issuers,
    }
    return render(request, "accounts/me.html", context)


@own
@sensitive_post_parameters("password", "old", "again")
@require_http_methods(["GET", "POST"])
def password(request: OwnRequest) -> HttpResponse:
    """Change one's password; all other sessions end."""
    form = ChangePasswordForm(request.POST or None, user=request.user, judge=judge_for(request))
    if not form.is_valid():
        return render(
            request, "accounts/password.html", {"form": form}, status=WRONG if form.is_bound else 200
        )
    user = change_password(
        password_hash=make_password(form.cleaned_data["password"]),
        this=this_session(request),
        actor=actor_behind(request),
        at=datetime.now(UTC),
    )
    request.session.pop("password_is_old", None)
    update_session_auth_hash(request, user)
    messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
    return redirect("accounts:me")


@own
@require_POST
def end_sessions(request: OwnRequest) -> HttpResponse:
    """End the session that was chosen, or all others."""
    handle, actor, at = request.POST.get("handle", ""), actor_behind(request), datetime.now(UTC)
    if handle:
        end_own_session(handle=handle, actor=actor, at=at)
    else:
        end_other_sessions(this=this_session(request), actor=actor, at=at)
    return redirect("accounts:me")
