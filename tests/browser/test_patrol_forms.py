"""The forms of patrol on a telephone, in Chromium: nothing is chosen for somebody, and nothing lacking is queued."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from jiezhi.concerns.models import Concern
from jiezhi.fieldwork.actions import take_visit
from jiezhi.fieldwork.models import Visit
from jiezhi.organisation.models import PostHolding
from jiezhi.project.demo.roles import GRID_WORKER
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from tests.browser.screens import PHONE, Screens
from tests.browser.test_patrol_offline import begun, has_day, is_now, opened, ready
from tests.factories import Office, make_community, make_office
from tests.factories.fieldwork import taken_visit, visit_draft
from tests.factories.hands import reported_order
from tests.factories.offices import make_staff
from tests.factories.organisation import make_department
from tests.factories.places import make_estate
from tests.factories.workorders import MONDAY
from tests.inbox.test_inbox import PHONE as NUMBER
from tests.inbox.test_inbox import household_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AGREE = "居民同意才能代为提交：请先问清楚，再勾选。"
DAY = "请填写下次走访的日期。"
LEFT = "请写明还有什么没有办好，承办部门会看到。"
MATTER = "请选择事项。"


@pytest.fixture
def office() -> Office:
    return make_office()


def send(page: Page) -> None:
    page.locator("[data-send]").click()


def beside(page: Page, name: str) -> Locator:
    """What is said beside a field."""
    return page.locator(".field", has=page.locator(f"[name='{name}']")).locator(".field-error")


def test_a_place_that_nobody_chose_is_none_and_the_last_one_is_remembered(screens: Screens, office: Office):
    later = make_estate(office.community, "晚枫苑")
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    for path in ("/patrol/report/", "/patrol/visits/new/"):
        opened(page, path)
        place = page.locator("[name=estate]")
        expect(place.locator("option").first).to_have_text("选择小区")
        expect(place).to_have_value("")
        expect(place.locator("optgroup option")).to_have_count(2)
    opened(page, "/patrol/report/")
    page.locator(".matter-tile", has_text=office.rubbish.name).click()
    page.locator("[name=words]").fill("没有说在哪个小区")
    send(page)
    is_now(page, "waiting")
    opened(page, "/patrol/report/")
    page.locator(".matter-tile", has_text=office.lamp.name).click()
    page.locator("[name=estate]").select_option(label=later.name)
    send(page)
    is_now(page, "waiting", "waiting")
    for path in ("/patrol/report/", "/patrol/visits/new/"):
        opened(page, path)
        expect(page.locator("[name=estate]")).to_have_value(str(later.pk))
    opened(page, "/patrol/queue/")
    phone.set_offline(False)
    is_now(page, "sent", "sent")
    assert WorkOrder.objects.get(brief="没有说在哪个小区").estate is None
    assert WorkOrder.objects.get(matter=office.lamp).estate == later


def test_a_report_without_matter_or_place_is_not_queued(screens: Screens, office: Office):
    """Whoever walks in two communities is asked for the place, as the server asks."""
    actor, second = office.grid_worker, make_community(office.street)
    estate = make_estate(second, "晚枫苑")
    committee = make_department(office.street, "晚枫社区居委会", community=second)
    post = PostHolding.objects.get(user=make_staff(committee, GRID_WORKER).user).post
    PostHolding.objects.create(
        sub_district=office.street, post=post, user=actor.user, since_on=date(2020, 1, 1)
    )
    page, _watch = screens.window(PHONE, staff=actor)
    phone = ready(page)
    phone.set_offline(True)
    opened(page, "/patrol/report/")
    page.locator("[name=words]").fill("堆了三袋")
    send(page)
    matter = page.locator("#id_matter")
    expect(matter.locator(".field-error")).to_have_text(MATTER)
    expect(beside(page, "estate")).to_have_text("请说明地点：选择小区，或使用当前位置。")
    expect(matter.locator("input").first).to_be_focused()
    expect(matter).to_have_attribute("aria-describedby", "needed_matter")
    assert "1条" not in page.locator("[data-queue-badge]").inner_text()
    page.locator(".matter-tile", has_text=office.rubbish.name).click()
    expect(matter.locator(".field-error")).to_have_count(0)
    expect(matter).not_to_have_attribute("aria-describedby", re.compile("."))
    expect(beside(page, "estate")).to_have_count(1)
    page.locator("[name=estate]").select_option(label=estate.name)
    expect(page.locator(".field-error")).to_have_count(0)
    send(page)
    is_now(page, "waiting")
    phone.set_offline(False)
    is_now(page, "sent")
    assert (WorkOrder.objects.get().estate, WorkOrder.objects.get().brief) == (estate, "堆了三袋")


def test_a_matter_from_the_list_is_enough(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    ready(page)
    opened(page, "/patrol/report/")
    send(page)
    expect(page.locator("#id_matter .field-error")).to_have_text(MATTER)
    assert not WorkOrder.objects.exists()
    page.evaluate(
        "(id) => document.querySelector('[name=other_matter]').append(new Option('另一项', id))",
        str(office.lamp.pk),
    )
    page.locator("[name=other_matter]").select_option(str(office.lamp.pk))
    expect(page.locator(".field-error")).to_have_count(0)
    send(page)
    is_now(page, "sent")
    assert WorkOrder.objects.get().matter == office.lamp


def test_a_visit_lacks_no_consent_and_no_day(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    opened(page, "/patrol/visits/new/")
    page.locator("[name=estate]").select_option(label=office.estate.name)
    page.locator("[name=seen]").fill("家里整洁")
    page.locator("[name=wish]").fill("想装扶手")
    page.locator("[name=next_step][value=again]").check()
    send(page)
    expect(beside(page, "has_agreed")).to_have_text(AGREE)
    expect(beside(page, "next_on")).to_have_text(DAY)
    expect(page.locator("[name=has_agreed]")).to_be_focused()
    page.locator("[name=has_agreed]").check()
    expect(page.locator(".field-error")).to_have_count(1)
    page.locator("[name=next_on]").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    expect(page.locator(".field-error")).to_have_count(0)
    send(page)
    is_now(page, "waiting")
    phone.set_offline(False)
    is_now(page, "sent")
    assert Concern.objects.get().words == "想装扶手"
    assert Visit.objects.get().next_on == timezone.localdate() + timedelta(days=7)


def test_a_check_that_finds_it_not_done_says_what_is_left(screens: Screens, office: Office):
    order = reported_order(office, office.rubbish, at=timezone.now() - timedelta(hours=5))
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    opened(page, f"/patrol/checks/{order.pk}/")
    page.get_by_role("button", name="没办好").click()
    expect(beside(page, "note")).to_have_text(LEFT)
    expect(page.locator("[name=note]")).to_be_focused()
    expect(page.locator("[name=note]")).to_have_attribute("aria-describedby", re.compile("needed_note$"))
    page.locator("[name=note]").fill("还有一堆")
    expect(beside(page, "note")).to_have_count(0)
    page.get_by_role("button", name="没办好").click()
    is_now(page, "waiting")
    phone.set_offline(False)
    is_now(page, "sent")
    order.refresh_from_db()
    assert (order.state, order.entries.last().note) == (OrderState.IN_HAND, "还有一堆")


def test_a_part_of_a_joint_visit_is_asked_the_same_unless_it_is_left(screens: Screens, office: Office):
    called = household_order(office, "楼道灯不亮")
    draft = visit_draft(office, wish="想装扶手", has_agreed=True, phone=NUMBER)
    due = Visit.objects.get(pk=take_visit(draft=draft, actor=office.grid_worker.actor, at=MONDAY).id)
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    opened(page, "/patrol/")
    page.locator("[data-tasks] a[href*='/joint/']").click()
    begun(page)
    callback, part = f"callback:{called.pk}", f"due:{due.pk}"
    page.locator("[name=said]").fill("灯亮了")
    page.locator(f"[name='outcome_{callback}'][value=good]").check()
    page.locator(f"[name='outcome_{part}'][value=met]").check()
    page.locator(f"[name='wish_{part}']").fill("想修门铃")
    page.locator(f"[name='next_step_{part}'][value=again]").check()
    send(page)
    expect(beside(page, f"has_agreed_{part}")).to_have_text(AGREE)
    expect(beside(page, f"next_on_{part}")).to_have_text(DAY)
    expect(page.locator(".field-error")).to_have_count(2)
    page.locator(f"[name='outcome_{part}'][value=later]").check()
    expect(page.locator(".field-error")).to_have_count(0)
    page.locator(f"[name='outcome_{part}'][value=met]").check()
    page.locator(f"[name='has_agreed_{part}']").check()
    page.locator(f"[name='next_step_{part}'][value=nothing]").check()
    send(page)
    is_now(page, "waiting")
    phone.set_offline(False)
    is_now(page, "sent")
    due.refresh_from_db()
    assert due.followed_by is not None
    assert (due.followed_by.concern.words, due.followed_by.next_on) == ("想修门铃", None)


def test_who_visits_and_checks_nothing_begins_with_their_visits(screens: Screens, office: Office):
    before = taken_visit(office)
    reported_order(office, office.rubbish, at=timezone.now() - timedelta(hours=5))
    page, watch = screens.window(PHONE, staff=office.community_worker)
    phone = ready(page)
    expect(page).to_have_url(re.compile("/patrol/visits/due/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("到期的走访")
    expect(page.locator("main")).to_contain_text(office.estate.name)
    expect(page.locator(".patrol-foot [aria-current]")).to_have_text("到期的走访")
    opened(page, "/patrol/")
    has_day(page)
    phone.set_offline(True)
    for path in ("/patrol/", "/patrol/visits/due/"):
        opened(page, path)
        expect(page.locator("[data-tasks] li")).to_have_count(1)
        expect(page.locator("[data-tasks]")).to_contain_text("3号楼2单元501")
        expect(page.locator(".patrol-foot [aria-current]")).to_have_text("今日")
    page.locator("[data-tasks]").get_by_role("link", name=re.compile("再次走访")).click()
    begun(page)
    page.locator("[name=seen]").fill("家里整洁")
    send(page)
    is_now(page, "waiting")
    phone.set_offline(False)
    is_now(page, "sent")
    before.refresh_from_db()
    assert before.followed_by == Visit.objects.exclude(pk=before.pk).get()
    assert [said for said in watch.complaints if "ERR_INTERNET_DISCONNECTED" not in said] == []
