"""Causes of complaint: added, called otherwise, taken out while no matter names them."""

import pytest
from django.utils import timezone

from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.organisation.actions import drop_cause, keep_cause
from jiezhi.organisation.models import ComplaintCause, Matter
from tests.factories import make_office, staff_client
from tests.factories.organisation import make_cause

pytestmark = pytest.mark.django_db
CAUSES = "/desk/lists/causes/"


def test_a_cause_is_added_renamed_named_by_a_matter_and_then_stays():
    office = make_office()
    keeper = staff_client(office.dispatcher)
    assert keeper.post(CAUSES, {"name": " 设施老化 "}).status_code == 302
    cause = ComplaintCause.objects.get()
    assert keeper.post(f"{CAUSES}{cause.pk}/", {"name": "设施陈旧"}).status_code == 302
    cause.refresh_from_db()
    assert cause.name == "设施陈旧"
    form = keeper.get(f"/desk/lists/matters/{office.lamp.pk}/").content.decode()
    assert f'<option value="{cause.pk}">设施陈旧</option>' in form
    Matter.objects.filter(pk=office.lamp.pk).update(cause=cause)
    assert office.lamp.name in keeper.get(CAUSES).content.decode()
    answer = keeper.post(f"{CAUSES}{cause.pk}/drop/")
    assert answer.status_code == 422
    assert "请先为这些事项改选其他原因" in answer.content.decode()
    Matter.objects.update(cause=None)
    assert keeper.post(f"{CAUSES}{cause.pk}/drop/").status_code == 302
    assert not ComplaintCause.objects.exists()


def test_two_causes_share_no_name_and_one_needs_a_name():
    office = make_office()
    hand = {"actor": office.dispatcher.actor, "at": timezone.now()}
    first, second = (make_cause(office.street, name) for name in ("占道", "噪声"))
    assert keep_cause(name="占道", cause_id=first.pk, **hand) == first
    with pytest.raises(InvalidError):
        keep_cause(name="占道", cause_id=second.pk, **hand)
    with pytest.raises(InvalidError):
        keep_cause(name="  ", **hand)
    page = staff_client(office.dispatcher).post(CAUSES, {"name": "占道"})
    assert page.status_code == 422
    assert "已有同名的投诉原因" in page.content.decode()


def test_a_new_cause_stands_last_and_thirty_are_the_most():
    office = make_office()
    hand = {"actor": office.dispatcher.actor, "at": timezone.now()}
    kept = [keep_cause(name=f"原因{number}", **hand) for number in range(30)]
    assert list(ComplaintCause.objects.order_by("position")) == kept
    with pytest.raises(InvalidError):
        keep_cause(name="再一个", **hand)


def test_causes_of_another_street_are_out_of_reach():
    office, other = make_office(), make_office()
    cause = make_cause(other.street)
    hand = {"actor": office.dispatcher.actor, "at": timezone.now()}
    with pytest.raises(MissingError):
        keep_cause(name="改名", cause_id=cause.pk, **hand)
    with pytest.raises(MissingError):
        drop_cause(cause_id=cause.pk, **hand)
    assert cause.name not in staff_client(office.dispatcher).get(CAUSES).content.decode()
