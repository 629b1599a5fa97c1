"""What waits on a telephone for patrol, in Chromium: in whose name it goes, and that one entry holds up no other."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from jiezhi.fieldwork.models import FieldReport
from jiezhi.workorders.models import WorkOrder
from tests.browser.screens import PHONE, Screens
from tests.browser.test_patrol_offline import (
    LOCKED,
    WORDS,
    begun,
    is_now,
    opened,
    ready,
    report,
    sign_in_as,
    until,
)
from tests.factories import Office, make_office
from tests.factories.fieldwork import reported_from_patrol
from tests.pictures.uploads import photo_with_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SPOIL = """async () => {
  const done = (asked) => new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const database = await done(indexedDB.open("jiezhi_queue"));
  const pictures = database.transaction("pictures", "readwrite").objectStore("pictures");
  for (const row of await done(pictures.getAll())) {
    await done(pictures.put({ ...row, sealed: { ...row.sealed, iv: new Uint8Array(12) } }));
  }
  database.close();
}"""


@pytest.fixture
def office() -> Office:
    return make_office()


def briefs() -> list[str]:
    return sorted(WorkOrder.objects.values_list("brief", flat=True))


def begin_report(page: Page, office: Office, words: str) -> None:
    opened(page, "/patrol/report/")
    page.locator(".matter-tile", has_text=office.rubbish.name).click()
    page.locator("[name=words]").fill(words)


def test_what_is_on_a_page_goes_in_the_name_of_its_account_alone(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    begin_report(page, office, WORDS)
    # The sign-in ends while somebody writes: an answer to another entry, or another page, finds it out.
    phone.clear_cookies()
    other = phone.new_page()
    other.goto("/sign-in/")
    until(other, "indexedDB.databases().then((all) => !all.some(({ name }) => name === 'jiezhi_open'))")
    page.locator("[data-send]").click()
    expect(page.locator("#field-notice")).to_contain_text("您没有登录")
    assert page.evaluate(LOCKED)["count"] == 1

    # Now two are written on one telephone: the page of the first sends nothing in the name of the second.
    sign_in_as(phone, screens, office.grid_worker)
    opened(page, "/patrol/queue/")
    is_now(page, "sent")
    begin_report(page, office, "另一件事")
    sign_in_as(phone, screens, office.community_worker)
    opened(other, "/patrol/report/")
    until(other, "document.querySelector('#field').dataset.hasDay")
    page.locator("[data-send]").click()
    expect(page.locator("#field-notice")).to_contain_text("另一个账号")
    expect(page.locator("[name=words]")).to_have_value("另一件事")
    assert page.evaluate(LOCKED)["count"] == 1
    assert briefs() == [WORDS]
    assert FieldReport.objects.get().reported_by == office.grid_worker.actor.label


def test_an_entry_that_cannot_go_holds_up_no_other(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    for words, picture in (("甲", False), ("乙", False), ("丙", True), ("丁", False)):
        report(page, office, words, picture=picture)
        expect(page.locator(".queue-entry").first).to_have_attribute("data-state", "waiting")
    page.evaluate(SPOIL)

    def answer(route: Route) -> None:
        words = route.request.post_data or ""
        if "甲" in words:
            route.fulfill(status=413, body="<html>Request Entity Too Large</html>", content_type="text/html")
        elif "乙" in words:
            route.fulfill(status=500, body="<html>Server Error</html>", content_type="text/html")
        else:
            route.continue_()

    phone.route("**/patrol/report/", answer)
    phone.set_offline(False)
    is_now(page, "sent", "refused", "waiting", "refused")
    assert briefs() == ["丁"]
    opened(page, "/patrol/queue/")
    # Each press is a try, until there were enough of them.
    press = "document.querySelector('[data-send-all]').click()"
    until(page, f"({press}, document.querySelectorAll('.queue-refused').length === 3)")
    is_now(page, "sent", "refused", "refused", "refused")
    problems = page.locator(".queue-problem")
    expect(problems.nth(0)).to_contain_text("照片在这部手机上打不开")
    expect(problems.nth(1)).to_contain_text("多次处理失败（500）")
    expect(problems.nth(2)).to_contain_text("内容过大")

    phone.unroute("**/patrol/report/")
    page.locator(".queue-entry").nth(1).get_by_role("link", name="修改").click()
    begun(page)
    expect(page.locator("[name=words]")).to_have_value("丙")
    page.locator("[data-send]").click()
    is_now(page, "sent", "sent", "refused", "refused")
    page.get_by_role("button", name="重新发送").first.click()
    is_now(page, "sent", "sent", "sent", "refused")
    assert briefs() == sorted(["乙", "丙", "丁"])


def test_what_is_under_the_pen_is_not_sent_and_what_was_sent_is_told(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    report(page, office, "旧的说法")
    is_now(page, "waiting")
    mend(page)
    page.locator("[name=words]").fill("改过的说法")
    other = phone.new_page()
    phone.set_offline(False)
    opened(other, "/patrol/queue/")
    until(other, "['done', 'later'].includes(document.querySelector('#field').dataset.lastOutcome)")
    is_now(other, "waiting")
    assert briefs() == []
    other.close()
    page.bring_to_front()
    page.locator("[data-send]").click()
    is_now(page, "sent")
    assert briefs() == ["改过的说法"]

    # The answer is lost, and what was taken is changed: the change goes as a record of its own.
    def taken_and_dead(route: Route) -> None:
        route.fetch()
        route.abort()

    begin_report(page, office, "第二件")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_with_place()}
    page.locator("[name=photo]").set_input_files(photo)
    expect(page.locator(".photo-list li")).to_have_count(1)
    phone.route("**/patrol/report/", taken_and_dead)
    page.locator("[data-send]").click()
    with page.expect_event("requestfailed", lambda asked: asked.url.endswith("/patrol/report/")):
        another(page)
    is_now(page, "waiting", "sent")
    phone.set_offline(True)
    phone.unroute("**/patrol/report/")
    mend(page)
    page.locator("[name=words]").fill("第二件，还有三袋")
    phone.set_offline(False)
    page.locator("[data-send]").click()
    is_now(page, "refused", "sent")
    expect(page.get_by_role("button", name="重新发送")).to_have_count(0)
    number = WorkOrder.objects.get(brief="第二件").number
    mend(page)
    page.locator("[data-send]").click()
    is_now(page, "sent", "sent")
    expect(page.locator(".queue-entry").first).to_contain_text(f"修改前的内容已被收到（{number}）")
    assert briefs() == sorted(["改过的说法", "第二件", "第二件，还有三袋"])


def test_what_is_open_in_the_place_is_shown_before_anything_is_sent_and_is_joined_by_a_press(
    screens: Screens, office: Office
):
    first = reported_from_patrol(office, at=timezone.now(), words="垃圾桶满了")
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    ready(page)
    report(page, office, "桶边又多了三袋")
    known = page.locator("[data-known]")
    expect(known).to_contain_text("垃圾桶满了")
    assert briefs() == ["垃圾桶满了"]
    known.get_by_role("button", name="就是这个，并入").click()
    is_now(page, "sent")
    assert WorkOrder.objects.get(brief="桶边又多了三袋").merged_into == first


def another(page: Page) -> None:
    """What is open already in the same place is shown, and is another thing."""
    page.locator("[data-known] [value=no]").click()


def mend(page: Page) -> None:
    opened(page, "/patrol/queue/")
    page.get_by_role("link", name="修改").click()
    begun(page)
    page.locator("form[data-is-taken]").wait_for()


def test_a_form_without_a_key_goes_by_the_browser_or_waits_with_its_words(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = page.context
    phone.route("**/patrol/who/", lambda route: route.abort())
    begin_report(page, office, WORDS)
    expect(page.locator("#field-notice")).to_contain_text("暂时不能存放")
    page.locator("[data-send]").click()
    expect(page.locator("body")).to_contain_text("已上报")
    assert briefs() == [WORDS]

    begin_report(page, office, "没有网络时写的")
    phone.set_offline(True)
    page.locator("[data-send]").click()
    expect(page.locator("[name=words]")).to_have_value("没有网络时写的")
    phone.unroute("**/patrol/who/")
    phone.set_offline(False)
    another(page)
    is_now(page, "sent")
    assert briefs() == sorted([WORDS, "没有网络时写的"])
