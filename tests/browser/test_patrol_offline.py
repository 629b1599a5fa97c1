"""Patrol without a connection, in Chromium: what was written waits, is sent once, and is nobody else's."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from jiezhi.concerns.models import Callback, Concern
from jiezhi.faces.patrol.views import shell
from jiezhi.fieldwork.models import FieldReport, Visit
from jiezhi.kit.models import Look
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import pictures_of
from tests.browser.screens import PHONE, Screens
from tests.factories import Office, make_office, staff_client
from tests.factories.fieldwork import taken_visit
from tests.factories.hands import reported_order
from tests.factories.offices import Staff
from tests.inbox.test_inbox import household_order
from tests.pictures.uploads import photo_with_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "东侧一堆建筑垃圾"
LOCKED = """async () => {
  const done = (asked) => new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const database = await done(indexedDB.open("jiezhi_queue"));
  const entries = await done(database.transaction("entries").objectStore("entries").getAll());
  const read = ({ sealed, ...rest }) => JSON.stringify(rest) + new TextDecoder().decode(sealed.locked);
  return { count: entries.length, text: entries.map(read).join() };
}"""
AGE = """async (hours) => {
  const done = (asked) => new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const database = await done(indexedDB.open("jiezhi_open"));
  const things = database.transaction("things", "readwrite").objectStore("things");
  const pack = await done(things.get("pack"));
  await done(things.put({ ...pack, at: Date.now() - hours * 3600e3 }, "pack"));
  database.close();
}"""


@pytest.fixture
def office() -> Office:
    return make_office()


def begun(page: Page) -> None:
    """Wait until the page's script has begun."""
    page.locator("#field[data-is-ready=yes]").wait_for(state="attached")


def opened(page: Page, path: str) -> None:
    page.goto(path)
    begun(page)


def ready(page: Page) -> BrowserContext:
    """Open patrol once with a connection, until the telephone has kept its shell and the day."""
    opened(page, "/patrol/")
    until(page, "navigator.serviceWorker.controller")
    has_day(page)
    return page.context


def has_day(page: Page) -> None:
    """Wait until the day's tasks are kept."""
    page.locator("#field[data-has-day]").wait_for(state="attached")


def until(page: Page, holds: str) -> None:
    """Ask until something holds. Playwright's own waiting is stopped by the content policy at its second question."""
    for _ in range(150):
        if page.evaluate(f"async () => Boolean(await ({holds}))"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(holds)


def report(page: Page, office: Office, words: str = "", *, picture: bool = False) -> None:
    """Three taps: report, what and where, send."""
    page.get_by_role("link", name="上报", exact=True).click()
    begun(page)
    page.locator(".matter-tile", has_text=office.rubbish.name).click()
    page.locator("[name=estate]").select_option(label=office.estate.name)
    if picture:
        page.locator("[name=photo]").set_input_files(
            {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_with_place()}
        )
        expect(page.locator(".photo-list li")).to_have_count(1)
    page.locator("[name=words]").fill(words)
    page.locator("[data-send]").click()


def is_now(page: Page, *states: str) -> None:
    """The entries of the queue, the newest first."""
    expect(page.locator(".queue-entry")).to_have_count(len(states))
    for place, state in enumerate(states):
        expect(page.locator(".queue-entry").nth(place)).to_have_attribute("data-state", state)


def sign_in_as(phone: BrowserContext, screens: Screens, staff: Staff) -> None:
    phone.clear_cookies()
    session = staff_client(staff).cookies[settings.SESSION_COOKIE_NAME]
    screens.give(phone, settings.SESSION_COOKIE_NAME, session.value)


def test_what_was_written_without_a_connection_outlives_the_page_and_is_sent_once(
    screens: Screens, office: Office, monkeypatch: pytest.MonkeyPatch
):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    report(page, office, WORDS, picture=True)
    is_now(page, "waiting")
    expect(page.locator("[data-queue-badge]")).to_contain_text("1条待发")
    kept = page.evaluate(LOCKED)
    assert kept["count"] == 1
    assert WORDS not in kept["text"]
    assert office.estate.name not in kept["text"]

    # The server takes it, and the page dies before the answer comes.
    def taken_and_dead(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.route("**/patrol/report/", taken_and_dead)
    with page.expect_event("requestfailed", lambda asked: asked.url.endswith("/patrol/report/")):
        phone.set_offline(False)
    page.close()
    order = WorkOrder.objects.get()
    phone.unroute("**/patrol/report/")

    # The program was made new meanwhile; two pages are opened again.
    monkeypatch.setattr(shell, "shell_version", lambda: "another")
    sent: list[str] = []
    phone.on(
        "request", lambda asked: asked.method == "POST" and sent.append(asked.url.rpartition("/patrol")[2])
    )
    first, second = phone.new_page(), phone.new_page()
    first.goto("/patrol/queue/")
    second.goto("/patrol/queue/")
    for each in (first, second):
        is_now(each, "sent")
        expect(each.locator(".queue-number")).to_have_text(order.number)
    assert sent.count("/report/") == 1
    assert sent.count("/pictures/") == 0
    until(first, "caches.keys().then((names) => names.join() === 'jiezhi-patrol-another')")
    assert WorkOrder.objects.get().brief == WORDS
    assert FieldReport.objects.count() == 1
    assert len(pictures_of(order)) == 1
    assert first.evaluate(LOCKED)["count"] == 1
    first.get_by_role("button", name="从列表移除").click()
    is_now(first)
    is_now(second)


def test_nothing_is_dropped_whatever_the_server_says(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    report(page, office, "请联系13800001234")
    is_now(page, "refused")
    expect(page.locator(".queue-problem")).to_contain_text("疑似含有个人的号码")
    opened(page, "/patrol/queue/")
    problem = page.locator(".queue-problem")
    for status, state in ((403, "refused"), (409, "refused"), (500, "waiting"), (200, "waiting")):
        answering(phone, status)
        again = page.get_by_role("button", name="重新发送")
        with page.expect_response("**/patrol/report/"):
            again.click()
        is_now(page, state)
        if state == "refused":
            expect(problem).to_have_text(f"原因{status}")
        else:
            expect(page.locator("#field-notice")).to_contain_text("记录没有丢")
            phone.unroute("**/patrol/report/")
            page.get_by_role("button", name="立即发送").click()
            expect(problem).to_contain_text("疑似含有个人的号码")
        phone.unroute("**/patrol/report/")
    assert not WorkOrder.objects.exists()

    page.get_by_role("link", name="修改").click()
    begun(page)
    expect(page.locator("[name=words]")).to_have_value("请联系13800001234")
    expect(page.locator(".matter-tile", has_text=office.rubbish.name).locator("input")).to_be_checked()
    page.locator("[name=words]").fill(WORDS)
    page.locator("[data-send]").click()
    is_now(page, "sent")
    assert WorkOrder.objects.get().brief == WORDS


def answering(phone: BrowserContext, status: int) -> None:
    """Let reports be answered so; a success that is a page comes from some other network in between."""
    body = json.dumps({"type": "urn:jiezhi:problem:x", "title": f"原因{status}", "status": status})
    kind = "text/html" if status == 200 else "application/problem+json"

    def answer(route: Route) -> None:
        route.fulfill(status=status, body=body, content_type=kind)

    phone.route("**/patrol/report/", answer)


def test_a_full_telephone_says_so_and_only_a_person_throws_away(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    full = "void (IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); })"
    page.get_by_role("link", name="上报", exact=True).click()
    begun(page)
    page.evaluate(full)
    page.locator(".matter-tile", has_text=office.rubbish.name).click()
    page.locator("[name=words]").fill(WORDS)
    page.locator("[data-send]").click()
    expect(page.locator("#field-notice")).to_contain_text("手机存储空间已满")
    expect(page.locator("[name=words]")).to_have_value(WORDS)
    opened(page, "/patrol/report/")
    page.locator(".matter-tile", has_text=office.rubbish.name).click()
    page.locator("[data-send]").click()
    is_now(page, "waiting")
    page.get_by_role("button", name="删除").click()
    is_now(page, "waiting")
    page.get_by_role("button", name="再按一次，确认删除").click()
    is_now(page)


def test_another_account_on_the_same_telephone_sees_and_sends_nothing(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    report(page, office, WORDS)
    is_now(page, "waiting")
    phone.clear_cookies()
    phone.set_offline(False)
    expect(page.locator("#field-notice")).to_contain_text("您没有登录")
    page.goto("/sign-in/")
    until(page, "indexedDB.databases().then((all) => !all.some(({ name }) => name === 'jiezhi_open'))")

    sign_in_as(phone, screens, office.community_worker)
    opened(page, "/patrol/queue/")
    expect(page.locator("#field-queue")).to_have_text("没有待发的记录")
    expect(page.locator("[data-queue-badge]")).to_have_attribute("data-waiting", "0")
    assert page.evaluate(LOCKED)["count"] == 1
    assert not WorkOrder.objects.exists()

    sign_in_as(phone, screens, office.grid_worker)
    opened(page, "/patrol/queue/")
    is_now(page, "sent")
    assert WorkOrder.objects.get().brief == WORDS


def test_the_day_is_there_without_a_connection_and_gone_after_it(screens: Screens, office: Office):
    order = reported_order(office, office.rubbish, at=timezone.now() - timedelta(hours=5))
    before = taken_visit(office)
    page, watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    expect(page.locator("main")).to_contain_text(order.brief[:20])
    opened(page, "/patrol/")
    has_day(page)
    assert (
        Look.objects.filter(subject_id=before.pk).count() == 1
    )  # the doors of the day are read once in ten minutes
    assert (
        page.evaluate("async () => (await import('/static/patrol/store.js')).isWithin(Date.now() + 6e4, 9e9)")
        is False
    )
    phone.set_offline(True)
    opened(page, "/patrol/")
    tasks = page.locator("[data-tasks]")
    expect(tasks).to_contain_text(order.brief)
    expect(tasks).to_contain_text("3号楼2单元501")
    tasks.get_by_role("link", name=re.compile(order.brief)).click()
    begun(page)
    expect(page.locator("main")).to_contain_text(order.reply)
    page.locator("[name=note]").fill("还有一堆没清")
    page.get_by_role("button", name="没办好").click()
    is_now(page, "waiting")
    opened(page, "/patrol/")
    expect(tasks).not_to_contain_text(order.brief)

    tasks.get_by_role("link", name=re.compile("再次走访")).click()
    begun(page)
    expect(page.locator("[name=door]")).to_have_value("3号楼2单元501")
    page.locator("[name=seen]").fill("家里整洁")
    page.locator("[name=wish]").fill("想装扶手")
    page.locator("[name=has_agreed]").check()
    page.locator("[data-send]").click()
    is_now(page, "waiting", "waiting")
    phone.set_offline(False)
    is_now(page, "sent", "sent")
    expect(page.locator(".visit-code")).to_contain_text("请告知居民查询码")
    order.refresh_from_db()
    assert (order.state, order.entries.last().note) == (OrderState.IN_HAND, "还有一堆没清")
    before.refresh_from_db()
    assert before.followed_by == Visit.objects.exclude(pk=before.pk).get()
    assert Concern.objects.get().words == "想装扶手"

    reported_order(office, office.rubbish, at=timezone.now() - timedelta(hours=5))
    opened(page, "/patrol/")
    has_day(page)
    page.evaluate(AGE, 25)
    phone.set_offline(True)
    opened(page, "/patrol/")
    expect(page.locator("main")).to_contain_text("已超过一天，已删除")
    expect(page.locator("[data-tasks] li")).to_have_count(0)
    assert [said for said in watch.complaints if "ERR_INTERNET_DISCONNECTED" not in said] == []


def test_a_joint_visit_is_written_without_a_connection_and_a_refused_part_is_not_lost(
    screens: Screens, office: Office
):
    called = household_order(office, "楼道灯不亮")
    checked = household_order(office, "楼道堆物没人清", matter=office.rubbish)
    left = household_order(office, "楼梯间有旧家具", matter=office.rubbish)
    page, watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    opened(page, "/patrol/")
    has_day(page)
    expect(page.locator("a[data-joint]")).to_have_attribute("href", re.compile("^/patrol/joint/"))
    phone.set_offline(True)
    opened(page, "/patrol/")
    tasks = page.locator("[data-tasks]")
    tasks.locator("li").filter(has_text="合并上门").get_by_role("link").click()
    begun(page)
    expect(page.locator("main")).to_contain_text(checked.order.brief)
    expect(page.locator("main")).to_contain_text(called.number)
    check, callback, later = f"check:{checked.order_id}", f"callback:{called.pk}", f"check:{left.order_id}"
    page.locator("[name=said]").fill(WORDS)
    page.locator(f"[name='outcome_{check}'][value=done]").check()
    page.locator(f"[name='outcome_{callback}'][value=good]").check()
    page.locator(f"[name='outcome_{later}'][value=later]").check()
    page.locator("[data-send]").click()
    is_now(page, "waiting")
    assert WORDS not in page.evaluate(LOCKED)["text"]
    opened(page, "/patrol/")
    # What was left for another time is still to be done, alone and in the line of its household.
    expect(tasks.locator("li")).to_have_count(2)
    expect(tasks).to_contain_text(left.order.brief)
    expect(tasks.locator("a[href*='/joint/']")).to_have_attribute(
        "href", re.compile(f"task=check%3A{left.order_id}$")
    )
    expect(tasks).not_to_contain_text(checked.order.brief)

    # Somebody else changed the order meanwhile; the other part is taken all the same.
    WorkOrder.objects.filter(pk=checked.order_id).update(version=99)
    opened(page, "/patrol/queue/")
    phone.set_offline(False)
    is_now(page, "refused")
    expect(page.locator(".queue-problem")).to_contain_text(checked.order.number)
    heard = Callback.objects.get(concern=called)
    assert (heard.state, heard.medium, heard.words) == ("answered", "in_person", WORDS)
    page.get_by_role("link", name="修改").click()
    begun(page)
    expect(page.locator("[name=said]")).to_have_value(WORDS)
    expect(page.locator(f"[name='outcome_{check}'][value=done]")).to_be_checked()
    expect(page.locator("[name=task]")).to_have_count(2)
    page.locator("[data-send]").click()
    is_now(page, "sent")
    checked.order.refresh_from_db()
    assert checked.order.state == OrderState.AWAITING_CALLBACK
    assert page.evaluate(LOCKED)["count"] == 1
    expected = ("ERR_INTERNET_DISCONNECTED", "409")
    assert [said for said in watch.complaints if not any(word in said for word in expected)] == []
