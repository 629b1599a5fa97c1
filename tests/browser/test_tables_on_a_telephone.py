"""Tables of figures on a telephone: every column is seen without scrolling sideways, with its name beside it."""

import pytest
from django.utils import timezone

from jiezhi.supervision.actions import put_mark
from jiezhi.supervision.choices import MarkKinds
from tests.browser.pages import PAGES, make_world, reader_of, url_of
from tests.browser.screens import PHONE, WIDE, Screens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STACKED = (
    "supervision:marks",
    "desk:returns",
    "desk:hot",
    "desk:hot_issue",
    "assessment:scores",
    "assessment:card",
    "assessment:above_count",
    "chains:chain",
    "property:vote",
    "property:list",
    "property:duties",
)
CELLS = """() => [...document.querySelectorAll(".table tbody tr > *")].filter(cell => cell.matches(":not(:empty)")).map(
  cell => {
    const box = cell.getBoundingClientRect(), name = getComputedStyle(cell, "::before").content
    return {right: box.right, left: box.left, text: cell.innerText.trim(), name: name}
  })"""


def test_every_column_is_seen_on_a_telephone_and_says_what_it_is(screens: Screens):
    world = make_world()
    actor = world.office.leader.actor
    put_mark(
        kind=MarkKinds.RED_CARD, order_id=world.in_hand.pk, note="久拖未办", actor=actor, at=timezone.now()
    )
    for name in STACKED:
        reader, url = reader_of(world, PAGES[name]), url_of(world, name)
        wide, _ = screens.window(WIDE, staff=reader)
        wide.goto(url)
        heads = wide.locator(".table thead th").all_inner_texts()
        assert heads, name
        assert all(cell["name"] == "none" for cell in wide.evaluate(CELLS)), name
        phone, _ = screens.window(PHONE, staff=reader)
        phone.goto(url)
        cells = phone.evaluate(CELLS)
        assert cells, name
        assert all(cell["left"] >= 0 and cell["right"] <= PHONE[0] for cell in cells), (name, cells)
        assert not phone.locator(".table thead").first.is_visible(), name
        if name != "chains:chain":
            named = {cell["name"].strip('"') for cell in cells} - {"none"}
            assert named <= set(heads), name
            assert len(named) >= 3, name
