"""To the other system and back."""

from dataclasses import asdict
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from jiezhi.accounts.actions import enter_by_provider, link_identity, unlink_identity
from jiezhi.accounts.browsers import this_session
from jiezhi.accounts.choices import Entry, Factor
from jiezhi.accounts.errors import ProviderError
from jiezhi.accounts.forms import ConfirmForm
from jiezhi.accounts.models import User
from jiezhi.accounts.provider import Journey, address_to_go, is_offered, voucher_from
from jiezhi.accounts.queries import find_linked_user
from jiezhi.accounts.views.entering import ask_for_code
from jiezhi.accounts.views.factors import WRONG
from jiezhi.accounts.views.onward import (
    VISITOR,
    OwnRequest,
    actor_behind,
    judge_for,
    let_in,
    onward,
    own,
)
from jiezhi.kit.access import ActorRequest, public

JOURNEY = "provider_journey"
LINK_WISH = "provider_link_wish"


@public
@never_cache
@require_safe
def go(request: ActorRequest) -> HttpResponse:
    """Send the browser to the other system.

    By a link and not by a form: our pages let forms lead to ourselves only, redirects included.
    """
    if not is_offered():
        raise Http404
    wish = request.session.pop(LINK_WISH, "")
    links_user = wish if request.user.is_authenticated and wish == this_session(request) else ""
    journey = Journey.begin(
        wanted=request.GET.get("next", ""),
        links_user=str(request.user.pk) if links_user else "",
        at=datetime.now(UTC),
    )
    request.session[JOURNEY] = asdict(journey)
    return HttpResponseRedirect(address_to_go(journey, back=_back(request)))


@public
@never_cache
@require_safe
def come_back(request: ActorRequest) -> HttpResponse:
    """Take what the other system says of the browser that left; each journey ends once."""
    kept = request.session.pop(JOURNEY, None)
    if kept is None or not is_offered():
        return redirect("accounts:sign_in")
    journey = Journey(**kept)
    at = datetime.now(UTC)
    voucher = voucher_from(journey, request.GET.dict(), back=_back(request), at=at)
    if journey.links_user:
        return _link(request, journey, voucher.subject)
    user = find_linked_user(settings.OIDC_ISSUER, voucher.subject)
    if user is None:
        raise ProviderError(_not_linked())
    wanted = onward(request, journey.wanted)
    if enter_by_provider(user_id=user.pk, is_strong=voucher.is_strong, actor=VISITOR, at=at) is Entry.IN:
        return let_in(request, user, Factor.PROVIDER if voucher.is_strong else Factor.NONE, wanted=wanted)
    return ask_for_code(request, user, wanted=wanted)


@own
@sensitive_post_parameters("password")
@require_POST
def link(request: OwnRequest) -> HttpResponse:
    """Begin to link one's account, against the password: the page that follows leads to the other system."""
    form = ConfirmForm(request.POST, user=request.user, judge=judge_for(request))
    if not is_offered():
        raise Http404
    if not form.is_valid():
        return render(request, "accounts/confirm.html", {"form": form, "deed": "link"}, status=WRONG)
    request.session[LINK_WISH] = this_session(request)
    return render(request, "accounts/link.html", {"provider": settings.OIDC_NAME})


@own
@require_POST
def unlink(request: OwnRequest) -> HttpResponse:
    """Undo the link."""
    at = datetime.now(UTC)
    unlink_identity(user_id=request.user.pk, issuer=settings.OIDC_ISSUER, actor=actor_behind(request), at=at)
    return redirect("accounts:me")


def _link(request: ActorRequest, journey: Journey, subject: str) -> HttpResponse:
    if not isinstance(request.user, User) or str(request.user.pk) != journey.links_user:
        return redirect("accounts:sign_in")
    link_identity(
        user_id=request.user.pk,
        issuer=settings.OIDC_ISSUER,
        subject=subject,
        actor=actor_behind(request),
        at=datetime.now(UTC),
    )
    return redirect("accounts:me")


def _back(request: ActorRequest) -> str:
    return request.build_absolute_uri(reverse("accounts:provider_return"))


def _not_linked() -> str:
    return _(
        "The other system knows you, but no account here is linked with it. Sign in with your user name and "
        "password and link it on your own page; without an account, ask whoever keeps the accounts of your office."
    )
