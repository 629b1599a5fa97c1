"""Small views to see what the error middleware makes of errors."""

from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.urls import include, path

from jiezhi.kit.access import needs, permission, public
from jiezhi.kit.errors import InvalidError, StaleError
from tests.kit.deeds import NOW, TESTER, mark, mark_made

LOOK = permission("tests:look", "Look at tests")


@public
def stale(request):
    raise StaleError("Somebody was quicker.", facts={"version": 3})


@public
def invalid(request):
    raise InvalidError("Say more.")


@public
def missing(request):
    raise Http404


@public
def locked(request):
    raise OperationalError("database is locked: INSERT INTO secrets")


@public
def store(request):
    mark(events=(mark_made(),), rows=3, actor=TESTER, at=NOW)
    return HttpResponse("stored")


@public
def broken(request):
    raise ValueError("a fault of ours")


@needs(LOOK)
def guarded(request):
    return HttpResponse("seen")


app_name = "tests"
urlpatterns = [
    path("t/stale/", stale),
    path("t/invalid/", invalid),
    path("t/missing/", missing),
    path("t/locked/", locked),
    path("t/store/", store),
    path("t/broken/", broken),
    path("t/guarded/", guarded),
    path("", include("jiezhi.project.urls")),
]
