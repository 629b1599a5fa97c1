"""What is checked on site must lie in a community, or nobody would ever see that it waits."""

from uuid import uuid4

import pytest
from django.urls import reverse

from jiezhi.concerns.actions import Confirmation, Submission, confirm_concern, submit_concern
from jiezhi.concerns.models import Concern
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.places.queries import Spot
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_office, staff_client
from tests.factories.workorders import MONDAY, visitor

pytestmark = pytest.mark.django_db


def described(office: Office) -> Concern:
    submission = Submission(key=uuid4(), words="菜场后门堆了装修垃圾", spot=Spot(), place_note="菜场后门")
    return submit_concern(submission=submission, actor=visitor(office), at=MONDAY).concern


def confirm(office: Office, concern: Concern, **more: object) -> WorkOrder:
    return confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(matter_id=office.rubbish.pk, brief="清运垃圾", **more),
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )


def test_an_event_without_a_community_is_not_dispatched():
    office = make_office()
    concern = described(office)
    with pytest.raises(InvalidError):
        confirm(office, concern)
    assert not WorkOrder.objects.exists()


def test_the_dispatcher_names_the_community_and_it_stays_with_the_request():
    office = make_office()
    concern = described(office)
    order = confirm(office, concern, community_id=office.community.pk)
    concern.refresh_from_db()
    assert order.community_id == office.community.pk
    assert concern.community_id == office.community.pk


def test_a_community_of_another_street_is_none():
    office = make_office()
    with pytest.raises(MissingError):
        confirm(office, described(office), community_id=make_office().community.pk)


def test_the_page_asks_for_the_community_only_when_it_is_not_known():
    office = make_office()
    client = staff_client(office.dispatcher)
    page = client.get(reverse("desk:concern", args=[described(office).pk])).content.decode()
    assert 'name="community"' in page
    assert office.community.name in page
