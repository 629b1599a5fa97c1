"""Who may see a person's own pages, and where a sign-in leads on to."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from jiezhi.accounts.actions import confirm_password
from jiezhi.accounts.browsers import begin_session, missing_step
from jiezhi.accounts.choices import Factor
from jiezhi.accounts.models import User
from jiezhi.accounts.visitors import remember_browser
from jiezhi.kit.access import ActorRequest, View, public
from jiezhi.kit.actor import Actor, ActorKind

VISITOR = Actor(kind=ActorKind.VISITOR, id="", sub_district_id=None)


class OwnRequest(ActorRequest):
    """A web request of somebody who is signed in."""

    user: User


P = ParamSpec("P")


def own(view: Callable[Concatenate[OwnRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Lock a page for whoever is signed in, with a post or without: it shows nothing but their own sign-in."""

    @wraps(view)
    def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = cast("OwnRequest", request)
        # Asking for the actor ends a session that has lived too long.
        if not known.actor.is_staff and not isinstance(known.user, User):
            return redirect_to_login(
                request.get_full_path() if request.method == "GET" else reverse("accounts:me")
            )
        step = missing_step(request)
        if step and (request.resolver_match is None or request.resolver_match.url_name != step):
            return redirect(f"accounts:{step}")
        return view(known, *args, **kwargs)

    return public(cast("View", never_cache(locked)))


def actor_behind(request: ActorRequest) -> Actor:
    """Give who acts upon their own sign-in: the member of staff, or a user who holds no post today."""
    if request.actor.is_staff:
        return request.actor
    return Actor(kind=ActorKind.STAFF, id=str(request.user.pk), sub_district_id=None)


def judge_for(request: ActorRequest) -> Callable[[bool], bool]:
    """Give what counts the tries of a password that is asked once more."""
    return lambda is_right: confirm_password(
        is_right=is_right, actor=actor_behind(request), at=datetime.now(UTC)
    )


def let_in(request: HttpRequest, user: User, factor: Factor, *, wanted: str) -> HttpResponse:
    """Begin the session and lead on: to what has to come first, where something does."""
    begin_session(request, user, factor, at=datetime.now(UTC))
    step = missing_step(request)
    response = redirect(f"accounts:{step}" if step else wanted)
    remember_browser(request, response, user)
    return response


def onward(request: HttpRequest, wanted: str) -> str:
    """Give the address that was asked for, if it is one of ours."""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else settings.LOGIN_REDIRECT_URL
