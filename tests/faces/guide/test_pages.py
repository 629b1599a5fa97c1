"""The guides inside the product."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from jiezhi.faces.guide.pages import GUIDES, png_size
from tests.factories import make_office, staff_client

pytestmark = pytest.mark.django_db


def said(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize(("language", "link"), [("zh-hans", "全部指南"), ("en", "All guides")])
def test_every_guide_is_shown_with_its_pictures(name: str, language: str, link: str):
    make_office()
    page = said(Client(headers={"accept-language": language}).get(f"/help/{name}/"))
    assert link in page
    sources = re.findall(r'<img[^>]+src="/static/([^"]+)"[^>]+width="(\d+)" height="(\d+)"', page)
    assert sources
    for source, width, height in sources:
        found = finders.find(source)
        assert found, source
        assert png_size(Path(found)) == (int(width), int(height))


def test_the_front_page_leads_to_the_guides_within_the_product():
    make_office()
    page = said(Client().get("/help/"))
    assert {f"/help/{name}/" for name in GUIDES} <= set(re.findall(r'href="([^"]+)"', page))
    assert ".md" not in page


def test_whoever_is_at_work_keeps_the_navigation_beside_the_guide():
    office = make_office()
    for_staff = said(staff_client(office.dispatcher).get("/help/dispatcher/"))
    assert 'href="/desk/today/"' in for_staff
    assert re.search(r'<a href="/help/" aria-current="page">\s*<span>帮助</span>', for_staff)
    assert 'href="/desk/today/"' not in said(Client().get("/help/dispatcher/"))


def test_residents_and_grid_workers_find_the_help_on_their_pages():
    office = make_office()
    assert 'href="/help/resident/"' in said(Client().get(f"/s/{office.street.slug}/"))
    assert 'href="/help/"' in said(staff_client(office.grid_worker).get("/patrol/"))


@pytest.mark.parametrize("name", ["nobody", "README", "..", "dispatcher.md", "zh"])
def test_nothing_else_of_the_folder_is_shown(name: str):
    make_office()
    assert Client().get(f"/help/{name}/").status_code == 404


def test_an_installation_without_guides_says_that_the_page_is_not_there(settings, tmp_path):
    make_office()
    settings.GUIDE_FOLDER = tmp_path
    assert Client().get("/help/").status_code == 404


def test_a_picture_that_was_left_out_is_told_in_words(settings, tmp_path):
    make_office()
    settings.GUIDE_FOLDER = tmp_path
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "README.md").write_text(
        "# T\n\n![一盏灯](../pictures/zh/gone.png)\n", encoding="utf-8"
    )
    page = said(Client().get("/help/"))
    assert "<p>一盏灯</p>" in page
    assert "gone.png" not in page


def test_what_a_guide_says_becomes_no_markup(settings, tmp_path):
    make_office()
    settings.GUIDE_FOLDER = tmp_path
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "README.md").write_text(
        "# <i>T</i>\n\n<script>x</script> [a](javascript:x) `<b>`\n", encoding="utf-8"
    )
    page = Client().get("/help/").content.decode()
    assert "<i>T" not in page
    assert "<script>x" not in page
    assert "javascript:" not in page
    assert "<b>" not in page
