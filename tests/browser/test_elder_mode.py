"""Elder mode and the language: what is read aloud, when it falls silent, and that nothing typed is lost."""

import pytest

from tests.browser.pages import make_world, url_of
from tests.browser.screens import PHONE, Screens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VOICE = """
window.said = [];
window.silenced = 0;
window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "LANGUAGE", localService: true }],
  addEventListener() {},
  cancel() { window.silenced += 1; },
  speak(speech) {
    window.said.push(speech.text);
    if (!window.isSlow) setTimeout(() => speech.dispatchEvent(new Event("end")), 0);
  },
} });
"""


def reader(screens: Screens, language: str = "zh-CN"):
    page, watch = screens.window(PHONE, elder=24)
    page.add_init_script(VOICE.replace("LANGUAGE", language))
    return page, watch


def test_the_page_is_read_in_order_and_pictures_and_links_say_what_they_are(screens: Screens):
    world = make_world()
    page, watch = reader(screens)
    page.goto(url_of(world, "portal:words"))
    button = page.locator("[data-read-aloud]")
    page.evaluate(
        "document.querySelector('main form').insertAdjacentHTML('afterend', '<img alt=地图 src=data:,>')"
    )
    page.locator("textarea").fill("没有人听得见的话")
    button.click()
    page.locator("[data-read-aloud][aria-pressed=false]").wait_for()
    said = page.evaluate("window.said")
    assert [piece for piece in said if piece.startswith(("链接", "反映", "填写", "按钮", "图片"))] == [
        "链接 返回", "反映诉求", "填写 是什么事？", "按钮 继续", "图片 地图",
    ]  # fmt: skip
    assert "没有人听得见的话" not in " ".join(said)
    assert "朗读" not in " ".join(said)
    assert watch.complaints == []


def test_it_falls_silent_when_asked_and_when_the_page_is_left(screens: Screens):
    world = make_world()
    page, _ = reader(screens)
    page.goto(url_of(world, "portal:follow"))
    page.evaluate("window.isSlow = true")
    button = page.locator("[data-read-aloud]")
    button.click()
    assert button.inner_text() == "停止朗读"
    before = page.evaluate("window.silenced")
    button.click()
    assert page.evaluate("window.silenced") == before + 1
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("window.silenced") == before + 3
    assert button.get_attribute("aria-pressed") == "false"


def test_where_no_voice_speaks_the_language_nothing_is_offered(screens: Screens):
    world = make_world()
    page, _ = reader(screens, "fr-FR")
    page.goto(url_of(world, "portal:follow"))
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-read-aloud]").count() == 1
    assert not page.locator("[data-read-aloud]").is_visible()


def test_elder_mode_stays_from_page_to_page_and_ends_when_left(screens: Screens):
    world = make_world()
    page, _ = screens.window(PHONE)
    page.goto(url_of(world, "portal:home"))
    page.get_by_role("button", name="长辈版").click()
    page.get_by_role("button", name="字号 30").click()
    page.goto(url_of(world, "portal:follow"))
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "30px"
    assert page.locator(".elder-sizes [aria-pressed=true]").inner_text().startswith("A++")
    page.get_by_role("button", name="退出长辈版").click()
    page.wait_for_load_state()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "16px"


def test_another_language_keeps_the_page_and_what_was_typed(screens: Screens):
    world = make_world()
    page, _ = screens.window(PHONE)
    page.goto(url_of(world, "portal:words"))
    page.locator("textarea").fill("三楼楼道灯坏了")
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()
    assert page.url.endswith("/request/words/")
    assert page.locator("textarea").input_value() == "三楼楼道灯坏了"
    assert page.evaluate("sessionStorage.length") == 0
    page.get_by_role("button", name="简体中文").click()
    page.locator("html[lang=zh-hans]").wait_for()
    assert page.locator("textarea").input_value() == "三楼楼道灯坏了"


def test_the_desk_keeps_a_half_written_request_in_another_language(screens: Screens):
    world = make_world()
    page, _ = screens.window(staff=world.office.dispatcher)
    page.goto(url_of(world, "desk:enter"))
    page.locator("#id_words").fill("三楼楼道灯坏了")
    page.locator("input[value=counter]").check()
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()
    assert page.locator("#id_words").input_value() == "三楼楼道灯坏了"
    assert page.locator("input[value=counter]").is_checked()
