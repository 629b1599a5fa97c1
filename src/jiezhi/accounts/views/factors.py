"""Turning the second factor on and off, and the codes for the drawer."""

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.accounts.actions import renew_paper_codes, turn_off_factor, turn_on_factor
from jiezhi.accounts.choices import Factor
from jiezhi.accounts.errors import CodeRefusedError
from jiezhi.accounts.factors import authenticator_address, grouped, new_secret, picture_of
from jiezhi.accounts.forms import ConfirmForm, TurnOnForm
from jiezhi.accounts.queries import sign_in_facts
from jiezhi.accounts.views.onward import OwnRequest, actor_behind, judge_for, own
from jiezhi.core.numbers import format_code
from jiezhi.kit.ui.office import find_office_card

SECRET = "factor_secret"  # noqa: S105 # nosec B105 - the name of a place in the sealed session
WRONG = CodeRefusedError.status
FRESH = timedelta(minutes=10)
"""How long the password of the sign-in is good enough for setting the second factor up."""


@own
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def factor(request: OwnRequest) -> HttpResponse:
    """Show the picture for the telephone, and take the first six digits."""
    if sign_in_facts(request.user.pk).factor_since:
        return redirect("accounts:me")
    secret = request.session.setdefault(SECRET, new_secret())
    form = TurnOnForm(
        request.POST or None,
        user=request.user,
        judge=judge_for(request),
        asks_password=_asks_password(request, at=datetime.now(UTC)),
    )
    if form.is_valid():
        try:
            codes = turn_on_factor(
                secret=secret,
                code=form.cleaned_data["code"],
                actor=actor_behind(request),
                at=datetime.now(UTC),
            )
        except CodeRefusedError as refusal:
            form.add_error("code", refusal.message)
        else:
            return _turned_on(request, codes)
    return _asked(request, secret, form)


@own
@sensitive_post_parameters("password")
@require_POST
def turn_off(request: OwnRequest) -> HttpResponse:
    """Give the second factor up, against the password."""
    form = ConfirmForm(request.POST, user=request.user, judge=judge_for(request))
    if not form.is_valid():
        return render(request, "accounts/confirm.html", {"form": form, "deed": "off"}, status=WRONG)
    turn_off_factor(actor=actor_behind(request), at=datetime.now(UTC))
    request.session["factor"] = Factor.NONE.value
    return redirect("accounts:me")


@own
@sensitive_post_parameters("password")
@require_POST
def paper_codes(request: OwnRequest) -> HttpResponse:
    """Make new codes for the drawer, against the password, and show them once."""
    form = ConfirmForm(request.POST, user=request.user, judge=judge_for(request))
    if not form.is_valid():
        return render(request, "accounts/confirm.html", {"form": form, "deed": "codes"}, status=WRONG)
    return _codes_page(request, renew_paper_codes(actor=actor_behind(request), at=datetime.now(UTC)))


def _asks_password(request: OwnRequest, *, at: datetime) -> bool:
    """Whoever finds a session open must not bind a telephone of their own to it."""
    begun = request.session.get("signed_in_at")
    is_fresh = begun is not None and at - datetime.fromisoformat(begun) < FRESH
    return request.user.has_usable_password() and not is_fresh


def _turned_on(request: OwnRequest, codes: list[str]) -> HttpResponse:
    request.session.pop(SECRET, None)
    request.session["factor"] = Factor.CODE.value
    return _codes_page(request, codes)


def _codes_page(request: OwnRequest, codes: list[str]) -> HttpResponse:
    return render(request, "accounts/paper_codes.html", {"codes": [format_code(code) for code in codes]})


def _asked(request: OwnRequest, secret: str, form: TurnOnForm) -> HttpResponse:
    card = find_office_card(request)
    address = authenticator_address(
        secret, username=request.user.username, office=card.name if card else _("Sub-district office")
    )
    context = {"form": form, "secret": grouped(secret), "picture": picture_of(address)}
    return render(request, "accounts/factor.html", context, status=WRONG if form.is_bound else 200)
