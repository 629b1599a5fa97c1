"""Take the pictures of the README from a running demo: `python docs/pictures/take.py http://localhost:8000`.

Needs `./jiezhi up` in another window and the system's Chromium. The pictures show the made-up street only.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

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


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
        phone.goto(f"{address}/s/qingshi/")
        phone.screenshot(path=HERE / "portal.png")
        for name, path, picture in (
            ("dispatcher", "/desk/today/", "desk.png"),
            ("leader", "/wall/", "wall.png"),
        ):
            page = browser.new_context(viewport={"width": 1440, "height": 810}, locale="zh-CN").new_page()
            sign_in(page, address, name)
            page.goto(address + path)
            page.screenshot(path=HERE / picture)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000")
