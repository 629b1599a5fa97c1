"""Each request has one way in; what is made for somebody is counted besides; elder mode is a sum."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from jiezhi.concerns.actions import ProxyDraft, Submission, submit_concern
from jiezhi.concerns.choices import Channel, Relation, Way
from jiezhi.concerns.measures import CHANNELS, ways_in
from jiezhi.concerns.models import Concern
from jiezhi.kit.measure import Question, Split, all_measures
from tests.factories import make_office, staff_client
from tests.factories.workorders import MONDAY, spot_of, visitor

pytestmark = pytest.mark.django_db


def made(office, channel=Channel.PORTAL, relation=None, *, by_staff=False, elder=False) -> Concern:
    proxy = ProxyDraft(relation, has_agreed=True) if relation else None
    submission = Submission(
        key=uuid4(),
        words="楼道灯坏了",
        spot=spot_of(office),
        channel=channel,
        proxy=proxy,
        in_elder_mode=elder,
    )
    actor = office.dispatcher.actor if by_staff else visitor(office)
    return submit_concern(submission=submission, actor=actor, at=MONDAY).concern


def question(office, split=Split.NONE, actor=None) -> Question:
    day = date(MONDAY.year, MONDAY.month, 1)
    last = date(MONDAY.year, MONDAY.month, 28)
    return Question(
        actor=actor or office.dispatcher.actor, first_on=day, last_on=last, at=MONDAY, split=split
    )


def figure(office, key, split=Split.NONE):
    measure = next(measure for measure in all_measures(CHANNELS) if measure.key == key)
    return measure.compute(question(office, split))


@pytest.fixture
def office():
    office = make_office()
    made(office, elder=True)
    made(office)
    made(office, relation=Relation.FAMILY, elder=True)
    made(office, Channel.PHONE, Relation.SELF, by_staff=True)
    made(office, Channel.DOOR, Relation.NEIGHBOUR, by_staff=True)
    made(office, Channel.PAPER, Relation.SELF, by_staff=True)
    made(office, Channel.SUPERIOR)
    made(office, Channel.FILE)
    return office


def test_every_request_has_one_way_and_files_have_none(office):
    (ways,) = ways_in(question(office)).values()
    assert ways.by_way == {"portal": 2, "portal_proxy": 1, "phone": 1, "door": 1, "paper": 1, "superior": 1}
    assert ways.whole == 7


def test_shares_of_all_ways_add_up(office):
    shares = [figure(office, f"way_{way.value}")[None] for way in Way]
    assert sum(share.value for share in shares) == pytest.approx(1)
    assert (shares[0].part, shares[0].whole) == (2, 7)


def test_what_is_made_for_somebody_is_counted(office):
    assert figure(office, "proxy_for_others")[None].value == 2
    assert figure(office, "proxy_by_staff")[None].value == 3


def test_elder_mode_is_a_share_of_the_portal_by_month(office):
    first = date(MONDAY.year, MONDAY.month, 1)
    month = figure(office, "elder_share", Split.MONTH)[first]
    assert (month.part, month.whole) == (2, 3)
    assert figure(office, "elder_share", Split.COMMUNITY) == {}


def test_whoever_sees_a_part_of_the_street_gets_no_sum_of_all_of_it(office):
    actor = replace(office.dispatcher.actor, scope=office.officer.actor.scope)
    elder = next(measure for measure in all_measures(CHANNELS) if measure.key == "elder_share")
    assert all(not found.part for found in elder.compute(question(office, actor=actor)).values())


def test_a_program_that_came_later_is_another_program(office):
    concern = made(office)
    Concern.objects.filter(pk=concern.pk).update(channel="open311")
    assert ways_in(question(office))[None].by_way["program"] == 1


def test_the_page_opens_the_list_behind_a_number(office):
    from django.utils import timezone

    Concern.objects.update(submitted_on=timezone.localdate())
    client = staff_client(office.dispatcher)
    page = client.get("/desk/channels/").content.decode()
    month = f"{timezone.localdate():%Y-%m}"
    assert f"/desk/channels/portal/?month={month}" in page
    listed = client.get("/desk/channels/portal_proxy/", {"month": month})
    assert [concern.proxy.relation for concern in listed.context["rows"]] == ["family"]
    assert client.get("/desk/channels/elder/").status_code == 404
    assert client.get("/desk/channels/by_staff/", {"month": month}).context["rows"].paginator.count == 3


def test_a_month_that_cannot_be_read_is_told(office):
    answer = staff_client(office.dispatcher).get("/desk/channels/phone/", {"month": "soon"})
    assert answer.context["unmet"]
