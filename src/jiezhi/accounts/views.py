"""Sign-in and sign-out of staff."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.accounts.actions import LOCKED_FOR, TRIES, enter, leave
from jiezhi.accounts.errors import SignInRefusedError
from jiezhi.accounts.forms import SignInForm
from jiezhi.accounts.models import User
from jiezhi.accounts.queries import find_user, is_right_password
from jiezhi.kit.access import ActorRequest, public
from jiezhi.kit.actor import Actor, ActorKind

BACKEND = "django.contrib.auth.backends.ModelBackend"
_VISITOR = Actor(kind=ActorKind.VISITOR, id="", sub_district_id=None)


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: ActorRequest) -> HttpResponse:
    """Ask for name and password; whoever is in already goes on, or reads why there is no desk for them."""
    if request.method == "POST":
        return _try(request, SignInForm(request.POST))
    if request.actor.is_staff:
        return redirect(_onward(request))
    if request.user.is_authenticated:
        return render(request, "accounts/no_post.html", status=403)
    return render(
        request, "accounts/sign_in.html", {"form": SignInForm(), "next": request.GET.get("next", "")}
    )


@public
@never_cache
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """End the session, here and for whoever copied its cookie."""
    if isinstance(request.user, User):
        actor = request.actor if request.actor.is_staff else _VISITOR
        leave(user_id=request.user.pk, actor=actor, at=datetime.now(UTC))
    logout(request)
    return redirect("accounts:sign_in")


def _try(request: ActorRequest, form: SignInForm) -> HttpResponse:
    user = _checked(form) if form.is_valid() else None
    if user is not None:
        login(request, user, backend=BACKEND)
        return redirect(_onward(request))
    context = {"form": form, "next": request.POST.get("next", "")}
    return render(request, "accounts/sign_in.html", context, status=SignInRefusedError.status)


def _checked(form: SignInForm) -> User | None:
    user = find_user(form.cleaned_data["username"])
    is_right = is_right_password(user, form.cleaned_data["password"])
    if enter(user_id=user.pk if user else None, is_right=is_right, actor=_VISITOR, at=datetime.now(UTC)):
        return user
    refusal = SignInRefusedError(
        _(
            "User name and password do not fit together, or this name is locked for %(minutes)d minutes after "
            "%(tries)d wrong tries. Check both; if it goes on, ask whoever keeps the accounts of your office."
        )
        % {"minutes": LOCKED_FOR.total_seconds() // 60, "tries": TRIES}
    )
    form.add_error(None, refusal.message)
    return None


def _onward(request: ActorRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else settings.LOGIN_REDIRECT_URL
