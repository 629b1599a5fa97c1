"""The map of orders in Chromium: it draws every mark, a click opens the order's card, and the card leads on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from jiezhi.workorders.models import WorkOrder
from tests.browser.screens import PHONE, WIDE, Screens
from tests.browser.test_the_main_story import sign_in
from tests.factories import dispatched_order, make_office, settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAP = "/desk/orders/map/"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_click_on_a_mark_opens_the_cards_of_its_orders(screens: Screens, size: tuple[int, int]):
    office = make_office()
    at = timezone.now()
    orders = [dispatched_order(office, at=at - timedelta(days=days)) for days in (0, 40)]
    # The middle of the community, which is the middle of the map.
    ring = office.community.border["coordinates"][0]
    middle = [(min(axis) + max(axis)) / 2 for axis in zip(*ring, strict=True)]
    WorkOrder.objects.update(lon=middle[0], lat=middle[1])
    settle()
    page, watch = screens.window(size)
    sign_in(page, office, office.officer)
    page.goto(f"{MAP}?state=dispatched")
    expect(page.locator("#orders-map[data-is-ready=yes]")).to_be_attached(timeout=30_000)
    expect(page.locator("[data-drawing]")).to_be_hidden()
    page.locator(".orders-canvas canvas").click()
    card = page.locator(".orders-here")
    expect(card).to_contain_text("此处共2件工单")
    expect(card.locator("li").first).to_contain_text("已超时")
    expect(card.locator("li").first).to_contain_text(orders[1].number)
    assert watch.complaints == []
    card.get_by_role("link", name=orders[1].number).click()
    expect(page).to_have_url(f"{page.url.partition('/desk')[0]}/desk/orders/{orders[1].pk}/")


def test_where_the_library_is_missing_the_drawing_stays(screens: Screens):
    office = make_office()
    dispatched_order(office)
    page, _watch = screens.window(WIDE)
    sign_in(page, office, office.officer)
    page.route("**/maplibre-gl*.mjs", lambda route: route.abort())
    with page.expect_console_message(lambda said: "drawn map stays" in said.text):
        page.goto(MAP)
    expect(page.locator("[data-drawing] use")).to_have_count(1)
    expect(page.locator("[data-canvas]")).to_be_hidden()
    expect(page.locator(".orders-areas")).to_contain_text(office.community.name)
