"""What comes back is counted by line of the lists, with what became of it; nobody is counted by name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from jiezhi.concerns.actions import answer_objection, raise_objection
from jiezhi.concerns.choices import ObjectionGround, ObjectionOutcome
from jiezhi.concerns.superior_queries import objection_lines
from jiezhi.organisation.choices import DepartmentKind, LimitUnits
from jiezhi.organisation.models import Department
from jiezhi.workorders.actions import decline_order, dispatch_order, reassign_order, send_back_order
from jiezhi.workorders.choices import HandOnReason, RefusalReason, SendBackReason
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.returns import return_lines
from tests.budget import spend_at_most
from tests.factories import (
    Office,
    dispatched_order,
    make_department,
    make_entry,
    make_matter,
    make_office,
    staff_client,
)
from tests.factories.above import superior_order

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = datetime.now(UTC)
SINCE = NOW.date() - timedelta(days=2)


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
    deed["reason"] = HandOnReason.THEIR_DUTY
    reassign_order(order_id=moved.pk, actor=office.dispatcher.actor, **deed)
    with spend_at_most(3):
        own, theirs = return_lines(office.dispatcher.actor, since_on=SINCE).lines
    assert (own.matter, own.department) == (office.lamp.name, office.lighting.name)
    assert (own.sent_back, own.upheld, own.refused, own.waiting) == (3, 1, 1, 1)
    assert own.median_hours == 3.0
    assert own.reasons == {SendBackReason.NOT_OURS: 2, SendBackReason.NOT_ENOUGH: 1}
    assert (theirs.department, theirs.sent_back, theirs.handed_on) == (other.name, 0, 1)
    assert theirs.reasons_in_words == [("属对方职责", 1)]
    assert (own.place, theirs.place) == ("全街道", "不在清单上")
    assert return_lines(office.dispatcher.actor, since_on=date(2100, 1, 1)).lines == []
    page = staff_client(office.leader).get(reverse("desk:returns")).content.decode()
    assert office.lighting.name in page
    assert office.officer.user.name not in page


def test_what_was_declined_is_counted_for_the_line_by_which_it_was_asked() -> None:
    office = make_office()
    Department.objects.filter(pk=office.lighting.pk).update(kind=DepartmentKind.UTILITY)
    office.lighting.refresh_from_db()
    make_entry(office.lamp, office.lighting, community=office.community)
    order = dispatched_order(office, at=NOW - 9 * HOUR)
    declined = {"reason": RefusalReason.OTHER_BODY, "note": "属供电公司", "seen_version": None}
    decline_order(order_id=order.pk, **declined, actor=office.officer.actor, at=NOW - 8 * HOUR)
    (line,) = return_lines(office.dispatcher.actor, since_on=SINCE).lines
    assert (line.place, line.sent_back, line.declined, line.waiting) == (office.community.name, 0, 1, 1)
    assert line.reasons_in_words == [("应由其他单位负责", 1)]


def test_what_came_back_counts_for_the_matter_that_it_had_then() -> None:
    office = make_office()
    order = sent_back(office, SendBackReason.WRONG_MATTER)
    dispatch_order(
        order_id=order.pk, department_id=None, matter_id=office.rubbish.pk, seen_version=None,
        actor=office.dispatcher.actor, at=NOW - HOUR,
    )  # fmt: skip
    (line,) = return_lines(office.dispatcher.actor, since_on=SINCE).lines
    assert (line.matter, line.sent_back) == (office.lamp.name, 1)


def test_the_same_department_under_the_right_matter_was_right_to_send_it_back() -> None:
    office = make_office()
    other = make_matter(office.street, "路灯增设", limit=(5, LimitUnits.WORKING_DAYS))
    make_entry(other, office.lighting)
    order = sent_back(office, SendBackReason.WRONG_MATTER)
    dispatch_order(
        order_id=order.pk,
        department_id=None,
        matter_id=other.pk,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=NOW - 7 * HOUR,
    )
    (line,) = return_lines(office.dispatcher.actor, since_on=SINCE).lines
    assert (line.matter, line.sent_back, line.upheld, line.refused) == (office.lamp.name, 1, 1, 0)


def test_what_is_too_much_to_count_is_said_on_the_page(monkeypatch) -> None:
    monkeypatch.setattr("jiezhi.workorders.returns.MOST_LINES", 3)
    office = make_office()
    for _order in range(3):
        sent_back(office, SendBackReason.NOT_OURS)
    found = return_lines(office.dispatcher.actor, since_on=SINCE)
    assert [line.sent_back for line in found.lines] == [1]
    assert found.counted_since is not None
    page = staff_client(office.leader).get(reverse("desk:returns")).content.decode()
    assert "数量超过一次可统计的上限" in page


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
    page = staff_client(office.leader).get(reverse("desk:returns")).content.decode()
    assert '<th scope="row">未引用条目（附依据文件）</th>' in page
