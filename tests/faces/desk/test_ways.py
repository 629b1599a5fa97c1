"""The dispatcher sees how an order will be handed over before confirming, and chooses where there is a choice."""

import pytest

from jiezhi.organisation.choices import DepartmentKind as Kind
from jiezhi.workorders.choices import HandOverMode, OrderState
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_department, make_office, submitted_concern
from tests.factories.pages import english_client, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def decision(office, concern, department):
    typed = {"matter": office.lamp.pk, "department": department.pk, "keeps_department": "yes"}
    client = english_client(office.dispatcher)
    return client.post(f"/desk/requests/{concern.pk}/decision/", typed, headers={"HX-Request": "true"})


def confirm(office, concern, department, **more):
    typed = {
        "matter": office.lamp.pk,
        "department": department.pk,
        "urgency": "normal",
        "brief": "修复路灯",
        "version": concern.version,
    }
    client = english_client(office.dispatcher)
    return client.post(f"/desk/requests/{concern.pk}/confirm/", typed | more)


def test_a_request_says_before_that_they_may_decline(office):
    utility = make_department(office.street, kind=Kind.UTILITY)
    page = decision(office, submitted_concern(office).concern, utility)
    assert "this will be a request; they may decline" in text_of(page)
    assert 'name="way"' not in page.content.decode()


def test_a_bureau_offers_both_ways_and_the_chosen_one_is_taken(office):
    bureau = make_department(office.street, kind=Kind.BUREAU)
    concern = submitted_concern(office).concern
    page = decision(office, concern, bureau).content.decode()
    assert 'value="called"' in page
    assert 'value="transferred"' in page
    confirm(office, concern, bureau, way="transferred")
    order = WorkOrder.objects.get()
    assert (order.hand_over, order.state) == (HandOverMode.TRANSFERRED, OrderState.TRANSFERRED)


def test_without_a_choice_the_usual_way_is_taken(office):
    bureau = make_department(office.street, kind=Kind.BUREAU)
    confirm(office, submitted_concern(office).concern, bureau)
    assert WorkOrder.objects.get().hand_over == HandOverMode.CALLED


def test_a_committee_without_a_line_is_refused_with_what_to_do_and_the_brief_is_kept(office):
    page = confirm(office, submitted_concern(office).concern, office.committee)
    assert WorkOrder.objects.count() == 0
    assert "Choose the section in charge" in text_of(page)
    assert "修复路灯" in page.content.decode()
