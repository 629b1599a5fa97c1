"""Builds the Actor of each web request, when it is first asked for."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from jiezhi.accounts.browsers import missing_step, renew_session
from jiezhi.accounts.models import User
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.organisation.queries import staff_member

if TYPE_CHECKING:
    from jiezhi.kit.access import ActorRequest

VISITOR = Actor(kind=ActorKind.VISITOR, id="", sub_district_id=None)


class ActorMiddleware:
    """Sets `request.actor`: staff by their posts, otherwise a visitor. Pages for residents cost no statement."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = cast("ActorRequest", request)
        known.actor = cast("Actor", SimpleLazyObject(lambda: actor_of(request)))
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Give the actor behind a web request: user and posts in one statement, none for a visitor.

    A session that has lived to its end, or that lacks a second factor where one is required, makes no actor.
    """
    user_id, at = request.session.get(SESSION_KEY), datetime.now(UTC)
    if user_id is None or missing_step(request):
        return VISITOR
    if not renew_session(request, at=at):
        logout(request)
        return VISITOR
    found = staff_member(user_id=UUID(user_id), on=timezone.localdate(at))
    if found is None or not found.user.is_active:
        return VISITOR
    if _is_verified(request, found.user):
        request.user = found.user
    # Otherwise Django tries the keys that were in use before, or ends the session.
    elif not request.user.is_authenticated:
        return VISITOR
    # The top bar names the office: read with the posts, it costs no statement of its own.
    request.staff_street = found.street  # type: ignore[attr-defined]
    return found.actor


def _is_verified(request: HttpRequest, user: User) -> bool:
    """Whether the session was begun with the user's present password, as `django.contrib.auth.get_user` asks."""
    if request.session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    return constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
