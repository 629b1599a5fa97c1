"""What a company promises: for a day to come, and looked at again when that day has passed and nothing is done."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.inbox.gathering import inbox_of
from jiezhi.kit.errors import InvalidError
from jiezhi.merging.actions import merge_orders
from jiezhi.property.actions import CompanyAnswer, ask_company, record_answer, withdraw_call
from jiezhi.property.choices import AnswerWay, CallState, CompanyWord
from jiezhi.property.models import CompanyCall
from jiezhi.property.outcomes import duty_counts
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, dispatched_order, make_office, staff_client
from tests.factories.pages import english_client, text_of
from tests.factories.property import asked_call
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = timezone.localdate(MONDAY)


@pytest.fixture
def office() -> Office:
    return make_office()


def answer(call: CompanyCall, office: Office, promised_on: date, *, said_at: datetime = MONDAY) -> None:
    said = CompanyAnswer(CompanyWord.UNDER_WAY, "配件已订购", "项目经理", promised_on)
    record_answer(
        call_id=call.pk, answer=said, way=AnswerWay.TELEPHONE, said_at=said_at,
        actor=office.officer.actor, at=MONDAY + 30 * DAY,
    )  # fmt: skip


def promises(office: Office, at: datetime) -> list[tuple[object, str, str, object]]:
    parts = inbox_of(office.officer.actor, at=at, full=9)
    lines = [line for part in parts if part.source.key == "promises" for line in part.lines]
    return [(line.id, line.number, line.text, line.due_on) for line in lines]


def test_a_day_before_the_answer_is_no_promise_and_the_same_day_is_one(office):
    call = asked_call(office)
    with pytest.raises(InvalidError, match="承诺日期早于答复当日"):
        answer(call, office, TODAY - DAY)
    call.refresh_from_db()
    assert (call.state, call.promised_on) == (CallState.ASKED, None)
    answer(call, office, TODAY)
    call.refresh_from_db()
    assert (call.state, call.promised_on) == (CallState.ANSWERED, TODAY)


def test_an_answer_from_paper_is_measured_by_the_day_on_which_it_was_given(office):
    call = asked_call(office)
    with pytest.raises(InvalidError):
        answer(call, office, TODAY + DAY, said_at=MONDAY + 2 * DAY)
    answer(call, office, TODAY + DAY, said_at=MONDAY + DAY)
    call.refresh_from_db()
    assert call.promised_on == TODAY + DAY


def test_an_answer_in_the_minute_of_asking_is_taken_and_never_before_it(office):
    asked_at = MONDAY + timedelta(seconds=42)
    call = asked_call(office, at=asked_at)
    typed = {
        "word": "done", "text": "已更换灯具", "by": "项目经理", "way": "telephone",
        "said_at": timezone.localtime(asked_at).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    client, url = english_client(office.officer), reverse("property:record", args=[call.pk])
    minute_before = timezone.localtime(asked_at - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    early = client.post(url, typed | {"said_at": minute_before})
    assert "The company was asked later" in text_of(early)
    assert client.post(url, typed).status_code == 302
    call.refresh_from_db()
    assert (call.state, call.answered_at) == (CallState.ANSWERED, asked_at)
    (count,) = duty_counts(office.street.pk, at=MONDAY + DAY).values()
    assert (count.answered, count.late) == (1, 0)


def test_a_promise_whose_day_has_passed_is_in_the_inbox_until_the_order_is_closed(office):
    call = asked_call(office)
    order = call.order_duty.order
    answer(call, office, TODAY + 3 * DAY)
    assert promises(office, MONDAY + 3 * DAY) == []
    line = (order.pk, order.number, call.contract.company.name, TODAY + 3 * DAY)
    assert promises(office, MONDAY + 4 * DAY) == [line]
    WorkOrder.objects.filter(pk=order.pk).update(state=OrderState.CLOSED, closed_at=MONDAY + HOUR)
    assert promises(office, MONDAY + 4 * DAY) == []


def test_asking_again_ends_it_and_taking_that_back_does_not(office):
    call = asked_call(office)
    answer(call, office, TODAY + DAY)
    later, actor = MONDAY + 5 * DAY, office.officer.actor
    assert len(promises(office, later)) == 1
    again = ask_company(order_id=call.order_duty.order_id, actor=actor, at=later)
    assert promises(office, later) == []
    withdraw_call(call_id=again.pk, actor=actor, at=later)
    assert len(promises(office, later)) == 1


def test_a_promise_goes_on_with_the_order_that_stayed(office):
    call, staying = asked_call(office), dispatched_order(office)
    answer(call, office, TODAY + DAY)
    absorbed = call.order_duty.order
    merge_orders(
        absorbed_id=absorbed.pk, staying_id=staying.pk, actor=office.dispatcher.actor, at=MONDAY + HOUR
    )
    assert [row[:2] for row in promises(office, MONDAY + 5 * DAY)] == [(staying.pk, absorbed.number)]
    WorkOrder.objects.filter(pk=staying.pk).update(state=OrderState.CLOSED, closed_at=MONDAY + HOUR)
    assert promises(office, MONDAY + 5 * DAY) == []


def test_a_promise_leads_to_its_order_and_stays_in_its_area(office):
    call = asked_call(office)
    answer(call, office, TODAY + DAY)
    CompanyCall.objects.update(promised_on=timezone.localdate() - DAY)
    page = staff_client(office.officer).get(reverse("desk:today")).content.decode()
    title = page.index("物业企业承诺到期未办结")
    assert reverse("workorders:order", args=[call.order_duty.order_id]) in page[title : title + 3000]
    assert "/property/calls/" not in page[title : title + 3000]
    assert promises(make_office(), MONDAY + 5 * DAY) == []
