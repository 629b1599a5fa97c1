"""What patrol saw goes through the steps of its matter, without the callback that nobody waits for."""

from datetime import timedelta

import pytest

from jiezhi.concerns.actions import join_concern
from jiezhi.concerns.models import Callback
from jiezhi.kit.invariant import all_invariants
from jiezhi.merging.actions import merge_orders
from jiezhi.merging.queries import pairs_among
from jiezhi.organisation.choices import FlowName
from jiezhi.workorders.actions import accept_order, dispatch_order, pass_check, resolve_order
from jiezhi.workorders.choices import OrderState, Verb
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.outcomes import complaints
from tests.factories import Office, make_office, settle, submitted_concern
from tests.factories.fieldwork import reported_from_patrol
from tests.factories.merging import reported
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make_office()


def reported_done(office: Office, order: WorkOrder) -> WorkOrder:
    """Carried to where the department says that it is done."""
    deed = {"order_id": order.pk, "seen_version": None, "at": MONDAY + HOUR}
    if order.state == OrderState.OPENED:
        dispatch_order(**deed, department_id=None, actor=office.dispatcher.actor)
    accept_order(**deed, actor=office.officer.actor)
    return resolve_order(**deed, reply="已清运", actor=office.officer.actor)


def checked(office: Office, order: WorkOrder) -> WorkOrder:
    return pass_check(
        order_id=order.pk, note="", seen_version=None, actor=office.grid_worker.actor, at=MONDAY + 2 * HOUR
    )


def test_an_event_is_checked_on_site_and_ends_there(office):
    order = reported_done(office, reported_from_patrol(office))
    assert order.state == OrderState.AWAITING_CHECK
    checked(office, order)
    for _repeated in range(2):
        settle(MONDAY + 2 * HOUR)
    order.refresh_from_db()
    assert (order.state, order.was_solved, order.closed_at) == (OrderState.CLOSED, None, MONDAY + 2 * HOUR)
    last = order.entries.latest("id")
    assert (last.verb, last.note, last.actor_kind) == (Verb.CLOSE, "没有居民反映，无须回访。", "job")


def test_a_matter_without_a_check_ends_when_it_is_reported_done(office):
    order = reported_done(office, reported_from_patrol(office, matter_id=office.lamp.pk))
    settle(MONDAY + 2 * HOUR)
    order.refresh_from_db()
    assert (order.flow, order.state) == (FlowName.CONCERN, OrderState.CLOSED)


@pytest.mark.parametrize("is_patrol_staying", [True, False])
def test_a_resident_who_reported_the_same_is_called_back(office, is_patrol_staying):
    seen = reported_from_patrol(office, words="3号楼前暴露垃圾")
    concern, asked = reported(office, "3号楼前暴露垃圾", matter=office.rubbish)
    ids = [pk for one, other, _why in pairs_among(office.street.pk, at=MONDAY + HOUR) for pk in (one, other)]
    assert sorted(ids) == sorted([seen.pk, asked.pk])
    staying, absorbed = (seen, asked) if is_patrol_staying else (asked, seen)
    deed = {"absorbed_id": absorbed.pk, "staying_id": staying.pk, "at": MONDAY + HOUR}
    merge_orders(**deed, actor=office.dispatcher.actor)
    assert WorkOrder.objects.filter(complaints(), pk=staying.pk).exists()
    staying.refresh_from_db()
    checked(office, reported_done(office, staying))
    settle(MONDAY + 2 * HOUR)
    staying.refresh_from_db()
    assert staying.state == OrderState.AWAITING_CALLBACK
    assert Callback.objects.get().concern == concern


def test_what_patrol_alone_saw_is_no_complaint(office):
    seen = reported_from_patrol(office)
    assert not WorkOrder.objects.filter(complaints(), pk=seen.pk).exists()


def test_two_of_patrols_reports_are_none_and_a_resident_who_joins_makes_one(office):
    seen, again = (
        reported_from_patrol(office, words=words) for words in ("3号楼前暴露垃圾", "3号楼前垃圾堆")
    )
    deed = {"actor": office.dispatcher.actor, "at": MONDAY}
    merge_orders(absorbed_id=again.pk, staying_id=seen.pk, **deed)
    assert not WorkOrder.objects.filter(complaints(), pk=seen.pk).exists()
    for words in ("3号楼前暴露垃圾没人管", "3号楼前垃圾还在"):
        concern = submitted_concern(office, words).concern
        join_concern(concern_id=concern.pk, order_id=seen.pk, seen_version=None, **deed)
    assert WorkOrder.objects.filter(complaints(), pk=seen.pk).count() == 1


def test_an_order_that_waits_for_nobody_does_not_go_unseen(office):
    callbacks_are_asked = all_invariants()["concerns.reporters_are_asked_when_their_order_is_done"]
    order = reported_done(office, reported_from_patrol(office, matter_id=office.lamp.pk))
    settle(MONDAY + 2 * HOUR)
    assert list(callbacks_are_asked()) == []
    WorkOrder.objects.filter(pk=order.pk).update(state=OrderState.AWAITING_CALLBACK)
    (breach,) = callbacks_are_asked()
    assert (breach.row, breach.sentence) == (order.number, "没有居民反映，却在等待回访。")
