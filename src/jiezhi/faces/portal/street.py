"""Whose pages these are: the street that the address names, looked up once for a page and its foot."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from jiezhi.kit.access import ActorRequest
from jiezhi.kit.ui.office import OfficeCard
from jiezhi.places.models import SubDistrict
from jiezhi.places.queries import (
    all_sub_districts,
    find_sub_district,
    get_sub_district,
    sub_district_by_slug,
)

if TYPE_CHECKING:
    from jiezhi.kit.actor import Actor

PORTAL = "/s/"


class StreetRequest(ActorRequest):
    """A web request for a page of one street."""

    street: SubDistrict


class StreetView(Protocol):
    def __call__(self, request: StreetRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def of_street(view: StreetView) -> Callable[..., HttpResponseBase]:
    """Give a view the street that the address names as `request.street`.

    A telephone or computer may be shared: what a page shows is not kept by the browser unless the view says so.
    """

    @wraps(view)
    def found(request: HttpRequest, *, slug: str, **kwargs: Any) -> HttpResponseBase:
        known = cast("StreetRequest", request)
        known.street = sub_district_by_slug(slug)
        response = view(known, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return found


def office_card_of(request: HttpRequest) -> OfficeCard | None:
    """Be the office provider: a resident's page belongs to its address's street, a desk to the actor's.

    A refusal has an address too: it names the office as any other page does. Where only one office is served, it is
    the one of every page.
    """
    street = _street_of(request)
    if street is None:
        return None
    is_portal = request.path.startswith(PORTAL) or not _actor_street_id(request)
    home = reverse("portal:home", args=[street.slug]) if is_portal else settings.LOGIN_REDIRECT_URL
    return OfficeCard(name=street.name, phone=street.phone, station=street.service_point, home=home)


def _street_of(request: HttpRequest) -> SubDistrict | None:
    known: SubDistrict | None = getattr(request, "street", None)
    if known is not None:
        return known
    if request.path.startswith(PORTAL):
        return find_sub_district(request.path.removeprefix(PORTAL).partition("/")[0])
    street_id = _actor_street_id(request)
    if street_id:
        return getattr(request, "staff_street", None) or get_sub_district(street_id)
    served = all_sub_districts()
    return served[0] if len(served) == 1 else None


def _actor_street_id(request: HttpRequest) -> UUID | None:
    actor: Actor | None = getattr(request, "actor", None)
    return actor.sub_district_id if actor else None
