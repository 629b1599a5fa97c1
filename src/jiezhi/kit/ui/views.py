from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jiezhi.kit.access import public
from jiezhi.kit.ui.catalogue import catalogue_samples
from jiezhi.kit.ui.elder import COOKIE, COOKIE_AGE_S, parse_size
from jiezhi.kit.ui.permissions import SEE_CATALOGUE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
@public
def elder_mode(request: HttpRequest) -> HttpResponse:
    """Switch elder mode on, to another size, or off."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    size = parse_size(request.POST.get("size", ""))
    if size:
        response.set_cookie(
            COOKIE,
            str(size),
            max_age=COOKIE_AGE_S,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


@public
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show every component in every state. For others than its readers the page does not exist."""
    actor = getattr(request, "actor", None)
    if actor is None or SEE_CATALOGUE.code not in actor.permissions:
        raise Http404
    return render(request, "ui/catalogue.html", catalogue_samples(is_sent="sent" in request.GET))
