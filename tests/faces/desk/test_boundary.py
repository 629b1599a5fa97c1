"""Where a department's duty begins and ends: what it leads and how, what it helps with, what it gave back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.faces.desk.boundary import boundary_page
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department, ResponsibilityEntry, ResponsibilitySupport, StepLimit
from jiezhi.workorders.actions import send_back_order
from jiezhi.workorders.choices import SendBackReason
from tests.factories import (
    Office,
    dispatched_order,
    make_community,
    make_department,
    make_office,
    staff_client,
)
from tests.factories.organisation import make_entry, make_matter
from tests.factories.workorders import make_agreement

pytestmark = pytest.mark.django_db


def page_of(office: Office, department: Department):
    return boundary_page(office.officer.actor, department.pk, at=timezone.now())


def sent_back(office: Office, reason: str, *, days_ago: int = 1) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    order = dispatched_order(office, at=at)
    given = {"order_id": order.pk, "note": "不归我们", "seen_version": None, "actor": office.officer.actor}
    send_back_order(reason=reason, at=at + timedelta(minutes=9), **given)


def test_everybody_who_deals_with_orders_reads_what_a_department_leads_and_how():
    office = make_office()
    StepLimit.objects.create(
        sub_district=office.street, matter=office.rubbish, step="dispatched", amount=4, unit="working_hours"
    )
    line = ResponsibilityEntry.objects.get(matter=office.lamp)
    ResponsibilityEntry.objects.filter(pk=line.pk).update(
        limit_amount=3, limit_unit="working_days", basis="三定规定第四条"
    )
    ResponsibilitySupport.objects.create(
        sub_district=office.street, entry=line, department=office.committee, task="组织居民让出作业位置"
    )
    address = reverse("desk:boundary", args=[office.lighting.pk])
    for who in (
        office.dispatcher,
        office.officer,
        office.community_worker,
        office.grid_worker,
        office.leader,
    ):
        page = staff_client(who).get(address).content.decode()
        assert "3个工作日" in page
        assert "三定规定第四条" in page
        assert "组织居民让出作业位置" in page
        assert "待派单 → 待签收（4个工作小时） → 办理中 → 待核查 → 待回访 → 已结案" in page
        assert "待派单 → 待签收 → 办理中 → 待回访 → 已结案" in page
    assert staff_client(office.auditor).get(address).status_code == 403
    own = staff_client(office.community_worker).get(reverse("desk:own_boundary")).content.decode()
    assert f"职责边界：{office.committee.name}" in own
    assert "组织居民让出作业位置" in own


def test_a_body_that_takes_no_orders_is_asked_first_and_one_with_an_agreement_is_not():
    office = make_office()
    outpost = make_department(office.street, kind=DepartmentKind.OUTPOST)
    asked, agreed = make_matter(office.street), make_matter(office.street)
    for matter in (asked, agreed):
        make_entry(matter, outpost)
    make_agreement(outpost, matter=agreed)
    steps = {led.line.matter: led.steps[1] for led in page_of(office, outpost).leads}
    assert steps == {asked: "已请求，待答复", agreed: "待签收"}


def test_what_was_given_back_is_counted_by_line_and_reason_for_a_year():
    office = make_office()
    for _time in range(2):
        sent_back(office, SendBackReason.NOT_OURS)
    sent_back(office, SendBackReason.WRONG_MATTER)
    sent_back(office, SendBackReason.NOT_OURS, days_ago=400)
    (back,) = page_of(office, office.lighting).handed_back
    assert (back.matter, back.place) == (office.lamp.name, "全街道")
    assert back.reasons == {SendBackReason.NOT_OURS: 2, SendBackReason.WRONG_MATTER: 1}
    assert page_of(office, office.front_desk).handed_back == []
    page = staff_client(office.officer).get(reverse("desk:boundary", args=[office.lighting.pk]))
    assert (
        f'<td class="number">3</td>\n          <td>{SendBackReason.NOT_OURS.label} 2、'
        in page.content.decode()
    )


def test_ties_and_gaps_stand_on_the_pages_of_those_whom_they_touch():
    office = make_office()
    make_community(office.street)
    tied, open_somewhere = make_matter(office.street), make_matter(office.street)
    for lead in (office.lighting, office.front_desk):
        make_entry(tied, lead)
    make_entry(open_somewhere, office.lighting, community=office.community)
    names = [
        [fault.matter for fault in page_of(office, department).boundary.faults]
        for department in (office.lighting, office.front_desk, office.committee)
    ]
    assert [set(each) for each in names] == [{tied, open_somewhere}, {tied}, set()]


def test_the_page_asks_a_known_number_of_statements(django_assert_num_queries):
    office = make_office()
    sent_back(office, SendBackReason.NOT_OURS)
    for _more in range(3):
        make_entry(make_matter(office.street), office.lighting)
    with django_assert_num_queries(10):
        page_of(office, office.lighting)


def test_the_list_leads_to_the_page_and_another_streets_department_is_not_there():
    office, other = make_office(), make_office()
    client = staff_client(office.dispatcher)
    address = reverse("desk:boundary", args=[office.lighting.pk])
    assert f'href="{address}"' in client.get("/desk/lists/").content.decode()
    assert client.get(reverse("desk:boundary", args=[other.lighting.pk])).status_code == 404
