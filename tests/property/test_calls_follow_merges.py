"""A company that was asked about an order answers for the order that stayed, once the two were merged."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.inbox.gathering import inbox_of
from jiezhi.kit.errors import MissingError
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.notices.models import Notice
from jiezhi.project.demo.roles import OFFICER
from jiezhi.property.actions import CompanyAnswer, answer_with_code, record_answer, withdraw_call
from jiezhi.property.choices import AnswerWay, CallState, CompanyWord
from jiezhi.property.codes import code_of_call, company_with_code
from jiezhi.property.models import CompanyCall
from jiezhi.property.queries import get_call, open_calls
from jiezhi.property.tasks import note_late_calls
from jiezhi.workorders.merged import all_absorbed_by, find_staying
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, dispatched_order, make_department, make_office, make_staff, settle
from tests.factories.offices import Staff
from tests.factories.pages import english_client, text_of
from tests.factories.property import asked_call
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATE = MONDAY + timedelta(days=1)
DONE = CompanyAnswer(CompanyWord.DONE, "已更换灯具", "项目经理")


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def repairs(office: Office) -> Staff:
    """Whoever works at the department that leads the staying order, and for no community."""
    return make_staff(make_department(office.street), OFFICER)


def led_by(office: Office, department_id: UUID) -> WorkOrder:
    """An order that another department leads, in no place of the absorbed one's."""
    order = dispatched_order(office)
    WorkOrder.objects.filter(pk=order.pk).update(lead_id=department_id, community=None, estate=None)
    return WorkOrder.objects.get(pk=order.pk)


def merge(office: Office, absorbed: WorkOrder, staying: WorkOrder) -> None:
    merge_orders(
        absorbed_id=absorbed.pk, staying_id=staying.pk, actor=office.dispatcher.actor, at=MONDAY + HOUR
    )


def merged_twice(office: Office, call: CompanyCall, department_id: UUID) -> WorkOrder:
    """The order of a call goes into a second, and that one into a third, which stays."""
    between, staying = led_by(office, office.front_desk.pk), led_by(office, department_id)
    merge(office, call.order_duty.order, between)
    merge(office, between, staying)
    return WorkOrder.objects.get(pk=staying.pk)


def silent(staff: Staff) -> list[tuple[object, str, object]]:
    parts = inbox_of(staff.actor, at=LATE, full=9)
    lines = [line for part in parts if part.source.key == "companies" for line in part.lines]
    return [(line.id, line.number, line.order_id) for line in lines]


def test_the_order_that_stays_in_the_end_answers_for_all_before_it(office, repairs):
    call = asked_call(office)
    first = call.order_duty.order
    assert find_staying(first.pk) == first
    staying = merged_twice(office, call, repairs.actor.department_id)
    between = WorkOrder.objects.get(merged_into=staying)
    assert [find_staying(order.pk) for order in (first, between, staying)] == [staying] * 3
    assert all_absorbed_by(staying) == [between, first]
    assert find_staying(office.street.pk) is None


def test_the_news_goes_to_who_leads_the_order_that_stayed(office, repairs):
    call = asked_call(office)
    staying = merged_twice(office, call, repairs.actor.department_id)
    settle(MONDAY + HOUR)
    note_late_calls(LATE)
    settle(LATE)
    actor = company_with_code(sub_district_id=office.street.pk, digest=call.code_digest)
    answer_with_code(code=code_of_call(call.pk), answer=DONE, actor=actor, at=LATE)
    settle(LATE)
    told = Notice.objects.filter(kind__in=("property.late", "property.answered"))
    assert {(row.reader, row.about_id, row.facts["number"]) for row in told} == {
        (repairs.user, staying.pk, staying.number)
    }
    assert told.count() == 2


def test_once_parted_the_news_goes_to_the_orders_own_lead_again(office, repairs):
    call, staying = asked_call(office), led_by(office, repairs.actor.department_id)
    merge(office, call.order_duty.order, staying)
    assert [line[2] for line in silent(repairs)] == [staying.pk]
    undo_merge(
        absorbed_id=call.order_duty.order_id,
        note="是两盏灯",
        actor=office.dispatcher.actor,
        at=MONDAY + 2 * HOUR,
    )
    note_late_calls(LATE)
    settle(LATE)
    assert Notice.objects.get(kind="property.late").reader == office.officer.user
    assert [line[2] for line in silent(office.officer)] == [call.order_duty.order_id]
    assert silent(repairs) == []


def test_a_company_that_is_silent_waits_in_the_inbox_of_who_leads_the_order_that_stayed(office, repairs):
    call = asked_call(office)
    number = call.order_duty.order.number
    assert silent(office.officer) == [(call.pk, number, call.order_duty.order_id)]
    assert silent(repairs) == []
    staying = merged_twice(office, call, repairs.actor.department_id)
    assert silent(repairs) == [(call.pk, number, staying.pk)]
    assert silent(office.officer) == []
    assert [row.pk for row in open_calls(repairs.actor, at=LATE)] == [call.pk]
    assert open_calls(office.officer.actor, at=LATE) == []


def test_the_page_of_the_order_that_stayed_lists_the_call_by_its_orders_number(office, repairs):
    call = asked_call(office)
    staying = merged_twice(office, call, repairs.actor.department_id)
    client = english_client(repairs)
    place = reverse("property:order", args=[staying.pk])
    assert f'hx-get="{place}"' in client.get(reverse("workorders:order", args=[staying.pk])).content.decode()
    page = client.get(place)
    assert f"Of {call.order_duty.order.number}, which was merged into this order" in text_of(page)
    assert call.contract.company.name in text_of(page)
    for name in ("record", "slip", "withdraw"):
        assert reverse(f"property:{name}", args=[call.pk]) in page.content.decode()
    closed = english_client(office.officer).get(reverse("property:order", args=[call.order_duty.order_id]))
    assert "Asked 20" in text_of(closed)
    assert reverse("property:record", args=[call.pk]) not in closed.content.decode()


def test_who_sees_the_order_that_stayed_records_the_answer_and_comes_back_to_it(office, repairs):
    call = asked_call(office)
    with pytest.raises(MissingError):
        get_call(repairs.actor, call.pk)
    staying = merged_twice(office, call, repairs.actor.department_id)
    client, home = english_client(repairs), reverse("workorders:order", args=[staying.pk])
    for name in ("record", "slip"):
        assert home in client.get(reverse(f"property:{name}", args=[call.pk])).content.decode()
    assert home in client.get(reverse("property:list")).content.decode()
    said = timezone.localtime(call.asked_at + HOUR)
    typed = {"word": "done", "text": "已更换灯具", "by": "项目经理", "way": "paper"}
    answer = client.post(
        reverse("property:record", args=[call.pk]), {**typed, "said_at": said.strftime("%Y-%m-%dT%H:%M")}
    )
    assert answer.headers["Location"] == home
    call.refresh_from_db()
    assert (call.state, call.answer) == (CallState.ANSWERED, "已更换灯具")


def test_who_sees_the_order_that_stayed_takes_the_call_back_and_the_former_lead_does_not(office, repairs):
    call = asked_call(office)
    staying = merged_twice(office, call, repairs.actor.department_id)
    former = office.officer.actor
    with pytest.raises(MissingError):
        withdraw_call(call_id=call.pk, actor=former, at=LATE)
    with pytest.raises(MissingError):
        record_answer(call_id=call.pk, answer=DONE, way=AnswerWay.PAPER, said_at=LATE, actor=former, at=LATE)
    answer = english_client(repairs).post(reverse("property:withdraw", args=[call.pk]))
    assert answer.headers["Location"] == reverse("workorders:order", args=[staying.pk])
    call.refresh_from_db()
    assert call.state == CallState.WITHDRAWN
