"""Take the pictures of the README from a running demo: `python docs/pictures/take.py http://localhost:8000`.

Needs `./jiezhi up` in another window and the system's Chromium. The pictures show the made-up street only.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]
PASSWORD = "demo-qingshi-street"  # noqa: S105 - the demo's, printed by `./jiezhi up`
COLOURS = 128
"""Flat surfaces lose nothing that an eye sees, and a picture stays well under 150 kB."""


def window(browser: Browser, width: int, height: int) -> Page:
    """Open an empty window in Chinese."""
    size = {"width": width, "height": height}
    return browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai").new_page()


def sign_in(page: Page, address: str, name: str) -> None:
    """Sign in, and wait for the first page behind the door."""
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def keep(page: Page, name: str) -> None:
    """Write what the window shows, with few colours."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(HERE / name, optimize=True)
    sys.stdout.write(f"{name}: {(HERE / name).stat().st_size / 1000:.0f} kB\n")


def main(address: str) -> None:
    """Take portal, desk and wall."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        phone = window(browser, 390, 844)
        phone.goto(f"{address}/s/qingshi/")
        keep(phone, "portal.png")
        desk = window(browser, 1440, 900)
        sign_in(desk, address, "dispatcher")
        desk.goto(f"{address}/desk/today/")
        # The third request is one that the responsibility list settles by itself.
        desk.locator(".queue a").nth(2).click()
        desk.wait_for_url("**/desk/requests/*/")
        desk.locator(".work").wait_for()
        keep(desk, "desk.png")
        wall = window(browser, 1920, 1080)
        sign_in(wall, address, "leader")
        wall.goto(f"{address}/wall/")
        keep(wall, "wall.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000")
