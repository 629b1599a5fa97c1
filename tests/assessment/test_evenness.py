"""Where means go: demonstration sites beside old estates, against what their residents stand for."""

from dataclasses import replace

import pytest
from django.urls import reverse

from jiezhi.assessment.actions import mark_demonstration_sites
from jiezhi.assessment.evenness import COLUMNS, evenness
from jiezhi.assessment.models import DemonstrationSite
from jiezhi.kit.actor import Scope
from jiezhi.kit.errors import InvalidError, RefusedError
from jiezhi.kit.models import AuditEntry
from jiezhi.places.choices import CommunityKind, FacilityKind
from jiezhi.places.models import Community, Facility
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_community, make_office, staff_client
from tests.factories.hands import HOUR, order_in_hand, reported_order
from tests.factories.workorders import MONDAY

AT = MONDAY + 300 * HOUR


@pytest.fixture
def office(db):
    """The office's own community is old and has all requests; another one, marked, has all the room."""
    office = make_office()
    Community.objects.filter(pk=office.community.pk).update(kind=CommunityKind.OLD, residents=6000)
    shown = make_community(office.street, "示例社区", west=121.0)
    Community.objects.filter(pk=shown.pk).update(residents=2000)
    for place, area in ((office.community, 300), (shown, 900)):
        Facility.objects.create(
            sub_district=office.street, community=place, kind=FacilityKind.COMMUNITY_ROOM, area_m2=area,
            name=f"{place.name}活动室", lon=0, lat=0,
        )  # fmt: skip
    reported_order(office)
    order_in_hand(office)
    mark_demonstration_sites(community_ids=[shown.pk], actor=office.leader.actor, at=MONDAY)
    return office


def cells(row):
    return dict(zip(COLUMNS, row.cells, strict=True))


def test_means_and_need_stand_side_by_side_against_the_share_of_residents(office, django_assert_num_queries):
    with django_assert_num_queries(9):
        report = evenness(office.leader.actor, 3, at=AT)
    shown, old = report.rows
    assert (shown.label, shown.names, shown.residents) == ("示范社区", ("示例社区",), 2000)
    assert (old.label, old.names, old.residents) == ("老旧小区为主", (office.community.name,), 6000)
    assert cells(shown)["area_m2"].a_thousand == "450.0"
    assert (cells(shown)["area_m2"].quotient, cells(old)["area_m2"].quotient) == ("3.00", "0.33")
    assert (cells(shown)["orders"].quotient, cells(old)["orders"].quotient) == ("0.00", "1.33")
    minutes = WorkOrder.objects.get(handling_min__gt=0).handling_min
    assert (shown.hours, old.hours) == ("—", f"{minutes / 60:.1f}")
    assert (shown.on_time, old.on_time) == ("—", "50.0% / 2")


def test_without_knowing_the_residents_nothing_is_compared(office):
    Community.objects.filter(pk=office.community.pk).update(residents=None)
    report = evenness(office.leader.actor, 3, at=AT)
    assert not report.is_known
    assert {cell.quotient for row in report.rows for cell in row.cells} == {"—"}


def test_marking_replaces_the_list_and_leaves_a_trace(office):
    hand = {"actor": office.leader.actor, "at": MONDAY + HOUR}
    assert mark_demonstration_sites(community_ids=[office.community.pk], **hand) == 1
    assert [row.community_id for row in DemonstrationSite.objects.all()] == [office.community.pk]
    entry = AuditEntry.objects.filter(verb="assessment.sites_marked").latest("at")
    assert entry.facts == {"communities": office.community.name}
    other = make_office()
    with pytest.raises(InvalidError):
        mark_demonstration_sites(community_ids=[other.community.pk], **hand)
    with pytest.raises(RefusedError):
        mark_demonstration_sites(community_ids=[], actor=office.officer.actor, at=MONDAY)
    part = replace(office.leader.actor, scope=Scope(community_ids=frozenset({office.community.pk})))
    with pytest.raises(RefusedError):
        mark_demonstration_sites(community_ids=[], actor=part, at=MONDAY)
    assert DemonstrationSite.objects.count() == 1


def test_the_leader_marks_and_reads_and_whoever_sees_a_part_is_told_so(office):
    leader = staff_client(office.leader)
    page = leader.get(reverse("assessment:even"), {"months": "12"})
    assert "资源投向" in page.content.decode()
    answer = leader.post(reverse("assessment:mark_sites"), {"communities": [str(office.community.pk)]})
    assert answer.status_code == 302
    assert DemonstrationSite.objects.get().community_id == office.community.pk
    wrong = leader.post(reverse("assessment:mark_sites"), {"communities": ["nothing"]})
    assert wrong.status_code == 422
    assert DemonstrationSite.objects.count() == 1
    assert staff_client(office.officer).get(reverse("assessment:even")).status_code == 403
