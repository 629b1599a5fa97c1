"""Sign-in with name, password and code, and sign-out."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.accounts.actions import enter, give_code, leave
from jiezhi.accounts.actions.entering import EntryTry
from jiezhi.accounts.browsers import PENDING, await_code
from jiezhi.accounts.choices import Entry, Factor
from jiezhi.accounts.errors import SignInRefusedError
from jiezhi.accounts.forms import CodeForm, SignInForm
from jiezhi.accounts.models import User
from jiezhi.accounts.provider import is_offered
from jiezhi.accounts.queries import find_pending_user, find_user, is_right_password
from jiezhi.accounts.views.onward import VISITOR, let_in, onward
from jiezhi.accounts.visitors import address_of, known_browser
from jiezhi.kit.access import ActorRequest, public


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: ActorRequest) -> HttpResponse:
    """Ask for name and password; whoever is in already goes on, or reads why there is no desk for them."""
    if request.method == "POST":
        return _try(request, SignInForm(request.POST))
    wanted = request.GET.get("next", "")
    if request.actor.is_staff:
        return redirect(onward(request, wanted))
    if request.user.is_authenticated:
        return redirect("accounts:me")
    return _page(request, SignInForm(), wanted, status=200)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: ActorRequest) -> HttpResponse:
    """Ask for the second factor of somebody whose password was right a moment ago."""
    user = _pending_user(request)
    if user is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        factor = give_code(
            user_id=user.pk, code=form.cleaned_data["code"], actor=VISITOR, at=datetime.now(UTC)
        )
        if factor is not Factor.NONE:
            return let_in(request, user, factor, wanted=onward(request, request.session[PENDING]["next"]))
        form.add_error("code", _code_refused())
    status = SignInRefusedError.status if form.is_bound else 200
    return render(request, "accounts/code.html", {"form": form}, status=status)


@public
@never_cache
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """End the session, here and for whoever copied its cookie."""
    if isinstance(request.user, User):
        actor = request.actor if request.actor.is_staff else VISITOR
        leave(user_id=request.user.pk, actor=actor, at=datetime.now(UTC))
    logout(request)
    return redirect("accounts:sign_in")


def ask_for_code(request: ActorRequest, user: User, *, wanted: str) -> HttpResponse:
    """Remember, sealed in the session, whose password was right; nobody is signed in yet."""
    await_code(request, user, wanted=wanted, at=datetime.now(UTC))
    return redirect("accounts:code")


def _pending_user(request: ActorRequest) -> User | None:
    kept = request.session.get(PENDING)
    if kept is None or datetime.fromisoformat(kept["until"]) <= datetime.now(UTC):
        return None
    return find_pending_user(kept["user_id"], kept["password"])


def _try(request: ActorRequest, form: SignInForm) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if form.is_valid():
        user, outcome = _checked(request, form)
        if user is not None and outcome is Entry.IN:
            return let_in(request, user, Factor.NONE, wanted=onward(request, wanted))
        if user is not None and outcome is Entry.CODE_ASKED:
            return ask_for_code(request, user, wanted=wanted)
        form.add_error(None, _refused())
    return _page(request, form, wanted, status=SignInRefusedError.status)


def _page(request: ActorRequest, form: SignInForm, wanted: str, *, status: int) -> HttpResponse:
    context = {"form": form, "next": wanted, "provider": settings.OIDC_NAME if is_offered() else ""}
    return render(request, "accounts/sign_in.html", context, status=status)


def _checked(request: ActorRequest, form: SignInForm) -> tuple[User | None, Entry]:
    username = form.cleaned_data["username"]
    user = find_user(username)
    tried = EntryTry(
        username=username,
        address=address_of(request),
        known_browser=known_browser(request, username),
        user_id=user.pk if user else None,
        is_right=is_right_password(user, form.cleaned_data["password"]),
    )
    return user, enter(tried=tried, actor=VISITOR, at=datetime.now(UTC))


def _refused() -> str:
    return _(
        "User name and password do not fit together, or there were too many wrong tries from here: after five the "
        "name is held back here for fifteen minutes. Check both; if it goes on, use the computer you usually sign "
        "in at, or ask whoever keeps the accounts of your office."
    )


def _code_refused() -> str:
    return _(
        "This code does not fit, or was used before. Wait until the app shows the next one, and see that the "
        "telephone sets its clock by the network. After five wrong codes wait for fifteen minutes. Without the "
        "telephone, enter one of your recovery codes."
    )
