"""What came back can go back to whoever sent it, if it is said what was clarified; they read it, and it is counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department
from jiezhi.workorders import actions
from jiezhi.workorders.choices import OrderState, RefusalReason, SendBackReason, Verb
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.returns import return_lines
from tests.factories import Office, dispatched_order, make_department, make_draft, make_office, staff_client

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOTE = "位置已核实：3号楼北侧，由你所管养"


@pytest.fixture
def office() -> Office:
    return make_office()


def sent_back(office: Office) -> WorkOrder:
    order = dispatched_order(office, at=timezone.now() - 9 * HOUR)
    return actions.send_back_order(
        order_id=order.pk, reason=SendBackReason.NOT_OURS, note="不归我们", seen_version=None,
        actor=office.officer.actor, at=timezone.now() - 8 * HOUR,
    )  # fmt: skip


def declined(office: Office) -> WorkOrder:
    Department.objects.filter(pk=office.lighting.pk).update(kind=DepartmentKind.UTILITY)
    office.lighting.refresh_from_db()
    order = dispatched_order(office, at=timezone.now() - 9 * HOUR)
    return actions.decline_order(
        order_id=order.pk, reason=RefusalReason.OTHER_BODY, note="属供电公司", seen_version=None,
        actor=office.officer.actor, at=timezone.now() - 8 * HOUR,
    )  # fmt: skip


def page_of(staff, order: WorkOrder, **beside: str) -> str:
    headers = {"HX-Request": "true"} if beside else {}
    return (
        staff_client(staff)
        .get(reverse("workorders:order", args=[order.pk]), beside, headers=headers)
        .content.decode()
    )


def dispatched(office: Office, order: WorkOrder, **typed: object):
    typed = {"version": order.version, "department": office.lighting.pk, "matter": order.matter_id, **typed}
    return staff_client(office.dispatcher).post(reverse("workorders:dispatch", args=[order.pk]), typed)


@pytest.mark.parametrize(
    ("came_back", "named", "refusal", "state"),
    [
        (sent_back, "{}（退单部门）", "{}已将这张工单退回，请在备注中写明", OrderState.DISPATCHED),
        (declined, "{}（已不予承接）", "{}已对这张工单不予承接，请在备注中写明", OrderState.REQUESTED),
    ],
)
def test_it_is_offered_by_name_goes_back_with_a_note_alone_and_is_counted(
    office, came_back, named, refusal, state
):
    order = came_back(office)
    name = office.lighting.name
    for page in (page_of(office.dispatcher, order), page_of(office.dispatcher, order, back="?split=on")):
        assert f'<option value="{office.lighting.pk}">{named.format(name)}</option>' in page
        assert f"派回{name}时须填写" in page
    refused = dispatched(office, order, note=" ")
    assert refused.status_code == 422
    assert refusal.format(name) in refused.content.decode()
    order.refresh_from_db()
    assert order.state == OrderState.SENT_BACK
    assert dispatched(office, order, note=NOTE).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.lead) == (state, office.lighting)
    assert NOTE in page_of(office.officer, order)
    (line,) = return_lines(office.dispatcher.actor, since_on=order.opened_on).lines
    assert (line.sent_back + line.declined, line.upheld, line.refused, line.waiting) == (1, 0, 1, 0)
    shown = staff_client(office.leader).get(reverse("desk:returns")).content.decode()
    assert "退回原部门" in shown


def test_another_department_or_another_matter_needs_no_note(office):
    garden = make_department(office.street)
    moved, filed_anew = sent_back(office), sent_back(office)
    assert dispatched(office, moved, department=garden.pk).status_code == 302
    assert dispatched(office, filed_anew, matter=office.rubbish.pk).status_code == 302
    rows = OrderEntry.objects.filter(verb=Verb.DISPATCH, order__in=[moved, filed_anew])
    assert set(rows.filter(at__gt=moved.step_entered_at).values_list("department", "note")) == {
        (garden.pk, ""),
        (office.lighting.pk, ""),
    }


def test_an_order_that_goes_out_for_the_first_time_marks_nobody_and_asks_for_no_note(office):
    order = actions.open_order(
        draft=make_draft(office), lead=None, actor=office.dispatcher.actor, at=timezone.now()
    )
    page = page_of(office.dispatcher, order)
    assert f'<option value="{office.lighting.pk}">{office.lighting.name}</option>' in page
    assert "时须填写" not in page
    assert dispatched(office, order).status_code == 302
