"""What comes back is counted by line of the lists, with what became of it; nobody is counted by name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from jiezhi.concerns.actions import answer_objection, raise_objection
from jiezhi.concerns.choices import ObjectionGround, ObjectionOutcome
from jiezhi.concerns.superior_queries import objection_lines
from jiezhi.workorders.actions import dispatch_order, reassign_order, send_back_order
from jiezhi.workorders.choices import SendBackReason
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.returns import return_lines
from tests.budget import spend_at_most
from tests.factories import Office, dispatched_order, make_department, make_office, staff_client
from tests.factories.above import superior_order

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = datetime.now(UTC)


def sent_back(office: Office, reason: SendBackReason) -> WorkOrder:
    order = dispatched_order(office, at=NOW - 9 * HOUR)
    return send_back_order(
        order_id=order.pk,
        reason=reason,
        note="不归我们",
        seen_version=None,
        actor=office.officer.actor,
        at=NOW - 8 * HOUR,
    )


def given(office: Office, order: WorkOrder, department_id: object, *, at: datetime) -> None:
    dispatch_order(
        order_id=order.pk,
        department_id=department_id,
        note="归口",
        seen_version=None,
        actor=office.dispatcher.actor,
        at=at,
    )


def test_what_came_back_is_counted_by_line_with_what_became_of_it() -> None:
    office = make_office()
    other = make_department(office.street)
    upheld, refused, _waiting = (
        sent_back(office, reason)
        for reason in (SendBackReason.NOT_OURS, SendBackReason.NOT_OURS, SendBackReason.NOT_ENOUGH)
    )
    given(office, upheld, other.pk, at=NOW - 6 * HOUR)
    given(office, refused, office.lighting.pk, at=NOW - 4 * HOUR)
    moved = dispatched_order(office, at=NOW - HOUR)
    deed = {"department_id": other.pk, "note": "归口", "seen_version": None, "at": NOW}
    reassign_order(order_id=moved.pk, actor=office.dispatcher.actor, **deed)
    with spend_at_most(1):
        own, theirs = return_lines(office.dispatcher.actor, since_on=NOW.date() - timedelta(days=2))
    assert (own.matter, own.department) == (office.lamp.name, office.lighting.name)
    assert (own.sent_back, own.upheld, own.refused, own.waiting) == (3, 1, 1, 1)
    assert own.median_hours == 3.0
    assert own.reasons == {SendBackReason.NOT_OURS: 2, SendBackReason.NOT_ENOUGH: 1}
    assert (theirs.department, theirs.sent_back, theirs.handed_on) == (other.name, 0, 1)
    assert return_lines(office.dispatcher.actor, since_on=date(2100, 1, 1)) == []
    page = staff_client(office.leader).get(reverse("desk:returns")).content.decode()
    assert office.lighting.name in page
    assert office.officer.user.name not in page


def test_objections_are_counted_with_what_the_superior_said() -> None:
    office = make_office()
    for outcome in (ObjectionOutcome.UPHELD, ObjectionOutcome.REFUSED):
        superior = superior_order(office, at=NOW - 5 * HOUR)
        raised = {"ground": ObjectionGround.OTHERS_DUTY, "basis": "文件", "actor": office.dispatcher.actor}
        raise_objection(superior_id=superior.pk, at=NOW - 4 * HOUR, **raised)
        answer_objection(
            superior_id=superior.pk, outcome=outcome, actor=office.dispatcher.actor, at=NOW - 2 * HOUR
        )
    (line,) = objection_lines(office.dispatcher.actor, since=NOW - timedelta(days=1))
    assert (line.entry, line.raised, line.upheld, line.refused, line.median_hours) == ("", 2, 1, 1, 2.0)
    assert objection_lines(office.dispatcher.actor, since=NOW) == []
