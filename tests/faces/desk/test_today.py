import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.history import PastMessage, import_messages
from jiezhi.concerns.models import Callback, Concern
from jiezhi.concerns.permissions import IMPORT
from jiezhi.concerns.queries import find_next_to_receive, imported_to_receive
from jiezhi.core.deadlines import LimitUnit
from jiezhi.faces.desk.homes import home_of
from jiezhi.faces.desk.words import waiting_words
from jiezhi.kit.actor import system_job
from jiezhi.organisation.choices import DayKind
from jiezhi.organisation.models import CalendarDay, PostHolding
from jiezhi.workorders.actions import accept_order, ask_extension, send_back_order
from jiezhi.workorders.choices import OrderState, SendBackReason
from jiezhi.workorders.models import WorkOrder
from tests.faces.desk.steps import PHONE, dispatcher, resolved_concern, suggested_concern
from tests.faces.desk.test_confirming import statements
from tests.factories import (
    dispatched_order,
    make_community,
    make_department,
    make_entry,
    make_matter,
    make_office,
    staff_client,
    submitted_concern,
)
from tests.factories.above import superior_order
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db


def busy_office():
    office = make_office()
    resolved_concern(office)
    suggested_concern(office, f"路灯不亮请打{PHONE}")
    suggested_concern(office, "楼下垃圾堆放没人清")
    officer, at = office.officer.actor, MONDAY + timedelta(hours=1)
    back = dispatched_order(office)
    send_back_order(
        order_id=back.pk,
        reason=SendBackReason.NOT_OURS,
        note="不归我们",
        seen_version=None,
        actor=officer,
        at=at,
    )
    late = dispatched_order(office)
    accept_order(order_id=late.pk, seen_version=None, actor=officer, at=at)
    ask_extension(
        order_id=late.pk, amount=2, unit=LimitUnit.WORKING_DAYS, reason="等灯杆到货", actor=officer, at=at
    )
    return office


def test_today_gathers_everything_that_waits():
    office = busy_office()
    page = dispatcher(office).get("/desk/today/")
    parts = {part.key: len(part.rows) for part in page.context["day"].parts}
    assert parts == {"to-read": 2, "asked": 0, "sent-back": 1, "answers": 0, "more-time": 1, "callbacks": 1}
    text = page.content.decode()
    assert "等灯杆到货" in text
    assert PHONE not in text
    assert "138****5678" in text


def test_today_costs_at_most_fifteen_statements():
    office = busy_office()
    client = dispatcher(office)
    with CaptureQueriesContext(connection) as queries:
        client.get("/desk/today/")
    found = statements(queries)
    assert len(found) <= 15, "\n".join(sql[:110] for sql in found)


def imported(office, count: int, *, at):
    messages = [
        PastMessage(f"{n}", "", f"往年第{n}条留言", at - timedelta(days=400 - n / 100)) for n in range(count)
    ]
    actor = system_job("x", sub_district_id=office.street.pk, permissions=frozenset({IMPORT.code}))
    import_messages(messages=messages, source="x", actor=actor, at=at)


def test_imported_messages_do_not_stand_before_what_comes_in_today():
    office, at = make_office(), timezone.now()
    imported(office, 120, at=at)
    live = suggested_concern(office, "楼下垃圾堆放没人清")
    client = dispatcher(office)
    page = client.get("/desk/today/")
    first, *_others, last = page.context["day"].parts
    assert [row.number for row in first.rows] == [live.number]
    assert page.context["day"].first.number == live.number
    assert (last.key, last.count, len(last.rows)) == ("imported", "120", 50)
    assert last.rows[0].text == "往年第119条留言"
    text = page.content.decode()
    assert "导入的未办诉求" in text
    assert 'href="?part=imported&amp;page=2"' in text
    rest = client.get("/desk/today/", {"part": "imported", "page": "3"})
    assert [row.text for row in rest.context["day"].parts[0].rows][-1] == "往年第0条留言"
    assert len(rest.context["day"].parts[0].rows) == 20
    assert "part=imported" in rest.content.decode()
    count = re.search(r'href="/desk/today/".*?</a>', text, re.DOTALL)
    assert count is not None
    assert re.findall(r"\d+", re.sub(r"<[^>]+>|href=\S+", "", count[0])) == ["1"]


def test_the_live_requests_beyond_the_first_fifty_are_reached_page_by_page():
    office = make_office()
    for n in range(52):
        submitted_concern(office, words=f"第{n}盏路灯不亮")
    client = dispatcher(office)
    page = client.get("/desk/today/")
    assert page.context["day"].parts[0].count == "52"
    assert 'href="?part=to-read&amp;page=2"' in page.content.decode()
    rest = client.get("/desk/today/", {"part": "to-read", "page": "2"})
    assert len(rest.context["day"].parts[0].rows) == 2
    assert len(client.get("/desk/today/", {"part": "asked"}).context["day"].parts) > 1


def test_after_an_imported_message_comes_the_next_older_one():
    office, at = make_office(), timezone.now()
    imported(office, 3, at=at)
    suggested_concern(office, "楼下垃圾堆放没人清")
    newest, middle, oldest = imported_to_receive(office.dispatcher.actor)
    actor = office.dispatcher.actor
    assert find_next_to_receive(actor, after=newest.pk, at=at) == middle.pk
    assert find_next_to_receive(actor, after=oldest.pk, at=at) == newest.pk


def test_a_request_that_is_found_says_where_it_stands_and_waits_only_while_it_does():
    office = make_office()
    closed = suggested_concern(office, "高龄津贴怎么办理")
    client = dispatcher(office)
    sent = {"matter": office.enquiry.pk, "reply": "请到一楼窗口", "version": closed.version}
    client.post(f"/desk/requests/{closed.pk}/answer/", sent)
    WorkOrder.objects.update(state=OrderState.CLOSED)
    suggested_concern(office, "高龄津贴没有到账")
    returned = suggested_concern(office, "高龄津贴由外区发")
    Concern.objects.filter(pk=returned.pk).update(state=ConcernState.RETURNED)
    page = client.get("/desk/today/", {"words": "高龄津贴"})
    rows = {row.text.split()[1]: row for row in page.context["day"].parts[0].rows}
    told = {words: (row.state, row.is_finished) for words, row in rows.items()}
    assert told == {
        "高龄津贴怎么办理": ("已结案", True),
        "高龄津贴没有到账": (ConcernState.SUBMITTED.label, False),
        "高龄津贴由外区发": (ConcernState.RETURNED.label, True),
    }
    text = page.content.decode()
    assert "· 已结案" in text
    assert len(re.findall(r"已等", text)) == 1


def test_the_oldest_request_comes_first():
    office = make_office()
    first = suggested_concern(office, "第一件路灯")
    suggested_concern(office, "第二件路灯")
    day = dispatcher(office).get("/desk/today/").context["day"]
    assert day.first.number == first.number


def test_a_missing_holiday_year_is_told_loudly():
    office = make_office()
    year = timezone.localdate().year
    assert str(year) in dispatcher(office).get("/desk/today/").content.decode()
    for known in (year, year + 1):
        CalendarDay.objects.create(sub_district=office.street, on=date(known, 10, 1), kind=DayKind.HOLIDAY)
    assert dispatcher(office).get("/desk/today/").context["day"].missing_years == ()


def test_faults_of_the_list_are_named_with_their_places():
    office = make_office()
    make_community(office.street, "东湖社区", west=121.0)
    other = make_department(office.street, "另一个部门")
    unheard = make_matter(office.street, "没人管的事")
    make_entry(office.lamp, other)
    only_here = make_matter(office.street, "只有一处有人管")
    make_entry(only_here, other, community=office.community)
    page = dispatcher(office).get("/desk/lists/faults/")
    found = {fault.matter.name: fault for fault in page.context["faults"]}
    assert set(found) == {unheard.name, office.lamp.name, only_here.name}
    assert found[office.lamp.name].is_tie
    assert {lead.name for lead in found[office.lamp.name].leads} == {office.lighting.name, other.name}
    assert [place.name for place in found[only_here.name].communities] == ["东湖社区"]
    assert "东湖社区" in page.content.decode()
    assert dispatcher(office).get("/desk/today/").context["day"].fault_count == 3


def test_a_line_of_the_wider_matter_is_no_gap():
    office = make_office()
    wide = make_matter(office.street, "市容")
    make_entry(wide, office.lighting)
    narrow = make_matter(office.street, "小广告")
    narrow.parent = wide
    narrow.save()
    page = dispatcher(office).get("/desk/lists/faults/")
    assert page.context["faults"] == []


@pytest.mark.parametrize("url", ["/desk/requests/new/", "/desk/callbacks/", "/desk/lists/faults/"])
def test_pages_of_the_dispatcher_are_refused_to_others_with_the_reason(url):
    office = make_office()
    refused = staff_client(office.officer).get(url)
    assert refused.status_code == 403
    assert office.officer.actor.label in refused.content.decode()
    assert Client().get(url)["Location"] == f"/sign-in/?next={url}"
    assert Client().get(url, headers={"HX-Request": "true"})["HX-Redirect"] == "/sign-in/"


def test_each_post_begins_where_its_work_is():
    office = make_office()
    assert home_of(office.dispatcher.actor) == "desk:today"
    assert home_of(office.officer.actor) == "desk:today"
    assert home_of(office.grid_worker.actor) == "patrol:today"
    assert home_of(office.leader.actor) == "wall:wall"
    assert dispatcher(office).get("/desk/")["Location"] == "/desk/today/"
    assert staff_client(office.officer).get("/desk/")["Location"] == "/desk/today/"
    assert Client().get("/desk/")["Location"].startswith("/sign-in/")


def test_a_post_that_ended_opens_nothing():
    office = make_office()
    PostHolding.objects.filter(user=office.dispatcher.user).update(until_on=timezone.localdate())
    assert dispatcher(office).get("/desk/today/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "just now"), (1, "waiting 1 minute"), (59, "waiting 59 minutes"), (60, "waiting 1 hour"),
     (47 * 60, "waiting 47 hours"), (48 * 60, "waiting 2 days"), (-5, "just now")],
)  # fmt: skip
def test_waiting_is_said_in_words(minutes, words, settings):
    from django.utils.translation import override

    with override("en"):
        assert waiting_words(MONDAY, MONDAY + timedelta(minutes=minutes)) == words


@pytest.mark.parametrize("count", [49, 50, 53])
def test_a_long_part_is_counted_as_the_navigation_counts_it(count: int):
    office = make_office()
    first = resolved_concern(office)
    for _ in range(count):
        submitted_concern(office)
    callback = first.callbacks.get()
    Callback.objects.bulk_create(
        Callback(
            sub_district_id=office.street.pk, concern=concern, round=1, state=callback.state, since_at=MONDAY
        )
        for concern in Concern.objects.filter(state=ConcernState.SUBMITTED)
    )
    client = dispatcher(office)
    today = client.get("/desk/today/")
    shown = {part.key: (part.count, len(part.rows)) for part in today.context["day"].parts}
    assert shown["to-read"] == (str(count), min(count, 50))
    assert shown["callbacks"] == (str(count + 1), min(count + 1, 50))
    text = today.content.decode()
    assert "50+" not in text
    for url, number in (("/desk/today/", count), ("/desk/callbacks/", count + 1)):
        link = re.search(rf'<a[^>]*href="{url}".*?</a>', text, re.DOTALL)
        assert link is not None
        assert f">{number}<" in link[0]
    waiting = Concern.objects.filter(state=ConcernState.SUBMITTED).first()
    page = client.get(f"/desk/requests/{waiting.pk}/")
    assert page.context["queue_count"] == str(count)
    pages = [client.get("/desk/callbacks/", {"page": number}) for number in (1, 2, 3)]
    assert len(pages[0].context["waiting"]) == min(count + 1, 50)
    listed = {callback.pk for page in pages for callback in page.context["waiting"]}
    assert listed == set(Callback.objects.values_list("pk", flat=True))
    if count > 50:
        assert f"共 {count + 1} 条" in pages[0].content.decode()
        assert 'rel="next"' in pages[0].content.decode()
        assert "没有第“3”页" in pages[2].content.decode()


def test_the_next_one_is_the_first_of_the_list() -> None:
    office = make_office()
    first, second = (submitted_concern(office, words).concern for words in ("路灯不亮", "路灯还是不亮"))
    late = superior_order(office, their_due_at=MONDAY + timedelta(days=1)).concern
    actor = office.dispatcher.actor
    assert find_next_to_receive(actor, after=first.pk, at=MONDAY) == second.pk
    assert find_next_to_receive(actor, after=first.pk, at=MONDAY + timedelta(days=3)) == late.pk
