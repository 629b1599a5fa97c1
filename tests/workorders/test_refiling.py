"""An order that was filed under the wrong matter is put right where it is dispatched again, and all that follows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jiezhi.kit.errors import InvalidError
from jiezhi.kit.models import AuditEntry
from jiezhi.organisation.choices import FlowName, LimitUnits
from jiezhi.organisation.errors import ListGapError
from jiezhi.organisation.models import ResponsibilitySupport
from jiezhi.places.queries import Spot
from jiezhi.workorders import actions
from jiezhi.workorders.choices import OrderState, SendBackReason, SupportState, Verb
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.queries import OrderFilter, filtered_orders
from tests.factories import (
    Office,
    dispatched_order,
    make_department,
    make_draft,
    make_entry,
    make_matter,
    make_office,
    staff_client,
)
from tests.factories.workorders import MONDAY, asked_support

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return make_office()


def sent_back(office: Office, order: WorkOrder, *, at: datetime) -> WorkOrder:
    return actions.send_back_order(
        order_id=order.pk,
        reason=SendBackReason.WRONG_MATTER,
        note="应为暴露垃圾",
        seen_version=None,
        actor=office.officer.actor,
        at=at,
    )


def dispatched_again(office: Office, order: WorkOrder, *, at: datetime, **chosen: object) -> WorkOrder:
    given = {"department_id": None, "seen_version": None, "actor": office.dispatcher.actor, **chosen}
    return actions.dispatch_order(order_id=order.pk, at=at, **given)  # type: ignore[arg-type]


def test_the_right_matter_brings_its_lead_flow_and_limit_and_stands_in_history_and_audit(office):
    cleaning = make_department(office.street)
    dumped = make_matter(office.street, "偷倒渣土", flow=FlowName.EVENT, limit=(7, LimitUnits.WORKING_DAYS))
    make_entry(dumped, cleaning)
    order = sent_back(office, dispatched_order(office), at=MONDAY + DAY)
    order = dispatched_again(office, order, at=MONDAY + DAY, matter_id=dumped.pk)
    order.refresh_from_db()
    assert (order.matter, order.lead, order.flow) == (dumped, cleaning, FlowName.EVENT)
    assert (order.limit_amount, order.limit_unit) == (7, LimitUnits.WORKING_DAYS)
    line = order.entries.get(new_matter__isnull=False)
    assert (line.verb, line.old_matter, line.new_matter) == (Verb.DISPATCH, office.lamp, dumped)
    facts = AuditEntry.objects.filter(verb="workorders.order_dispatched").latest("id").facts
    assert (facts["matter_before"], facts["matter"]) == (office.lamp.code, dumped.code)
    found = filtered_orders(office.dispatcher.actor, OrderFilter(words="渣土"), at=MONDAY)
    assert list(found) == [order]
    assert not filtered_orders(office.dispatcher.actor, OrderFilter(words="路灯不亮"), at=MONDAY).exists()


@pytest.mark.parametrize(
    ("days", "back_after", "out_after", "due_day"),
    [
        # One day was used and two were given back: three days from Monday on end on Thursday, and two later.
        (3, DAY, 3 * DAY, 9),
        # A limit of a day has passed since Tuesday: the new department has a working day all the same.
        (1, 3 * DAY, 3 * DAY, 6),
    ],
)
def test_what_was_used_stays_used_but_nobody_is_late_before_they_begin(
    office, days, back_after, out_after, due_day
):
    quick = make_matter(office.street, flow=FlowName.CONCERN, limit=(days, LimitUnits.WORKING_DAYS))
    make_entry(quick, office.lighting)
    order = sent_back(office, dispatched_order(office), at=MONDAY + back_after)
    order = dispatched_again(office, order, at=MONDAY + out_after, matter_id=quick.pk)
    assert order.due_at == datetime(2026, 11, due_day, 9, 0, tzinfo=UTC)


def test_time_that_was_given_back_before_stays_given_back(office):
    other = make_matter(office.street, limit=(5, LimitUnits.WORKING_DAYS))
    make_entry(other, office.lighting)
    order = sent_back(office, dispatched_order(office), at=MONDAY + DAY)
    order = dispatched_again(
        office, order, at=MONDAY + 2 * DAY, department_id=office.lighting.pk, note="再看"
    )
    order = sent_back(office, order, at=MONDAY + 3 * DAY)
    as_it_was = order.due_at
    order = dispatched_again(office, order, at=MONDAY + 3 * DAY, matter_id=other.pk)
    assert order.due_at == as_it_was


def test_the_first_clock_starts_under_the_right_matter(office):
    draft = make_draft(office)
    order = actions.open_order(draft=draft, lead=None, actor=office.dispatcher.actor, at=MONDAY)
    quick = make_matter(office.street, limit=(1, LimitUnits.WORKING_DAYS))
    make_entry(quick, office.lighting)
    order = dispatched_again(office, order, at=MONDAY, matter_id=quick.pk)
    assert (order.lead, order.due_at) == (office.lighting, datetime(2026, 11, 3, 9, 0, tzinfo=UTC))


def test_what_came_back_goes_to_nobody_by_itself_under_the_matter_it_had(office):
    order = sent_back(office, dispatched_order(office), at=MONDAY)
    with pytest.raises(InvalidError, match="请选择承办部门"):
        dispatched_again(office, order, at=MONDAY, matter_id=office.lamp.pk)
    with pytest.raises(ListGapError):
        dispatched_again(office, order, at=MONDAY, matter_id=make_matter(office.street).pk)
    order.refresh_from_db()
    assert (order.state, order.matter) == (OrderState.SENT_BACK, office.lamp)


def test_the_supports_of_the_new_line_are_asked_once(office):
    helper = make_department(office.street)
    entry = office.rubbish.responsibilities.get()
    ResponsibilitySupport.objects.create(sub_district=office.street, entry=entry, department=helper)
    order = sent_back(office, dispatched_order(office), at=MONDAY)
    order = dispatched_again(office, order, at=MONDAY, matter_id=office.rubbish.pk)
    order = sent_back(office, order, at=MONDAY)
    order = dispatched_again(office, order, at=MONDAY, matter_id=office.lamp.pk)
    order = sent_back(office, order, at=MONDAY)
    order = dispatched_again(office, order, at=MONDAY, matter_id=office.rubbish.pk)
    rows = list(Support.objects.filter(order=order).order_by("asked_at"))
    assert [row.state for row in rows] == [SupportState.CALLED_OFF, SupportState.ASKED]
    assert {row.department for row in rows} == {helper}
    assert order.is_cross_department


def test_whom_a_person_asked_stays_when_the_matter_changes(office):
    order = dispatched_order(office)
    support = asked_support(office, order)
    order = dispatched_again(
        office, sent_back(office, order, at=MONDAY), at=MONDAY, matter_id=office.rubbish.pk
    )
    support.refresh_from_db()
    assert support.state == SupportState.ASKED


def test_a_limit_that_was_given_stays_and_one_of_the_line_gives_way(office):
    draft = replace(make_draft(office), flow=FlowName.TASK, limit=(20, LimitUnits.WORKING_DAYS))
    hand = {"lead": office.lighting, "actor": office.dispatcher.actor, "at": MONDAY}
    order = sent_back(office, actions.open_order(draft=draft, **hand), at=MONDAY)
    order = dispatched_again(office, order, at=MONDAY, matter_id=office.rubbish.pk)
    assert (order.flow, order.limit_amount) == (FlowName.TASK, 20)
    office.lamp.responsibilities.update(limit_amount=1, limit_unit=LimitUnits.WORKING_DAYS)
    of_line = replace(make_draft(office), limit=(1, LimitUnits.WORKING_DAYS))
    order = sent_back(office, actions.open_order(draft=of_line, **hand), at=MONDAY)
    order = dispatched_again(office, order, at=MONDAY, matter_id=office.rubbish.pk)
    assert (order.limit_amount, order.limit_unit) == (office.rubbish.limit_amount, office.rubbish.limit_unit)


@pytest.mark.parametrize("is_named_by_hand", [True, False])
def test_what_goes_out_for_the_first_time_has_limit_and_supports_of_its_line(office, is_named_by_hand):
    helper = make_department(office.street)
    entry = office.lamp.responsibilities.get()
    ResponsibilitySupport.objects.create(sub_district=office.street, entry=entry, department=helper)
    office.lamp.responsibilities.update(limit_amount=1, limit_unit=LimitUnits.WORKING_DAYS)
    order = actions.open_order(draft=make_draft(office), lead=None, actor=office.dispatcher.actor, at=MONDAY)
    order = dispatched_again(
        office, order, at=MONDAY, department_id=entry.lead_id if is_named_by_hand else None
    )
    assert (order.limit_amount, order.limit_unit) == (1, LimitUnits.WORKING_DAYS)
    assert Support.objects.get(order=order).department == helper


def test_a_flow_that_was_given_stays_and_what_is_checked_on_site_needs_a_community(office):
    hand = {"lead": office.lighting, "actor": office.dispatcher.actor, "at": MONDAY}
    assigned = actions.open_order(draft=replace(make_draft(office), flow=FlowName.TASK), **hand)
    order = sent_back(office, assigned, at=MONDAY)
    order = dispatched_again(office, order, at=MONDAY, matter_id=office.rubbish.pk)
    assert (order.flow, order.matter) == (FlowName.TASK, office.rubbish)
    lost = actions.open_order(draft=replace(make_draft(office), spot=Spot()), **hand)
    with pytest.raises(InvalidError, match="没有落到社区"):
        dispatched_again(office, sent_back(office, lost, at=MONDAY), at=MONDAY, matter_id=office.rubbish.pk)


def test_the_page_offers_the_matter_and_tells_of_its_change(office):
    order = sent_back(office, dispatched_order(office), at=MONDAY)
    client = staff_client(office.dispatcher)
    page = client.get(f"/desk/orders/{order.pk}/").content.decode()
    assert "事项归类有误" in page
    assert f'<option value="{office.lamp.pk}" selected>' in page
    typed = {"version": order.version, "matter": office.rubbish.pk, "department": "", "way": "", "note": ""}
    client.post(f"/desk/orders/{order.pk}/dispatch/", typed)
    order.refresh_from_db()
    assert (order.state, order.matter) == (OrderState.DISPATCHED, office.rubbish)
    assert "事项由“路灯不亮”更正为“暴露垃圾”" in client.get(f"/desk/orders/{order.pk}/").content.decode()
