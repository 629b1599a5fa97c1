"""Take the pictures of guides and README from a running demo: `python docs/pictures/take.py http://localhost:8000`.

Needs a fresh `./jiezhi up` in another window and the system's Chromium. Each line of the table below is one picture:
who looks, by which way, and what must be there to see; where it is not, the run ends with the line's name. The
pictures show the made-up street only. Residents' lines make requests, so a second run on the same demo shows those too.
"""

import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
GUIDE = HERE.parent / "guide" / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]
PASSWORD = "demo-qingshi-street"  # noqa: S105 - the demo's, printed by `./jiezhi up`
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
PHONE, WIDE = (390, 844), (1280, 800)
RESIDENTS = ("resident", "elder")
"""Who needs no sign-in; each has a browser of their own."""
COLOURS = 96
"""Flat surfaces lose nothing that an eye sees, and a picture stays well under 150 kB."""


@dataclass(frozen=True)
class Shot:
    """One picture.

    Args:
        name: Of its file.
        reader: User name of the demo, or one of `RESIDENTS`.
        size: Of the window.
        way: Steps from where the reader is: an address, or a verb with a selector (see `go`).
        shows: Selector that must be visible in the end.
        top: What stands at the upper edge; the page's beginning where it is empty.
    """

    name: str
    reader: str
    size: tuple[int, int]
    way: tuple[str, ...]
    shows: str
    top: str = ""


def street(rest: str = "") -> str:
    """Give an address below the demo street's."""
    return f"/s/qingshi/{rest}"


SEND = "click main form button[type=submit] >> nth=0"
FOR_GUIDES = (
    Shot("portal-home", "resident", PHONE, (street(),), "textarea[name=words]"),
    Shot("portal-place", "resident", PHONE,
         ("fill textarea[name=words] = 3号楼前的路灯三天没亮了，晚上出门看不清台阶。", SEND), "#id_estate"),
    Shot("portal-check", "resident", PHONE,
         ("choose #id_estate = 青石里", SEND, "click button[name=next]", "check input[value=phone]",
          "fill input[name=phone] = 13800000000", SEND), "form.send"),
    Shot("portal-done", "resident", PHONE, ("click form.send button",), "[data-copy]"),
    Shot("portal-request", "resident", PHONE, ("click main a.button-primary",), ".timeline"),
    Shot("portal-slip", "resident", PHONE, ("click a[href$='/slip/']",), ".paper-qr"),
    Shot("portal-held", "resident", PHONE, ("back", "click a[href$='/privacy/']"), "main form"),
    Shot("portal-proxy", "resident", PHONE, (street("request/for/"),), "input[name=relation]"),
    Shot("portal-follow", "resident", PHONE, (street("follow/"),), "input[name=code]"),
    Shot("portal-phone", "resident", PHONE, (street("phone/"),), "input[name=phone]"),
    Shot("portal-elder", "elder", PHONE, (street(), "click button[name=size][value='20']"), ".tiles"),
    Shot("desk-today", "dispatcher", WIDE, ("/desk/today/",), ".queue a"),
    Shot("desk-request", "dispatcher", WIDE, ("click .queue a >> nth=2", "wait .work"), ".work"),
    Shot("desk-right", "dispatcher", WIDE,
         ("/desk/today/", "click .queue a:has-text('请更正')", "wait .work"), "form[action$='/right/grant/']"),
    Shot("desk-enter", "dispatcher", WIDE, ("/desk/requests/new/",), "input[name=channel]"),
    Shot("desk-above", "dispatcher", WIDE, ("/desk/above/",), "main table"),
    Shot("desk-callback", "dispatcher", WIDE,
         ("/desk/callbacks/", "click .queue a >> nth=0", "wait .work"), "input[name=was_solved]"),
    Shot("desk-channels", "dispatcher", WIDE, ("/desk/channels/",), "main table"),
    Shot("desk-burden", "dispatcher", WIDE, ("/desk/burden/",), "main table"),
    Shot("orders", "officer", WIDE, ("/desk/orders/?is_unfinished=on&sort=due",), "tr[data-row]"),
    Shot("order", "officer", WIDE, ("/desk/orders/?state=in_hand&sort=due", "click tr[data-row] a >> nth=0"),
         "form[action$='/resolve/']"),
    Shot("order-phone", "community-worker", PHONE,
         ("/desk/orders/?state=in_hand", "click tr:has-text('柳岸社区居委会') a"), "form[action$='/resolve/']"),
    Shot("answers", "officer", WIDE, ("/desk/answers/",), "main table"),
    Shot("duplicates", "dispatcher", WIDE, ("/desk/duplicates/",), "main form"),
    Shot("scores", "leader", WIDE, ("/desk/scores/",), "main table"),
    Shot("checks", "grid-worker", PHONE, ("/patrol/",), "main li a"),
    Shot("check", "grid-worker", PHONE, ("click main li a >> nth=0",), "button[name=finding]"),
    Shot("wall", "leader", WIDE, ("/wall/",), ".card"),
    Shot("causes", "leader", WIDE, ("/wall/causes/",), "main table"),
    Shot("meetings", "leader", WIDE, ("/desk/meetings/", "click main .card a >> nth=0"), "main"),
    Shot("goals", "leader", WIDE, ("/desk/goals/",), "main table"),
    Shot("lists", "dispatcher", WIDE, ("/desk/lists/",), "main table"),
    Shot("difference", "dispatcher", WIDE,
         ("click .lists-links .button-primary", "click a[href$='/difference/']"), "main table"),
    Shot("dry-run", "dispatcher", WIDE, ("back", "click a[href$='/dry-run/']"), "main table"),
    Shot("matters", "dispatcher", WIDE, ("/desk/lists/matters/",), "main table"),
    Shot("calendar", "dispatcher", WIDE, ("/desk/lists/calendar/",), "main"),
    Shot("staff", "keeper", WIDE, ("/desk/staff/",), "main table"),
    Shot("person", "security", WIDE, ("/desk/staff/", "click tr:has-text('dispatcher') a"), "main table"),
    Shot("audit", "auditor", WIDE, ("/desk/audit/",), "main table"),
    Shot("why", "auditor", WIDE,
         ("/desk/staff/", "click tr:has-text('grid-worker') a", "click a[href$='/why/']",
          "choose #id_page = desk:today", "click main form button"), ".why-answer"),
    Shot("operate", "operator", WIDE, ("/operate/",), ".operate-tile"),
    Shot("own", "officer", WIDE, ("/me/",), "main"),
)  # fmt: skip
FOR_README = (
    Shot("portal", "resident", PHONE, (street(),), "textarea[name=words]"),
    Shot(
        "desk", "dispatcher", (1440, 900), ("/desk/today/", "click .queue a >> nth=2", "wait .work"), ".work"
    ),
    Shot("wall", "leader", (1920, 1080), ("/wall/",), ".card"),
)


class Readers:
    """Windows of everybody who looks, signed in once each."""

    def __init__(self, browser: Browser, address: str, language: str) -> None:
        self.browser, self.address, self.language = browser, address, language
        self.open: dict[tuple[str, tuple[int, int]], Page] = {}

    def page_of(self, shot: Shot) -> Page:
        """Give the window of a shot's reader."""
        key = (shot.reader, shot.size)
        if key not in self.open:
            size = {"width": shot.size[0], "height": shot.size[1]}
            context = self.browser.new_context(
                viewport=size,
                locale=LOCALES[self.language],
                timezone_id="Asia/Shanghai",
                reduced_motion="reduce",
            )
            self.open[key] = context.new_page()
            if shot.reader not in RESIDENTS:
                self._sign_in(self.open[key], shot.reader)
        return self.open[key]

    def _sign_in(self, page: Page, name: str) -> None:
        page.goto(f"{self.address}/sign-in/")
        page.fill("input[name=username]", name)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)

    def close(self) -> None:
        """Close all windows."""
        for page in self.open.values():
            page.context.close()


def go(page: Page, step: str, address: str) -> None:
    """Take a step: `/address`, `back`, `click X`, `check X`, `wait X`, `fill X = words`, `choose X = value`."""
    verb, _, rest = step.partition(" ")
    selector, _, words = rest.partition(" = ")
    if step.startswith("/"):
        page.goto(f"{address}{step}")
    elif verb == "back":
        page.go_back()
    elif verb == "fill":
        page.locator(selector).fill(words)
    elif verb == "choose":
        page.locator(selector).select_option(words)
    elif verb == "check":
        page.locator(selector).check()
    elif verb == "wait":
        page.locator(selector).first.wait_for()
    else:
        page.locator(selector).first.click()
    page.wait_for_load_state("networkidle")


def take(readers: Readers, shot: Shot, file: Path) -> None:
    """Go a shot's way, see that it arrived, and write what the window shows.

    Raises:
        RuntimeError: It cannot be reached.
    """
    page = readers.page_of(shot)
    try:
        for step in shot.way:
            go(page, step, readers.address)
        page.locator(shot.shows).first.wait_for(timeout=5_000)
    except Exception as error:
        raise RuntimeError(
            f"{shot.name} ({readers.language}) cannot be reached at {page.url}: {error}"
        ) from error
    edge = page.locator(shot.top).first if shot.top else None
    page.evaluate("at => scrollTo(0, at)", edge.bounding_box()["y"] if edge else 0)  # type: ignore[index]
    page.evaluate("document.fonts.ready")
    keep(page.screenshot(animations="disabled", caret="hide"), file)


def keep(picture: bytes, file: Path) -> None:
    """Write a picture with few colours."""
    file.parent.mkdir(parents=True, exist_ok=True)
    small = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(file, optimize=True)
    sys.stdout.write(f"{file.relative_to(HERE.parent)}: {file.stat().st_size / 1000:.0f} kB\n")


def take_all(browser: Browser, address: str, language: str, shots: Iterable[Shot], folder: Path) -> None:
    """Take the pictures of a table in one language."""
    readers = Readers(browser, address, language)
    for shot in shots:
        take(readers, shot, folder / f"{shot.name}.png")
    readers.close()


def main(address: str, languages: Iterable[str]) -> None:
    """Take those of the README, which come before requests are made, and then those of the guides."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        take_all(browser, address, "zh", FOR_README, HERE)
        for language in languages:
            take_all(browser, address, language, FOR_GUIDES, GUIDE / language)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000", sys.argv[2:] or LOCALES)
