"""The guides; they hold nothing of an office, so everybody reads them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiezhi.faces.guide.pages import FRONT, get_guide
from jiezhi.kit.access import ActorRequest, public

LAYOUTS = {True: "ui/desk.html", False: "ui/portal.html"}
"""Whoever is at work keeps their navigation beside them."""


@public
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """Lead to the guide of each role."""
    return _show(request, FRONT)


@public
@require_safe
def page(request: ActorRequest, name: str) -> HttpResponse:
    """Show the guide of a role."""
    if name == FRONT:
        raise Http404
    return _show(request, name)


def _show(request: ActorRequest, name: str) -> HttpResponse:
    actor = getattr(request, "actor", None)
    layout = LAYOUTS[actor is not None and actor.is_staff]
    return render(request, "guide/page.html", {"guide": get_guide(name), "layout": layout})
