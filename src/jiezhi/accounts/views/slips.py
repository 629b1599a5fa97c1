"""The way in with a slip: name and code, then a password of one's own."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jiezhi.accounts.actions import choose_password, try_slip
from jiezhi.accounts.choices import Factor
from jiezhi.accounts.forms import NewPasswordForm, SlipForm
from jiezhi.accounts.queries import find_slip_user
from jiezhi.accounts.views.factors import WRONG
from jiezhi.accounts.views.onward import VISITOR, let_in, onward
from jiezhi.accounts.visitors import address_of
from jiezhi.kit.access import ActorRequest, public

SLIP = "entry_slip"


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def slip(request: ActorRequest) -> HttpResponse:
    """Ask for the name and the code of a slip."""
    form = SlipForm(request.POST or None)
    if form.is_valid():
        found = try_slip(
            **form.cleaned_data, address=address_of(request), actor=VISITOR, at=datetime.now(UTC)
        )
        if found is not None:
            request.session.cycle_key()
            request.session[SLIP] = str(found)
            return redirect("accounts:first_password")
        form.add_error(None, _refused())
    return render(request, "accounts/slip.html", {"form": form}, status=WRONG if form.is_bound else 200)


@public
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def first_password(request: ActorRequest) -> HttpResponse:
    """Let the holder of a slip choose a password, and sign in."""
    entry_code_id = request.session.get(SLIP)
    user = find_slip_user(UUID(entry_code_id), at=datetime.now(UTC)) if entry_code_id else None
    if user is None:
        return redirect("accounts:slip")
    form = NewPasswordForm(request.POST or None, user=user)
    if not form.is_valid():
        context = {"form": form, "name": user.name, "username": user.username}
        return render(
            request, "accounts/first_password.html", context, status=WRONG if form.is_bound else 200
        )
    user = choose_password(
        entry_code_id=UUID(entry_code_id),
        password_hash=make_password(form.cleaned_data["password"]),
        actor=VISITOR,
        at=datetime.now(UTC),
    )
    request.session.flush()
    return let_in(request, user, Factor.NONE, wanted=onward(request, "/me/"))


def _refused() -> str:
    return _(
        "This name and code open nothing: the code is mistyped, was used, is too old, or was tried too often from "
        "here. Compare it with the slip; otherwise ask whoever keeps the accounts for a new one."
    )
