"""What is noted in an order's history is read by everybody who reads the order: it names no person's numbers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import InvalidError
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders import actions
from jiezhi.workorders.actions import GivenWord
from jiezhi.workorders.choices import DeclineReason, ReopenReason, SendBackReason, WordChannel
from jiezhi.workorders.models import Extension, OrderEntry, Support, WorkOrder
from jiezhi.workorders.permissions import FINISH
from tests.factories import Office, dispatched_order, make_department, make_draft, make_office, make_staff
from tests.factories.hands import order_in_hand, reported_order
from tests.factories.pages import english_client, text_of
from tests.factories.workorders import MONDAY, asked_support

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = MONDAY + timedelta(hours=5)
MOBILE, LANDLINE = "请联系13812345678", "请打街道办公室0755-26001234"
Deed = Callable[[str], Any]


@pytest.fixture
def office() -> Office:
    return make_office()


def by(staff, order: WorkOrder, **more: Any) -> dict[str, Any]:
    return {"order_id": order.pk, "actor": staff.actor, "at": LATER} | more


def send_back(office: Office) -> Deed:
    facts = by(office.officer, order_in_hand(office), seen_version=None, reason=SendBackReason.NOT_OURS)
    return lambda note: actions.send_back_order(**facts, note=note)


def dispatch(office: Office) -> Deed:
    order = actions.open_order(draft=make_draft(office), lead=None, actor=office.dispatcher.actor, at=MONDAY)
    facts = by(office.dispatcher, order, seen_version=None, department_id=office.lighting.pk)
    return lambda note: actions.dispatch_order(**facts, note=note)


def hand_on(office: Office) -> Deed:
    facts = by(office.dispatcher, order_in_hand(office), seen_version=None)
    lead = make_department(office.street)
    return lambda note: actions.reassign_order(**facts, department_id=lead.pk, note=note)


def decline(office: Office) -> Deed:
    body = make_department(office.street, kind=DepartmentKind.UTILITY)
    order = actions.open_order(draft=make_draft(office), lead=body, actor=office.dispatcher.actor, at=MONDAY)
    facts = by(make_staff(body, OFFICER), order, seen_version=None)
    return lambda note: actions.decline_order(**facts, note=note)


def decline_by_telephone(office: Office) -> Deed:
    body = make_department(office.street, kind=DepartmentKind.UTILITY)
    order = actions.open_order(draft=make_draft(office), lead=body, actor=office.dispatcher.actor, at=MONDAY)
    word = GivenWord("值班室", MONDAY + MINUTE, WordChannel.TELEPHONE)
    facts = by(office.dispatcher, order, seen_version=None, word=word)
    return lambda note: actions.decline_order(**facts, note=note)


def ask_time(office: Office) -> Deed:
    order = order_in_hand(office)
    facts = by(office.officer, order, at=MONDAY, amount=1, unit=LimitUnit(order.limit_unit))
    return lambda note: actions.ask_extension(**facts, reason=note)


def refuse_time(office: Office) -> Deed:
    order = order_in_hand(office)
    unit = LimitUnit(order.limit_unit)
    actions.ask_extension(**by(office.officer, order, at=MONDAY), amount=1, unit=unit, reason="等配件")
    facts = by(office.leader, order, is_granted=False)
    return lambda note: actions.decide_extension(**facts, note=note)


def pass_check(office: Office) -> Deed:
    facts = by(office.grid_worker, reported_order(office, office.rubbish), seen_version=None)
    return lambda note: actions.pass_check(**facts, note=note)


def fail_check(office: Office) -> Deed:
    facts = by(office.grid_worker, reported_order(office, office.rubbish), seen_version=None)
    return lambda note: actions.fail_check(**facts, note=note)


def _finisher(office: Office) -> dict[str, Any]:
    permissions = frozenset({FINISH.code})
    return {"actor": system_job("tests", sub_district_id=office.street.pk, permissions=permissions)}


def close(office: Office) -> Deed:
    facts = by(office.leader, reported_order(office)) | _finisher(office)
    return lambda note: actions.close_order(**facts, was_solved=None, was_satisfied=None, note=note)


def reopen(office: Office) -> Deed:
    facts = by(office.leader, reported_order(office)) | _finisher(office)
    return lambda note: actions.reopen_order(**facts, reason=ReopenReason.NOT_SOLVED, note=note)


def go_without(office: Office) -> Deed:
    order = order_in_hand(office)
    asked_support(office, order)
    facts = by(office.officer, order, seen_version=None, reply="已修好")
    return lambda note: actions.resolve_order(**facts, without_supports=note)


def call_off(office: Office) -> Deed:
    support = asked_support(office, order_in_hand(office))
    facts = {"support_id": support.pk, "actor": office.dispatcher.actor, "at": LATER}
    return lambda note: actions.call_off_support(**facts, note=note)


def decline_part(office: Office) -> Deed:
    support, hand = asked_support(office, order_in_hand(office)), make_staff(office.committee, OFFICER)
    facts = {"support_id": support.pk, "actor": hand.actor, "at": LATER, "reason": DeclineReason.NO_MEANS}
    return lambda note: actions.decline_support(**facts, note=note)


def merge(office: Office) -> Deed:
    ids = {"absorbed_id": dispatched_order(office).pk, "staying_id": dispatched_order(office).pk}
    return lambda note: merge_orders(**ids, actor=office.dispatcher.actor, at=LATER, note=note)


def part(office: Office) -> Deed:
    absorbed, staying = dispatched_order(office), dispatched_order(office)
    who = {"absorbed_id": absorbed.pk, "actor": office.dispatcher.actor}
    merge_orders(**who, staying_id=staying.pk, at=LATER)
    return lambda note: undo_merge(**who, at=LATER + MINUTE, note=note)


DEEDS = (
    send_back,
    dispatch,
    hand_on,
    decline,
    decline_by_telephone,
    ask_time,
    refuse_time,
    pass_check,
    fail_check,
    close,
    reopen,
    go_without,
    call_off,
    decline_part,
    merge,
    part,
)


def written() -> list[str]:
    """Every note that stands at an order by now."""
    notes = list(OrderEntry.objects.values_list("note", flat=True))
    notes += Support.objects.values_list("note", flat=True)
    for names in Extension.objects.values_list("reason", "decision_note"):
        notes += names
    return notes


@pytest.mark.parametrize("make", DEEDS, ids=lambda make: make.__name__)
def test_a_persons_number_is_refused_in_words_and_an_offices_landline_is_not(office: Office, make) -> None:
    deed = make(office)
    before = written()
    with pytest.raises(InvalidError) as refused:
        deed(MOBILE)
    assert "138****5678" in refused.value.message
    assert written() == before
    deed(f"{LANDLINE} ")
    assert any(note.endswith(LANDLINE) for note in written())


def test_what_was_typed_stays_on_the_page(office: Office) -> None:
    order = order_in_hand(office)
    url = reverse("workorders:send_back", args=[order.pk])
    sent = {"reason": "not_ours", "note": MOBILE, "version": order.version}
    page = english_client(office.officer).post(url, sent)
    assert "The note holds what looks like a person's mobile" in text_of(page)
    assert MOBILE in page.content.decode()
    order.refresh_from_db()
    assert order.state == "in_hand"


def test_what_was_typed_to_part_two_orders_stays_on_the_page(office: Office) -> None:
    absorbed, staying = dispatched_order(office), dispatched_order(office)
    who = {"absorbed_id": absorbed.pk, "actor": office.dispatcher.actor}
    merge_orders(**who, staying_id=staying.pk, at=timezone.now())
    url = reverse("merging:undo", args=[absorbed.pk])
    page = english_client(office.dispatcher).post(url, {"note": MOBILE})
    assert "138****5678" in text_of(page)
    assert MOBILE in page.content.decode()
    absorbed.refresh_from_db()
    assert absorbed.merged_into == staying


def test_several_orders_at_once_are_refused_before_any_is_done(office: Office) -> None:
    order = actions.open_order(draft=make_draft(office), lead=None, actor=office.dispatcher.actor, at=MONDAY)
    sent = {"deed": "dispatch", "order": f"{order.pk}:{order.version}", "department": str(office.lighting.pk)}
    url, client = reverse("desk:bulk"), english_client(office.dispatcher)
    page = client.post(url, sent | {"note": MOBILE})
    assert "138****5678" in text_of(page)
    assert MOBILE in page.content.decode()
    assert "was not possible" not in text_of(page)
    order.refresh_from_db()
    assert order.state == "opened"
