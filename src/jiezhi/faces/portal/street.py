"""Whose pages these are: the street that the address names, looked up once for a page and its foot."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from jiezhi.kit.access import ActorRequest
from jiezhi.kit.ui.office import OfficeCard
from jiezhi.places.models import SubDistrict
from jiezhi.places.queries import get_sub_district, sub_district_by_slug


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
    """Be the office provider: a resident's page belongs to its address's street, a desk to the actor's."""
    street = getattr(request, "street", None)
    home = reverse("portal:home", args=[street.slug]) if street else settings.LOGIN_REDIRECT_URL
    if street is None and hasattr(request, "actor") and not request.path.startswith("/s/"):
        actor = request.actor
        if actor.sub_district_id:
            street = getattr(request, "staff_street", None) or get_sub_district(actor.sub_district_id)
    if street is None:
        return None
    return OfficeCard(name=street.name, phone=street.phone, station=street.service_point, home=home)
