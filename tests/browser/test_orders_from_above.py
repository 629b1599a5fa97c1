"""The orders from above on a telephone: both clocks and the return window lie within the screen."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from jiezhi.concerns.actions import join_concern
from tests.browser.screens import PHONE, WIDE, Screens
from tests.browser.test_the_main_story import sign_in
from tests.factories import dispatched_order, make_office, settle
from tests.factories.above import superior_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_both_clocks_and_the_return_window_are_seen_at_once(screens: Screens, size: tuple[int, int]):
    office, at = make_office(), timezone.now()
    superior = superior_order(office, at=at, number="RX1")
    order = dispatched_order(office, at=at)
    join_concern(
        concern_id=superior.concern_id, order_id=order.pk, seen_version=None, actor=office.dispatcher.actor, at=at
    )  # fmt: skip
    settle()
    page, watch = screens.window(size)
    sign_in(page, office, office.dispatcher)
    page.goto("/desk/above/")
    row = page.locator(".above tbody tr")
    expect(row).to_have_count(1)
    clocks = row.locator(".above-clock")
    for cell, said in zip(clocks.all(), ("剩余", "剩余", "已在办理，不再退回"), strict=True):
        expect(cell).to_contain_text(said)
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
    labels = clocks.evaluate_all("cells => cells.map(cell => getComputedStyle(cell, '::before').content)")
    assert labels == (['"上级时限"', '"街道时限"', '"退单时限"'] if size == PHONE else ["none"] * 3)
    assert watch.complaints == []
