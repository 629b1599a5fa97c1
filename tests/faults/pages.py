"""A form whose deed the database cannot take."""

from django.http import HttpResponse
from django.urls import include, path

from jiezhi.concerns.actions import Submission, submit_concern
from jiezhi.kit.access import public
from jiezhi.places.models import SubDistrict
from jiezhi.places.queries import Spot
from tests.factories.workorders import MONDAY


@public
def make_request(request):
    from uuid import UUID

    from jiezhi.concerns.permissions import SUBMIT
    from jiezhi.kit.actor import Actor, ActorKind

    visitor = Actor(
        kind=ActorKind.VISITOR,
        id="",
        sub_district_id=SubDistrict.objects.get().pk,
        permissions=frozenset({SUBMIT.code}),
    )
    submission = Submission(key=UUID(request.POST["key"]), words=request.POST["words"], spot=Spot())
    receipt = submit_concern(submission=submission, actor=visitor, at=MONDAY)
    return HttpResponse(receipt.concern.number)


urlpatterns = [path("make/", make_request), path("", include("jiezhi.project.urls"))]
