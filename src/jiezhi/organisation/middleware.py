"""Builds the Actor of each web request, when it is first asked for."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from jiezhi.accounts.models import User
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.organisation.queries import staff_actor

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
    """Give the actor behind a web request."""
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    today = timezone.localdate(datetime.now(UTC))
    return staff_actor(user_id=user.pk, on=today) or VISITOR
