"""What three residents speak of stands on the list in the morning, and one order can answer all of them."""

from datetime import UTC, datetime, timedelta

import pytest

from jiezhi.concerns.actions import Confirmation, confirm_concern, list_hot_issues, open_theme_order
from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.hot import LOOKED_BACK, FoundIssue, hot_issues_are_due, issue_lines, issues_among
from jiezhi.concerns.models import Concern, HotIssue
from jiezhi.concerns.tasks import find_hot_issues
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.outcomes import complaints
from tests.factories import (
    Office,
    dispatched_order,
    make_community,
    make_office,
    settle,
    staff_client,
    submitted_concern,
)
from tests.factories.merging import done
from tests.factories.pages import english_client, text_of
from tests.factories.reading import make_issue
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
MIXER = (
    "丽水新城旁边的搅拌站噪音扰民",
    "投诉丽水新城附近搅拌站灰尘大",
    "丽水新城违建搅拌站彻夜施工",
)
HOUR = timedelta(hours=1)
OTHERS = ("身份证丢了怎么补办", "公园的长椅坏了", "学校门口堵车", "医保卡挂失去哪里")


def said(office: Office, *texts: str, phones: tuple[str, ...] = (), at: datetime = MONDAY) -> list[Concern]:
    """Requests a minute apart, each by its own telephone unless told otherwise."""
    return [
        submitted_concern(
            office,
            words,
            phone=phones[place] if phones else f"1380000{place:04}",
            at=at + timedelta(minutes=place),
        ).concern
        for place, words in enumerate(texts)
    ]


def test_three_reporters_make_an_issue_with_place_words_and_heat() -> None:
    office = make_office()
    concerns = said(office, *MIXER, *OTHERS)
    (issue,) = issues_among(office.street.pk, at=MONDAY + timedelta(hours=1))
    assert set(issue.concern_ids) == {concern.pk for concern in concerns[:3]}
    assert issue.reporters == 3
    assert issue.estate_id == office.estate.pk
    assert any("丽水新城" in word for word in issue.words)
    assert 7.9 < issue.heat <= 8.0


def test_the_same_words_from_two_communities_are_two_issues_with_a_place_each() -> None:
    office = make_office()
    other = make_community(office.street, west=120.5)
    lifts = ("电梯坏了一直没人修老人上不了楼", "电梯坏了没人修老人上不了楼", "电梯坏了三天没人修老人上不了楼")
    concerns = said(office, *lifts, *lifts, *OTHERS, *(f"{each}，已经一个星期了" for each in OTHERS))
    Concern.objects.filter(pk__in=[each.pk for each in concerns]).update(estate=None, lon=None, lat=None)
    Concern.objects.filter(pk__in=[each.pk for each in concerns[3:6]]).update(community=other)
    found = issues_among(office.street.pk, at=MONDAY + timedelta(hours=1))
    assert {(issue.community_id, issue.reporters) for issue in found} == {
        (office.community.pk, 3),
        (other.pk, 3),
    }


def test_one_who_writes_three_times_is_no_issue() -> None:
    office = make_office()
    said(office, *MIXER, *OTHERS, phones=("13800000001",) * 7)
    assert issues_among(office.street.pk, at=MONDAY + timedelta(hours=1)) == []


def test_what_was_said_long_ago_is_not_looked_at() -> None:
    office = make_office()
    said(office, *MIXER, *OTHERS)
    assert issues_among(office.street.pk, at=MONDAY + LOOKED_BACK + timedelta(days=1)) == []


def test_the_list_is_made_at_night_once_and_anew() -> None:
    office = make_office()
    said(office, *MIXER, *OTHERS)
    find_hot_issues(MONDAY + timedelta(hours=1))
    first = HotIssue.objects.get()
    night = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)  # 02:00 in the office
    find_hot_issues(MONDAY + timedelta(hours=3))
    assert HotIssue.objects.get() == first
    find_hot_issues(night)
    assert HotIssue.objects.get() != first
    assert HotIssue.objects.get().found_at == night
    assert not hot_issues_are_due(office.street.pk, at=night + timedelta(hours=1))


def test_one_order_answers_every_request_that_waits() -> None:
    office = make_office()
    concerns = said(office, *MIXER)
    settle(MONDAY)
    decided = Confirmation(matter_id=office.lamp.pk, brief="查处搅拌站噪声")
    by_hand = confirm_concern(
        concern_id=concerns[0].pk,
        confirmation=decided,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    issue = make_issue(office, concerns)
    order, count = open_theme_order(
        issue_id=issue.pk, confirmation=decided, actor=office.dispatcher.actor, at=MONDAY
    )
    assert count == 2
    assert [Concern.objects.get(pk=each.pk).order for each in concerns] == [by_hand, order, order]
    assert set(Concern.objects.values_list("state", flat=True)) == {ConcernState.RECEIVED}
    with pytest.raises(InvalidError):
        open_theme_order(issue_id=issue.pk, confirmation=decided, actor=office.dispatcher.actor, at=MONDAY)


def opened(office: Office, issue: HotIssue, brief: str = "查明原因") -> tuple[WorkOrder, int]:
    decided = Confirmation(matter_id=office.lamp.pk, brief=brief)
    return open_theme_order(
        issue_id=issue.pk, confirmation=decided, actor=office.dispatcher.actor, at=MONDAY + HOUR
    )


def all_have_orders(office: Office) -> tuple[list[Concern], HotIssue]:
    """An issue whose requests were given an order each."""
    concerns = said(office, *MIXER)
    settle(MONDAY)
    decided = Confirmation(matter_id=office.lamp.pk, brief="查处搅拌站噪声")
    who = {"actor": office.dispatcher.actor, "at": MONDAY}
    for concern in concerns:
        confirm_concern(concern_id=concern.pk, confirmation=decided, seen_version=None, **who)
    return concerns, make_issue(office, concerns)


def test_where_every_request_has_an_order_one_for_the_cause_is_opened_and_closes_without_a_callback() -> None:
    office = make_office()
    concerns, issue = all_have_orders(office)
    orders = [Concern.objects.get(pk=each.pk).order for each in concerns]
    order, count = opened(office, issue)
    assert (count, order.state, order.lead, order.origin_kind) == (
        0, "dispatched", office.lighting, "concerns.hot_issue",
    )  # fmt: skip
    assert order.community_id == office.community.pk
    assert not order.concerns.exists()
    assert [Concern.objects.get(pk=each.pk).order for each in concerns] == orders
    with pytest.raises(InvalidError, match=order.number):
        opened(office, issue)
    done(office, order, at=MONDAY + 2 * HOUR)
    settle(MONDAY + 2 * HOUR)
    order.refresh_from_db()
    assert (order.state, order.was_solved) == ("closed", None)
    assert not WorkOrder.objects.filter(complaints(), pk=order.pk).exists()


def test_the_page_offers_an_order_for_the_cause_in_the_words_of_the_issue_and_then_shows_it() -> None:
    office = make_office()
    concerns, issue = all_have_orders(office)
    client = english_client(office.dispatcher)
    page = client.get(f"/desk/hot/{issue.pk}/")
    assert "One order for the cause" in text_of(page)
    brief = page.context["page"].form["brief"].value()
    assert "路灯" in brief
    assert "Find the cause" in brief
    assert office.community.name in brief
    assert all(Concern.objects.get(pk=each.pk).order.number in brief for each in concerns)
    assert not any(words in brief for words in MIXER)
    sent = {"matter": office.lamp.pk, "brief": brief}
    told = client.post(f"/desk/hot/{issue.pk}/order/", sent, follow=True)
    order = WorkOrder.objects.get(origin_kind="concerns.hot_issue")
    assert f"{order.number} is opened for the cause" in text_of(told)
    page = client.get(f"/desk/hot/{issue.pk}/")
    assert f"The one order of this issue: {order.number}" in text_of(page)
    assert page.context["page"].form is None


def test_what_waits_later_joins_the_order_of_the_issue_while_that_is_under_way() -> None:
    office = make_office()
    concerns, issue = all_have_orders(office)
    order, _count = opened(office, issue)
    late = said(office, "丽水新城搅拌站又在施工", phones=("13900000001",), at=MONDAY + HOUR)
    issue.concerns.add(*late)
    client = english_client(office.dispatcher)
    page = client.get(f"/desk/hot/{issue.pk}/")
    assert f"can share {order.number}" in text_of(page)
    hidden = {"matter": order.matter_id, "brief": order.brief}
    assert all(f'value="{value}"' in page.content.decode() for value in hidden.values())
    client.post(f"/desk/hot/{issue.pk}/order/", hidden)
    assert list(order.concerns.all()) == late
    assert WorkOrder.objects.count() == len(concerns) + 1


def test_one_request_that_waits_shares_nothing() -> None:
    office = make_office()
    issue = make_issue(office, said(office, MIXER[0]))
    page = staff_client(office.dispatcher).get(f"/desk/hot/{issue.pk}/").content.decode()
    assert "还有 1 件诉求待受理" in page
    assert "共用" not in page


def test_an_issue_keeps_its_order_over_the_night_with_most_of_its_requests() -> None:
    office = make_office()
    concerns, issue = all_have_orders(office)
    order, _count = opened(office, issue)
    parts = [
        FoundIssue(2.0, ("搅拌站",), 3, None, None, MONDAY, MONDAY, tuple(each.pk for each in some))
        for some in (concerns[:1], concerns[1:])
    ]
    job = system_job("t", sub_district_id=office.street.pk, permissions=frozenset())
    list_hot_issues(found=parts, actor=job, at=MONDAY + HOUR)
    assert list(HotIssue.objects.order_by("rank").values_list("order", flat=True)) == [None, order.pk]
    assert not HotIssue.objects.filter(pk=issue.pk).exists()


def test_a_matter_checked_on_site_needs_an_issue_of_one_community() -> None:
    office = make_office()
    _concerns, issue = all_have_orders(office)
    HotIssue.objects.update(community=None, estate=None)
    decided = Confirmation(matter_id=office.rubbish.pk, brief="清运垃圾")
    with pytest.raises(InvalidError, match="多个社区"):
        open_theme_order(issue_id=issue.pk, confirmation=decided, actor=office.dispatcher.actor, at=MONDAY)
    assert not WorkOrder.objects.filter(origin_kind="concerns.hot_issue").exists()


def test_a_refusal_leaves_no_half_of_it() -> None:
    office = make_office()
    issue = make_issue(office, said(office, *MIXER))
    with pytest.raises(InvalidError):
        open_theme_order(
            issue_id=issue.pk,
            confirmation=Confirmation(matter_id=office.lamp.pk, brief="回电13800001111"),
            actor=office.dispatcher.actor,
            at=MONDAY,
        )
    assert not WorkOrder.objects.exists()
    assert set(Concern.objects.values_list("state", flat=True)) == {ConcernState.SUBMITTED}


def test_an_issue_of_the_night_before_is_gone_and_says_so() -> None:
    office = make_office()
    old = make_issue(office, [])
    job = system_job("t", sub_district_id=office.street.pk, permissions=frozenset())
    list_hot_issues(found=[], actor=job, at=MONDAY)
    with pytest.raises(MissingError):
        open_theme_order(
            issue_id=old.pk,
            confirmation=Confirmation(matter_id=office.lamp.pk, brief="查处"),
            actor=office.dispatcher.actor,
            at=MONDAY,
        )


def test_the_pages_show_the_issue_open_its_order_and_keep_what_was_typed() -> None:
    office = make_office()
    issue = make_issue(office, said(office, *MIXER))
    client = staff_client(office.dispatcher)
    assert [line.waiting for line in issue_lines(office.dispatcher.actor)] == [3]
    assert "路灯" in client.get("/desk/hot/").content.decode()
    page = client.get(f"/desk/hot/{issue.pk}/").content.decode()
    assert MIXER[0] in page
    assert "<form" in page
    url = f"/desk/hot/{issue.pk}/order/"
    empty = client.post(url, {"matter": office.lamp.pk, "brief": ""})
    assert empty.status_code == 422
    assert not WorkOrder.objects.exists()
    personal = client.post(url, {"matter": office.lamp.pk, "brief": "请回电13800001111"})
    assert personal.status_code == 422
    assert "请回电13800001111" in personal.content.decode()
    assert client.post(url, {"matter": office.lamp.pk, "brief": "查处搅拌站噪声"}).status_code == 302
    assert WorkOrder.objects.get().concerns.count() == 3


def test_neighbours_who_speak_of_different_things_are_no_issue() -> None:
    office = make_office()
    type(office.estate).objects.filter(pk=office.estate.pk).update(name="果品公司宿舍")
    said(office, *(f"果品公司宿舍{number}幢，{words}" for number, words in enumerate(OTHERS, start=3)))
    others = ("路灯不亮", "井盖没了", "狗半夜叫", "早餐店油烟大", "电梯停了", "车位被占")
    elsewhere = said(office, *others, at=MONDAY + timedelta(minutes=10))
    Concern.objects.filter(pk__in=[each.pk for each in elsewhere]).update(estate=None, lon=None, lat=None)
    assert issues_among(office.street.pk, at=MONDAY + timedelta(hours=1)) == []


def test_an_issue_from_several_communities_names_them_and_counts_the_rest() -> None:
    office = make_office()
    places = [office.community, *(make_community(office.street, west=120.5 + n) for n in range(4))]
    concerns = said(office, *("电梯坏了一直没人修",) * 7)
    Concern.objects.update(estate=None)
    for concern, place in zip(concerns, [*places, *places[3:]], strict=True):
        Concern.objects.filter(pk=concern.pk).update(community=place)
    issue = make_issue(office, concerns)
    HotIssue.objects.filter(pk=issue.pk).update(estate=None, community=None)
    (line,) = issue_lines(office.dispatcher.actor)
    assert set(line.communities[:2]) == {places[3].name, places[4].name}
    assert set(line.communities) == {place.name for place in places}
    page = staff_client(office.dispatcher).get("/desk/hot/").content.decode()
    assert "、".join(line.communities[:3]) + "，另有2个社区" in page
    assert line.communities[3] not in page
    one = staff_client(office.dispatcher).get(f"/desk/hot/{issue.pk}/").content.decode()
    assert "、".join(line.communities[:3]) + "，另有2个社区" in one


def test_a_request_that_waits_is_seen_however_many_came_later() -> None:
    office = make_office()
    concerns = said(office, *("搅拌站半夜施工太吵",) * 40)
    later = Concern.objects.exclude(pk=concerns[0].pk)
    later.update(state="received", order=dispatched_order(office), received_at=MONDAY)
    issue = make_issue(office, concerns)
    page = text_of(staff_client(office.dispatcher).get(f"/desk/hot/{issue.pk}/"))
    assert concerns[0].number in page
    assert "还有 1 件诉求待受理" in page


def test_an_issue_of_one_place_names_that_alone() -> None:
    office = make_office()
    issue = make_issue(office, said(office, *MIXER))
    (line,) = issue_lines(office.dispatcher.actor)
    assert line.places == (issue.estate.name if issue.estate else office.community.name)
