"""Patrol without a connection, in Chromium: what was written waits, is sent once, and is nobody else's."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from jiezhi.fieldwork.models import FieldReport
from jiezhi.workorders.models import WorkOrder
from tests.browser.screens import PHONE, Screens
from tests.factories import Office, make_office
from tests.pictures.uploads import photo_with_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office() -> Office:
    return make_office()


def opened(page: Page, path: str) -> None:
    """Open a page of patrol, and wait until its script has begun."""
    page.goto(path)
    begun(page)


def begun(page: Page) -> None:
    expect(page.locator("#field[data-is-ready=yes]")).to_be_attached()


def ready(page: Page) -> BrowserContext:
    """Open patrol once with a connection, until the telephone has kept its shell and the day."""
    opened(page, "/patrol/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.wait_for_function("navigator.serviceWorker.controller")
    return page.context


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
    if words:
        page.locator("[name=words]").fill(words)
    page.locator("[data-send]").click()


def test_a_report_without_a_connection_is_sent_once_when_there_is_one(screens: Screens, office: Office):
    page, _watch = screens.window(PHONE, staff=office.grid_worker)
    phone = ready(page)
    phone.set_offline(True)
    report(page, office, "东侧一堆建筑垃圾", picture=True)
    expect(page.locator(".queue-entry")).to_have_attribute("data-state", "waiting")
    expect(page.locator("[data-queue-badge]")).to_contain_text("1")
    assert not WorkOrder.objects.exists()
    phone.set_offline(False)
    expect(page.locator(".queue-entry")).to_have_attribute("data-state", "sent")
    order = WorkOrder.objects.get()
    expect(page.locator(".queue-number")).to_have_text(order.number)
    assert order.brief == "东侧一堆建筑垃圾"
    assert FieldReport.objects.get().order == order
