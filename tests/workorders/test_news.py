"""Each verb tells what follows from it: a line of news that goes missing is work that nobody hears of."""

from collections import Counter
from datetime import timedelta

import pytest

from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit.models import AuditEntry, OutboxDelivery
from jiezhi.workorders import actions
from jiezhi.workorders.choices import ReopenReason, SendBackReason
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, dispatched_order, make_department, make_draft, make_office
from tests.factories.hands import HOUR, order_in_hand, reported_order
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def office() -> Office:
    return make_office()


def news_of(deed: object) -> set[str]:
    """What a deed adds to the outbox."""
    before = Counter(OutboxDelivery.objects.values_list("occurrence", flat=True))
    deed()
    after = Counter(OutboxDelivery.objects.values_list("occurrence", flat=True))
    return {name.removeprefix("workorders.") for name in after - before}


def finish(office: Office, order: WorkOrder, **more: object) -> dict[str, object]:
    return {"order_id": order.pk, "actor": office.dispatcher.actor, "at": LATER, **more}


def by(staff: object, order: WorkOrder, **more: object) -> dict[str, object]:
    return {"order_id": order.pk, "seen_version": None, "actor": staff.actor, "at": LATER, **more}


def test_dispatching_and_handing_on_tell_the_department(office):
    assert news_of(lambda: dispatched_order(office)) == {"OrderOpened", "OrderDispatched"}
    order = dispatched_order(office)
    deed = by(office.dispatcher, order, department_id=make_department(office.street).pk, note="归口管理")
    assert news_of(lambda: actions.reassign_order(**deed)) == {"OrderDispatched"}


def test_sending_back_tells_the_dispatcher(office):
    deed = by(office.officer, dispatched_order(office), reason=SendBackReason.NOT_OURS, note="不属本所")
    assert news_of(lambda: actions.send_back_order(**deed)) == {"OrderSentBack"}


def test_reporting_done_tells_who_comes_next(office):
    request, event = order_in_hand(office), order_in_hand(office, office.rubbish)
    assert news_of(lambda: actions.resolve_order(**by(office.officer, request, reply="已修复"))) == {
        "OrderResolved",
        "CallbackDue",
    }
    assert news_of(lambda: actions.resolve_order(**by(office.officer, event, reply="已清运"))) == {
        "OrderResolved"
    }


def test_the_check_tells_the_reporter_or_the_department(office):
    good, bad = reported_order(office, office.rubbish), reported_order(office, office.rubbish)
    assert news_of(lambda: actions.pass_check(**by(office.grid_worker, good, note=""))) == {"CallbackDue"}
    assert news_of(lambda: actions.fail_check(**by(office.grid_worker, bad, note="还有一半"))) == {
        "CheckFailed"
    }


def test_the_end_and_a_new_beginning_are_told(office):
    closed, reopened = reported_order(office), reported_order(office)
    good = finish(office, closed, was_solved=True, was_satisfied=True)
    assert news_of(lambda: actions.close_order(**good)) == {"OrderClosed"}
    again = finish(office, reopened, reason=ReopenReason.NOT_SOLVED)
    assert news_of(lambda: actions.reopen_order(**again)) == {"OrderReopened"}


def test_an_answer_on_the_spot_is_told_as_closed(office):
    deed = {"draft": make_draft(office, office.enquiry), "actor": office.dispatcher.actor, "at": LATER}
    assert news_of(lambda: actions.answer_on_spot(reply="请带身份证到窗口办理", **deed)) == {
        "OrderOpened",
        "OrderClosed",
    }


def test_more_time_is_told_when_asked_and_when_decided(office):
    order = order_in_hand(office)
    wish = {"amount": 1, "unit": LimitUnit.WORKING_DAYS, "reason": "等配件"}
    asked = {"order_id": order.pk, "actor": office.officer.actor, "at": MONDAY + HOUR, **wish}
    assert news_of(lambda: actions.ask_extension(**asked)) == {"ExtensionAsked"}
    granted = {
        "order_id": order.pk,
        "is_granted": True,
        "note": "",
        "actor": office.leader.actor,
        "at": LATER,
    }
    assert news_of(lambda: actions.decide_extension(**granted)) == {"ExtensionDecided"}


def test_an_answer_on_the_spot_leaves_its_opening_and_its_answer_on_record():
    office = make_office()
    order = actions.answer_on_spot(
        draft=make_draft(office, office.enquiry), reply="已答复", actor=office.dispatcher.actor, at=MONDAY
    )
    verbs = AuditEntry.objects.filter(subject_id=order.pk).values_list("verb", flat=True)
    assert set(verbs) == {"workorders.order_opened", "workorders.order_answered"}
