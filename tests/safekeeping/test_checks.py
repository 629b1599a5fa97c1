"""Each check finds what it is for, and names the row."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from jiezhi.concerns.actions import Confirmation, confirm_concern
from jiezhi.concerns.models import Callback, Concern, ConcernWords
from jiezhi.intake.choices import RunState
from jiezhi.intake.models import IntakeRun
from jiezhi.kit.invariant import all_invariants
from jiezhi.kit.models import AuditEntry, DeliveryState, OutboxDelivery
from jiezhi.kit.sealing import seal_audit
from jiezhi.pictures import disk
from jiezhi.safekeeping import stores
from jiezhi.workorders.actions import accept_order
from jiezhi.workorders.models import OrderEntry, OrderWords, WorkOrder
from tests.factories import make_office, settle, submitted_concern
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db


def found(name: str) -> list[str]:
    return [f"{breach.row} {breach.sentence} {breach.remedy}" for breach in all_invariants()[name]()]


@pytest.fixture
def order() -> WorkOrder:
    office = make_office()
    receipt = submitted_concern(office)
    confirmation = Confirmation(matter_id=office.lamp.pk, brief="修复路灯")
    confirm_concern(
        concern_id=receipt.concern.pk,
        seen_version=None,
        confirmation=confirmation,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    made = WorkOrder.objects.get()
    accept_order(order_id=made.pk, seen_version=None, actor=office.officer.actor, at=MONDAY)
    settle()
    for name in all_invariants():
        if (
            name != "safekeeping.the_database_is_whole"
        ):  # looks at the file, which a test's transaction is not in
            assert found(name) == [], name
    return made


def test_a_history_that_leads_elsewhere_is_found(order: WorkOrder) -> None:
    OrderEntry.objects.filter(order=order, verb="accept").update(from_state="closed")
    (said,) = found("workorders.histories_lead_to_where_orders_stand")
    assert order.number in said


def test_an_order_that_stands_elsewhere_is_found(order: WorkOrder) -> None:
    WorkOrder.objects.filter(pk=order.pk).update(state="sent_back")
    assert len(found("workorders.histories_lead_to_where_orders_stand")) == 1


def test_a_line_taken_out_of_a_history_is_found(order: WorkOrder) -> None:
    OrderEntry.objects.filter(order=order, verb="dispatch").delete()
    assert len(found("workorders.histories_lead_to_where_orders_stand")) == 1


def test_an_order_without_history_is_found(order: WorkOrder) -> None:
    OrderEntry.objects.filter(order=order).delete()
    (said,) = found("workorders.every_order_has_a_history")
    assert order.number in said


def test_what_is_not_in_the_index_is_found(order: WorkOrder) -> None:
    OrderWords.objects.filter(row=order).delete()
    ConcernWords.objects.all().delete()
    assert "rebuild_search" in found("workorders.every_order_is_found")[0]
    assert "rebuild_search" in found("concerns.every_request_is_found")[0]


def test_a_missing_number_is_found(order: WorkOrder) -> None:
    head = order.number.rpartition("-")[0]
    WorkOrder.objects.filter(pk=order.pk).update(number=f"{head}-009")
    assert len(found("workorders.numbers_of_a_day_have_no_gaps")) == 1


def test_a_request_that_does_not_go_with_its_order_is_found(order: WorkOrder) -> None:
    concern = Concern.objects.exclude(order=None).get()
    Concern.objects.filter(pk=concern.pk).update(state="submitted")
    (said,) = found("concerns.requests_have_an_order_from_their_receipt_on")
    assert concern.number in said


def test_an_order_whose_reporter_nobody_asks_is_found(order: WorkOrder) -> None:
    WorkOrder.objects.filter(pk=order.pk).update(state="awaiting_callback")
    assert Callback.objects.count() == 0
    assert len(found("concerns.reporters_are_asked_when_their_order_is_done")) == 1
    OutboxDelivery.objects.update(state=DeliveryState.WAITING)  # on its way: nothing is wrong yet
    assert found("concerns.reporters_are_asked_when_their_order_is_done") == []


def test_a_file_that_is_gone_is_found(order: WorkOrder) -> None:
    IntakeRun.objects.create(
        sub_district_id=order.sub_district_id,
        kind="organisation.duties",
        file_name="duties.xlsx",
        sha256="0" * 64,
        size_bytes=1,
        state=RunState.CHECKED,
        opened_by="",
        opened_at=MONDAY,
        moved_at=MONDAY,
    )
    assert len(found("intake.open_runs_have_their_file")) == 1


def test_a_changed_row_of_the_audit_is_found(order: WorkOrder) -> None:
    seal_audit()
    assert found("safekeeping.the_audit_is_unbroken") == []
    AuditEntry.objects.filter(chain_number=2).update(actor_id="somebody else")
    (said,) = found("safekeeping.the_audit_is_unbroken")
    assert "2" in said


def test_news_that_is_neither_done_nor_waiting_is_found(order: WorkOrder) -> None:
    OutboxDelivery.objects.filter(pk=OutboxDelivery.objects.first().pk).update(done_at=None)
    assert len(found("safekeeping.news_is_told_or_waits")) == 1


def test_a_picture_that_is_gone_or_changed_is_found(order: WorkOrder) -> None:
    from io import BytesIO

    from jiezhi.pictures.keeping import store_picture
    from tests.factories import make_office
    from tests.pictures.uploads import coloured

    picture = store_picture(BytesIO(coloured()), sub_district_id=make_office().street.pk, at=MONDAY)
    path = disk.path_of(picture.sha256)
    assert found("safekeeping.pictures_are_what_was_sent") == []
    path.write_bytes(b"not what was sent")
    assert len(found("safekeeping.pictures_are_what_was_sent")) == 1
    path.unlink()
    assert picture.sha256[:12] in found("safekeeping.pictures_are_what_was_sent")[0]


def test_check_names_what_is_wrong_and_ends_with_1(order: WorkOrder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores.store(), "faults", lambda: [("orders 7", "it refers to nothing.")])
    WorkOrder.objects.filter(pk=order.pk).update(state="sent_back")
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check", stdout=said)
    assert ended.value.code == 1
    assert order.number in said.getvalue()
    assert "orders 7" in said.getvalue()
    assert connection.vendor in ("sqlite", "postgresql")
