"""Matters on four levels, the duty list, and objections that cite it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jiezhi.concerns.actions import raise_objection
from jiezhi.concerns.choices import ObjectionGround
from jiezhi.concerns.models import Concern, Objection, SuperiorOrder
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.actions import (
    DutyDraft,
    MatterDraft,
    end_duty,
    keep_duty,
    keep_matter,
    retire_matter,
)
from jiezhi.organisation.models import ComplaintCause, DutyEntry, Matter, StepLimit
from jiezhi.organisation.queries import (
    duties_to_object_with,
    duty_entries_for,
    get_matter,
    matter_tree,
    matters_of,
)
from tests.factories import make_office, staff_client
from tests.factories.above import superior_order
from tests.factories.organisation import make_duty, make_matter
from tests.factories.workorders import MONDAY, dispatched_order

pytestmark = pytest.mark.django_db


def matter_draft(code: str, **more: object) -> MatterDraft:
    return MatterDraft(code=code, name=code, flow="concern", limit=(3, "working_days"), **more)


def test_matters_stand_on_four_levels_and_not_on_a_fifth():
    office = make_office()
    hand = {"actor": office.dispatcher.actor, "at": MONDAY}
    parent = None
    for code in "abcd":
        parent = keep_matter(draft=matter_draft(code, parent_id=parent), **hand).pk
    with pytest.raises(InvalidError, match="四级"):
        keep_matter(draft=matter_draft("e", parent_id=parent), **hand)
    levels = {row.matter.code: row.level for row in matter_tree(office.dispatcher.actor)}
    assert [levels[code] for code in "abcd"] == [1, 2, 3, 4]
    assert {matter.code for matter in matters_of(office.street.pk)} & set("abcd") == {"d"}


def test_a_matter_does_not_stand_below_itself():
    office = make_office()
    hand = {"actor": office.dispatcher.actor, "at": MONDAY}
    top = keep_matter(draft=matter_draft("top"), **hand)
    below = keep_matter(draft=matter_draft("below", parent_id=top.pk), **hand)
    with pytest.raises(InvalidError, match="自己"):
        keep_matter(draft=matter_draft("top", parent_id=below.pk), matter_id=top.pk, **hand)
    assert Matter.objects.get(pk=top.pk).parent is None


def test_a_matter_with_orders_is_taken_out_of_use_and_keeps_them():
    office = make_office()
    order = dispatched_order(office)
    hand = {"actor": office.dispatcher.actor, "at": MONDAY}
    retire_matter(matter_id=order.matter_id, **hand)
    order.refresh_from_db()
    assert order.matter.is_in_use is False
    assert order.matter not in matters_of(office.street.pk)
    retire_matter(matter_id=order.matter_id, is_in_use=True, **hand)
    assert get_matter(sub_district_id=office.street.pk, matter_id=order.matter_id) == order.matter


def test_a_matter_goes_out_of_use_after_those_below_it():
    office = make_office()
    hand = {"actor": office.dispatcher.actor, "at": MONDAY}
    top = keep_matter(draft=matter_draft("top"), **hand)
    below = keep_matter(draft=matter_draft("below", parent_id=top.pk), **hand)
    with pytest.raises(InvalidError, match="下级"):
        retire_matter(matter_id=top.pk, **hand)
    retire_matter(matter_id=below.pk, **hand)
    assert top in matters_of(office.street.pk)
    retire_matter(matter_id=top.pk, **hand)
    with pytest.raises(InvalidError, match="上级"):
        retire_matter(matter_id=below.pk, is_in_use=True, **hand)


@pytest.mark.parametrize("code", ["taken", "没有字母", ""])
def test_a_code_that_cannot_be_is_refused(code: str):
    office = make_office()
    hand = {"actor": office.dispatcher.actor, "at": MONDAY}
    keep_matter(draft=matter_draft("taken"), **hand)
    with pytest.raises(InvalidError):
        keep_matter(draft=MatterDraft(code=code, name="x", flow="concern", limit=(3, "working_days")), **hand)


def test_step_limits_are_set_and_taken_away():
    office = make_office()
    hand = {"matter_id": office.lamp.pk, "actor": office.dispatcher.actor, "at": MONDAY}
    limits = {"dispatched": (4, "working_hours"), "sent_back": (2, "working_hours")}
    keep_matter(draft=matter_draft("x", step_limits=limits), **hand)
    keep_matter(draft=matter_draft("x", step_limits={"dispatched": (5, "working_hours")}), **hand)
    assert list(office.lamp.step_limits.values_list("step", "amount")) == [("dispatched", 5)]


def duty_draft(**more: object) -> DutyDraft:
    values = {"code": "3.1", "name": "路灯维修", "kind": "taken_back", "basis_title": "清单"}
    return DutyDraft(**({"in_force_from": date(2026, 1, 1)} | values | more))


def test_an_entry_ends_and_stays():
    office = make_office()
    hand = {"actor": office.dispatcher.actor, "at": MONDAY}
    duty = keep_duty(draft=duty_draft(matter_id=office.lamp.pk), **hand)
    end_duty(duty_id=duty.pk, until_on=date(2026, 11, 1), **hand)
    assert DutyEntry.objects.filter(pk=duty.pk).exists()
    assert duty_entries_for(office.lamp, date(2026, 10, 31)) == [duty]
    assert duty_entries_for(office.lamp, date(2026, 11, 1)) == []
    with pytest.raises(InvalidError):
        end_duty(duty_id=duty.pk, until_on=date(2025, 1, 1), **hand)


@pytest.mark.parametrize("wrong", [{"code": " "}, {"kind": "none"}, {"basis_title": ""}, {"code": "3.0"}])
def test_an_entry_that_makes_no_sense_is_refused(wrong: dict[str, object]):
    office = make_office()
    hand = {"actor": office.dispatcher.actor, "at": MONDAY}
    keep_duty(draft=duty_draft(code="3.0"), **hand)
    with pytest.raises(InvalidError):
        keep_duty(draft=duty_draft(**wrong), **hand)


def test_entries_for_the_suggested_matters_and_those_above_them_come_first():
    office = make_office()
    top = make_matter(office.street, "市政设施")
    Matter.objects.filter(pk=office.lamp.pk).update(parent=top)
    other, above = make_duty(office.street), make_duty(office.street, matter=top)
    make_duty(office.street, kind="basic", matter=office.lamp)
    helping = make_duty(office.street, kind="cooperative", matter=office.lamp)
    wanted = [str(office.lamp.pk)]
    found = duties_to_object_with(office.street.pk, matter_ids=wanted, on=date(2026, 11, 2))
    assert found == [above, helping, other]


def test_one_choice_fills_ground_and_basis_of_an_objection():
    office = make_office()
    duty = make_duty(office.street, matter=office.lamp)
    superior = superior_order(office, at=MONDAY)
    Concern.objects.filter(pk=superior.concern_id).update(
        suggestions=[{"matter_id": str(office.lamp.pk), "words": []}]
    )
    objection = raise_objection(
        superior_id=superior.pk,
        ground=ObjectionGround.TAKEN_BACK,
        basis="",
        duty_id=duty.pk,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    assert objection.duty_entry == duty
    assert "明政发〔2025〕8号" in objection.basis


def test_the_page_warns_of_what_was_taken_back_and_takes_the_entry_alone():
    office = make_office()
    duty = make_duty(office.street, matter=office.lamp)
    superior = superior_order(office, at=timezone.now())
    SuperiorOrder.objects.filter(pk=superior.pk).update(return_until=timezone.now() + timedelta(days=1))
    Concern.objects.filter(pk=superior.concern_id).update(
        suggestions=[{"matter_id": str(office.lamp.pk), "words": []}]
    )
    client = staff_client(office.dispatcher)
    page = client.get(f"/desk/requests/{superior.concern_id}/").content.decode()
    assert f"“{duty.name}”已由区级收回" in page
    assert f'<option value="{duty.pk}" selected>' in page
    answer = client.post(f"/desk/above/{superior.pk}/object/", {"duty": duty.pk})
    assert answer.status_code == 302
    kept = Objection.objects.get()
    assert (kept.ground, kept.duty_entry) == (ObjectionGround.TAKEN_BACK, duty)


@pytest.mark.parametrize("steps", [(), ("dispatched",), ("dispatched", "awaiting_check")])
def test_a_matter_comes_with_its_step_limits_in_one_statement(steps, django_assert_num_queries):
    office = make_office()
    for amount, step in enumerate(steps, start=1):
        StepLimit.objects.create(
            sub_district=office.street, matter=office.lamp, step=step, amount=amount, unit="working_hours"
        )
    with django_assert_num_queries(1):
        matter = get_matter(sub_district_id=office.street.pk, matter_id=office.lamp.pk)
        found = {(row.step, row.amount, row.unit) for row in matter.step_limits.all()}
    assert found == {(step, amount, "working_hours") for amount, step in enumerate(steps, start=1)}


def make_cause(street, name: str = "设施不足") -> ComplaintCause:
    return ComplaintCause.objects.create(sub_district=street, code="facilities", name=name)


def typed_matter(**more: object) -> dict[str, object]:
    typed = {"code": "bench", "name": "座椅破损", "flow": "concern", "limit_amount": 3}
    return typed | {"limit_unit": "working_days", "keywords": "座椅 长椅"} | more


def test_a_matter_is_given_its_cause_on_screen_and_loses_it_there():
    office = make_office()
    cause = make_cause(office.street)
    client = staff_client(office.dispatcher)
    assert cause.name in client.get("/desk/lists/matters/new/").content.decode()
    assert client.post("/desk/lists/matters/new/", typed_matter(cause=cause.pk)).status_code == 302
    kept = Matter.objects.get(code="bench")
    assert kept.cause == cause
    url = f"/desk/lists/matters/{kept.pk}/"
    assert f'<option value="{cause.pk}" selected' in client.get(url).content.decode()
    assert client.post(url, typed_matter(cause="")).status_code == 302
    kept.refresh_from_db()
    assert kept.cause is None


def test_a_street_without_causes_is_not_asked_for_one():
    client = staff_client(make_office().dispatcher)
    assert 'name="cause"' not in client.get("/desk/lists/matters/new/").content.decode()
    assert client.post("/desk/lists/matters/new/", typed_matter()).status_code == 302


def test_a_cause_of_another_street_is_refused_and_what_was_typed_is_kept():
    office = make_office()
    make_cause(office.street)
    foreign = make_cause(make_office().street, "响应不及时")
    with pytest.raises(InvalidError, match="没有这个投诉原因"):
        keep_matter(
            draft=matter_draft("bench", cause_id=foreign.pk), actor=office.dispatcher.actor, at=MONDAY
        )
    answer = staff_client(office.dispatcher).post("/desk/lists/matters/new/", typed_matter(cause=foreign.pk))
    assert answer.status_code == 422
    assert "座椅破损" in answer.content.decode()
    assert not Matter.objects.filter(code="bench").exists()
