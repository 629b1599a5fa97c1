"""Who may do what: permissions with words, refusals that explain themselves, and the lock on every view."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import RefusedError


class ActorRequest(HttpRequest):
    """A web request whose actor is known."""

    actor: Actor
    htmx: HtmxDetails
    csp_nonce: str


class View(Protocol):
    """A view function of ours."""

    def __call__(self, request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


@dataclass(frozen=True)
class Permission:
    """A deed that posts may be allowed: a code such as `workorders:dispatch` and its words."""

    code: str
    label: str | Promise


_permissions: dict[str, Permission] = {}


def permission(code: str, label: str | Promise) -> Permission:
    """Declare a permission; every app does so in its `permissions.py`."""
    declared = Permission(code, label)
    _permissions[code] = declared
    return declared


def all_permissions() -> tuple[Permission, ...]:
    """Give every declared permission, by code."""
    return tuple(_permissions[code] for code in sorted(_permissions))


def require(actor: Actor, needed: Permission) -> None:
    """Let the actor pass or explain why not.

    Raises:
        RefusedError: The actor's posts do not include the permission.
    """
    if needed.code not in actor.permissions:
        who = actor.label or _("without sign-in")
        raise RefusedError(
            _(
                "This needs the permission “%(permission)s”, which your post (%(post)s) does not include. "
                "Ask the person who keeps the posts of your office."
            )
            % {"permission": needed.label, "post": who},
            facts={"permission": needed.code},
        )


def require_any(actor: Actor, *enough: Permission) -> None:
    """Let the actor pass where they hold any of several permissions, each enough by itself.

    Raises:
        RefusedError: The actor's posts include none of them; it names the first.
    """
    if not any(each.code in actor.permissions for each in enough):
        require(actor, enough[0])


def needs(needed: Permission) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Lock a view for staff who hold the permission; a visitor is led to the sign-in."""

    def lock(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            known = cast("ActorRequest", request)
            if not known.actor.is_staff:
                if known.htmx:
                    return HttpResponse(status=401, headers={"HX-Redirect": settings.LOGIN_URL})
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/desk/")
            require(known.actor, needed)
            return view(known, *args, **kwargs)

        locked.needed_permission = needed.code  # type: ignore[attr-defined]
        return locked

    return lock


def public(view: View) -> Callable[..., HttpResponseBase]:
    """Mark a view that anybody may open; the access matrix refuses views without a mark."""
    view.needed_permission = None  # type: ignore[attr-defined]
    return cast("Callable[..., HttpResponseBase]", view)
