"""The pages of meetings, through the HTTP client: what they say, who may open them, what they cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.burden.models import BurdenDay
from jiezhi.meetings.choices import MeetingState, Presence
from jiezhi.meetings.models import AgendaTopic, Assignment, JointMeeting, MeetingSeries
from jiezhi.workorders.models import WorkOrder
from tests.factories import dispatched_order, make_office, settle, staff_client
from tests.factories.meetings import MEETING_AT, assigned_work, held_meeting, planned_meeting, proposed_topic

pytestmark = pytest.mark.django_db

LIST = "/desk/meetings/"


@pytest.fixture(autouse=True)
def afternoon(monkeypatch):
    """It is Wednesday 11 November 2026, 16:30: pages ask for the time, and so do their actions."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 11, 8, 30, tzinfo=UTC))


def url(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.pk, *(row.pk for row in more)])


def series_form(office, **changes):
    form = {
        "title": "物业管理联席会议",
        "rule_kind": "nth_weekday",
        "nth": "2",
        "weekday": "2",
        "begins": "14:30",
        "place": "三楼会议室",
        "lead": str(office.lighting.pk),
        "members": [str(office.committee.pk)],
        "since_on": "2026-11-01",
    }
    return form | changes


def test_a_keeper_sets_up_a_series_and_reads_its_next_meeting():
    office = make_office()
    client = staff_client(office.leader)
    answer = client.post(reverse("meetings:set_up"), series_form(office), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(LIST, 302)]
    assert "每月第二个星期三 14:30" in page
    assert "2026年11月11日" in page
    assert MeetingSeries.objects.get().lead == office.lighting


def test_a_refused_series_keeps_what_was_typed():
    office = make_office()
    client = staff_client(office.leader)
    for changes in ({"members": []}, {"rule_kind": "month_day"}, {"members": [str(office.lighting.pk)]}):
        answer = client.post(reverse("meetings:set_up"), series_form(office, **changes))
        assert answer.status_code == 422
        assert "三楼会议室" in answer.content.decode()
    assert not MeetingSeries.objects.exists()


def test_an_officer_sees_no_way_to_set_up_and_is_refused_with_the_reason():
    office = make_office()
    client = staff_client(office.officer)
    assert reverse("meetings:set_up") not in client.get(LIST).content.decode()
    answer = client.get(reverse("meetings:set_up"))
    assert answer.status_code == 403
    assert "管理联席会议" in answer.content.decode()


def test_a_meeting_goes_through_every_page():
    office = make_office()
    meeting = planned_meeting(office)
    order = dispatched_order(office)
    officer, keeper = staff_client(office.officer), staff_client(office.leader)
    officer.post(url("propose", meeting), {"title": "充电棚选址", "order_number": order.number})
    officer.post(url("propose", meeting), {"title": "楼道堆物", "words": "三号楼突出"})
    first, second = AgendaTopic.objects.order_by("position")
    keeper.post(url("move_topic", meeting, second), {"direction": "up"})
    keeper.post(url("close_agenda", meeting), {"version": JointMeeting.objects.get().version})
    presences = {str(office.lighting.pk): Presence.PRESENT, str(office.committee.pk): Presence.EXCUSED}
    keeper.post(url("attendance", meeting), presences)
    for topic in (first, second):
        minute = {"version": 1, "said": "各单位发言", "decided": f"同意{topic.title}"}
        assert keeper.post(url("minute", meeting, topic), minute).status_code == 302
    work = {
        "department": str(office.lighting.pk),
        "brief": "提交施工方案",
        "by_on": "2026-11-20",
        "matter": str(office.lamp.pk),
        "community": "",
    }
    keeper.post(url("assign", meeting, first), work)
    keeper.post(url("publish", meeting), {"version": JointMeeting.objects.get().version})
    keeper.post(url("correct", meeting), {"words": "更正：选址为三号点位"})
    page = officer.get(url("meeting", meeting)).content.decode()
    assert JointMeeting.objects.get().state == MeetingState.PUBLISHED
    assert page.index("1. 楼道堆物") < page.index("2. 充电棚选址")
    for words in (
        "请假",
        "同意充电棚选址",
        "提交施工方案",
        "更正：选址为三号点位",
        order.number,
        "个工作日",
    ):
        assert words in page
    assert "2026年11月20日" in page
    settle()


def test_work_that_is_done_can_be_refused_on_the_page():
    office = make_office()
    meeting, topic = held_meeting(office)
    assignment = assigned_work(meeting, topic, office)
    WorkOrder.objects.update(state="closed", resolved_at=MEETING_AT, closed_at=MEETING_AT + timedelta(1))
    client = staff_client(office.leader)
    assert "不认可，退回重办" in client.get(url("meeting", meeting)).content.decode()
    client.post(url("refuse", meeting, assignment), {"words": "缺少消防意见"})
    page = client.get(url("meeting", meeting)).content.decode()
    assert "缺少消防意见" in page
    assert "不认可，退回重办" not in page
    assert Assignment.objects.get().order.reopened_count == 1


def test_a_deed_that_came_too_late_says_why_and_keeps_the_words():
    office = make_office()
    meeting, _topic = held_meeting(office)
    answer = staff_client(office.officer).post(url("propose", meeting), {"title": "迟到的议题"})
    assert answer.status_code == 409
    assert "会议处于“已召开，纪要起草中”时不能“提出议题”" in answer.content.decode()
    assert "迟到的议题" in answer.content.decode()
    assert not AgendaTopic.objects.filter(title="迟到的议题").exists()


def test_a_proposal_with_personal_data_is_shown_again():
    office = make_office()
    meeting = planned_meeting(office)
    answer = staff_client(office.officer).post(
        url("propose", meeting), {"title": "投诉", "words": "电话13812345678"}
    )
    assert answer.status_code == 422
    assert "疑似含有电话" in answer.content.decode()
    assert "电话13812345678" in answer.content.decode()


def test_pages_of_another_street_are_missing_and_pages_without_permission_are_refused():
    office, other = make_office(), make_office()
    meeting = planned_meeting(office)
    topic = proposed_topic(meeting, office)
    foreign, grid_worker = staff_client(other.leader), staff_client(office.grid_worker)
    for path in (
        url("meeting", meeting),
        url("attendance", meeting),
        url("minute", meeting, topic),
        url("assign", meeting, topic),
    ):
        assert foreign.get(path).status_code == 404
        assert grid_worker.get(path).status_code == 403
    for path in (url("propose", meeting), url("close_agenda", meeting), url("publish", meeting)):
        assert foreign.post(path, {"title": "甲", "version": 1}).status_code == 404
        assert grid_worker.post(path).status_code == 403
    assert foreign.post(reverse("meetings:end", args=[meeting.series_id])).status_code == 404
    assert meeting.series.title not in foreign.get(LIST).content.decode()


def test_members_read_what_others_are_to_do_but_open_only_their_own_orders():
    office = make_office()
    meeting, topic = held_meeting(office)
    order = assigned_work(meeting, topic, office).order
    page = staff_client(office.community_worker).get(url("meeting", meeting)).content.decode()
    assert order.number in page
    assert f"/desk/orders/{order.pk}" not in page


def test_a_moved_meeting_says_so(monkeypatch):
    office = make_office()
    meeting = planned_meeting(office)
    JointMeeting.objects.update(planned_on="2026-11-10")
    page = staff_client(office.officer).get(url("meeting", meeting)).content.decode()
    assert "顺延" in page


def test_missed_months_stand_in_the_list(monkeypatch):
    office = make_office()
    meeting = planned_meeting(office)
    monkeypatch.setattr(timezone, "now", lambda: MEETING_AT + timedelta(days=16))
    client = staff_client(office.leader)
    assert "2026年11月" in client.get(LIST).content.decode()
    page = client.get(url("meeting", meeting)).content.decode()
    assert "未召开" in page
    assert url("close_agenda", meeting) not in page


def test_the_list_and_the_meeting_cost_few_statements(django_assert_max_num_queries):
    office = make_office()
    meeting, topic = held_meeting(office)
    for _ in range(3):
        assigned_work(meeting, topic, office)
    client = staff_client(office.leader)
    with django_assert_max_num_queries(12):
        client.get(LIST)
    with django_assert_max_num_queries(12):
        page = client.get(url("meeting", meeting)).content.decode()
    assert page.count("提交充电棚施工方案") == 3


def test_the_page_of_an_assigned_order_leads_to_its_meeting():
    office = make_office()
    meeting, topic = held_meeting(office)
    order = assigned_work(meeting, topic, office).order
    page = staff_client(office.officer).get(f"/desk/orders/{order.pk}/").content.decode()
    assert url("meeting", meeting) in page
    assert topic.title in page
    other = dispatched_order(office)
    assert (
        "联席会议交办" not in staff_client(office.officer).get(f"/desk/orders/{other.pk}/").content.decode()
    )


def test_a_refusal_that_comes_too_late_does_not_turn_into_a_correction():
    office = make_office()
    meeting, topic = held_meeting(office)
    assignment = assigned_work(meeting, topic, office)
    JointMeeting.objects.update(state="published", published_at=MEETING_AT)
    answer = staff_client(office.leader).post(url("refuse", meeting, assignment), {"words": "缺少消防意见"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("缺少消防意见") == 1
    assert "</textarea>" in page
    assert "缺少消防意见</textarea>" not in page


def test_what_is_typed_for_a_meeting_is_counted_by_the_kind_of_work():
    office = make_office()
    meeting, topic = held_meeting(office)
    keeper = staff_client(office.leader)
    page = keeper.get(url("minute", meeting, topic)).content.decode()
    minute = {"version": topic.version, "said": topic.title, "decided": "同意", "stamp": stamp_in(page)}
    assert keeper.post(url("minute", meeting, topic), minute).status_code == 302
    work = {"department": str(office.lighting.pk), "brief": "提交方案", "by_on": "2026-11-20",
            "matter": str(office.lamp.pk), "community": ""}  # fmt: skip
    page = keeper.get(url("assign", meeting, topic)).content.decode()
    assert keeper.post(url("assign", meeting, topic), work | {"stamp": stamp_in(page)}).status_code == 302
    spent = {
        row.process: (row.posts, row.fields_typed, row.fields_retyped) for row in BurdenDay.objects.all()
    }
    assert spent == {"meetings.write_minutes": (1, 2, 1), "meetings.assign": (1, 4, 0)}


def test_a_topic_that_is_refused_is_not_counted():
    office = make_office()
    meeting = planned_meeting(office)
    officer = staff_client(office.officer)
    stamp = stamp_in(officer.get(url("meeting", meeting)).content.decode())
    officer.post(url("propose", meeting), {"title": "", "words": "三号楼突出", "stamp": stamp})
    assert not BurdenDay.objects.exists()
    officer.post(url("propose", meeting), {"title": "楼道堆物", "words": "三号楼突出", "stamp": stamp})
    assert BurdenDay.objects.get(process="meetings.propose").fields_typed == 2


def stamp_in(page: str) -> str:
    return page.partition('name="stamp" value="')[2].partition('"')[0]
