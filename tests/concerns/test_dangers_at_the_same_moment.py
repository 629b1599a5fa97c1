"""Deeds on one emergency at the same moment: one clock, one answer, and nobody waits for the other for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from jiezhi.concerns.actions import join_concern
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import DomainError
from jiezhi.supervision.actions import (
    CallingOff,
    answer_emergency,
    call_off_emergency,
    note_taken,
    open_response,
)
from jiezhi.supervision.choices import CallOffReason
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.workorders.actions import dispatch_order
from tests.factories import make_office
from tests.factories import submitted_concern as submitted
from tests.factories.fieldwork import reported_from_patrol
from tests.factories.supervision import emergency_order, make_shift
from tests.factories.workorders import MONDAY

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MINUTE = timedelta(minutes=1)
FALSE = CallingOff(CallOffReason.FALSE_ALARM)


def at_once(*deeds) -> list[str]:
    """Do deeds at the same moment; a refusal in words is an answer."""

    def run(deed) -> str:
        try:
            deed()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [each.result(30) for each in [pool.submit(run, deed) for deed in deeds]]


@pytest.mark.parametrize("turn", range(3))
def test_a_danger_joined_while_the_news_of_its_order_arrives_leaves_one_that_calls(turn):
    office = make_office()
    make_shift(office)
    order, concern = emergency_order(office), submitted(office, "三号楼五层着火了，快来人").concern
    job = system_job("tests.news", sub_district_id=office.street.pk, permissions=frozenset())
    passed = at_once(
        lambda: join_concern(
            concern_id=concern.pk,
            order_id=order.pk,
            seen_version=None,
            actor=office.dispatcher.actor,
            at=MONDAY + MINUTE,
        ),
        lambda: open_response(order_id=order.pk, actor=job, at=MONDAY + MINUTE),
    )
    assert passed == ["done", "done"]
    rows = list(EmergencyResponse.objects.filter(order=order))
    assert [row.is_open for row in rows].count(True) == len(rows)
    assert [row.is_calling for row in rows].count(True) == 1
    lead = order.lead_id
    note_taken(order_id=order.pk, department_id=lead, taken_at=MONDAY + 2 * MINUTE, actor=job, at=MONDAY)
    assert not EmergencyResponse.objects.filter(answered_at=None).exists()


@pytest.mark.parametrize("turn", range(3))
def test_a_report_called_off_answered_and_sent_out_at_once_has_one_end(turn):
    office = make_office()
    make_shift(office)
    order = reported_from_patrol(office, words="楼道里有煤气味，很浓")
    response = EmergencyResponse.objects.get()
    officer, dispatcher = office.officer.actor, office.dispatcher.actor
    called_off, answered, sent = at_once(
        lambda: call_off_emergency(response_id=response.pk, why=FALSE, actor=officer, at=MONDAY + MINUTE),
        lambda: answer_emergency(response_id=response.pk, actor=officer, at=MONDAY + MINUTE),
        lambda: dispatch_order(
            order_id=order.pk,
            department_id=office.lighting.pk,
            seen_version=None,
            actor=dispatcher,
            at=MONDAY + MINUTE,
        ),
    )
    assert sorted([called_off, answered]) == ["answered_already", "done"]
    assert sent == "done"
    response.refresh_from_db()
    assert (response.called_off_at is None) == (answered == "done")
