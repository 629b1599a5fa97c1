"""The wall in Chromium: its tabs stay whole where the screen is narrow."""

import pytest

from tests.browser.screens import PHONE, WIDE, Screens
from tests.browser.test_the_main_story import sign_in
from tests.factories import make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINES = """tab => { const range = document.createRange(); range.selectNodeContents(tab);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size }"""


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_tab_breaks_into_two_lines_and_the_page_is_no_wider_than_the_screen(
    screens: Screens, size: tuple[int, int]
):
    office = make_office()
    page, _watch = screens.window(size)
    sign_in(page, office, office.leader)
    page.goto("/wall/?month=2026-01")
    tabs = page.locator(".periods a, .wall-bar .bar-button")
    assert tabs.count() == 8
    assert {tab.evaluate(LINES) for tab in tabs.all()} == {1}
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
