"""Windows in Chromium, and what they noticed."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Response

from jiezhi.project.settings.environment import ROOT
from tests.factories import staff_client
from tests.factories.offices import Staff

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDE, PHONE, NARROWEST = (1280, 800), (390, 844), 320


@dataclass
class Watch:
    """What a window complained about and loaded."""

    complaints: list[str] = field(default_factory=list)
    loaded: list[Response] = field(default_factory=list)

    def on(self, page: Page) -> None:
        """Write down errors of scripts, refusals of the content policy, and answers."""
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: self.loaded.append(answer))  # noqa: PLW0108 - a handler must take attributes

    def forget(self) -> None:
        self.complaints.clear()
        self.loaded.clear()


@dataclass
class Screens:
    """Everybody's windows in one test."""

    browser: Browser
    address: str
    contexts: list[BrowserContext] = field(default_factory=list)

    def window(
        self,
        size: tuple[int, int] = WIDE,
        *,
        staff: Staff | None = None,
        elder: int = 0,
        script: bool = True,
        language: str = "zh-CN",
    ) -> tuple[Page, Watch]:
        """Open a window; with staff, signed in; with a size in pixels, in elder mode."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            timezone_id="Asia/Shanghai",
            java_script_enabled=script,
            base_url=self.address,
        )
        context.set_default_timeout(45_000)
        self.contexts.append(context)
        if staff is not None:
            session = staff_client(staff).cookies[settings.SESSION_COOKIE_NAME]
            self.give(context, settings.SESSION_COOKIE_NAME, session.value)
        if elder:
            self.give(context, "jiezhi_elder", str(elder))
        page, watch = context.new_page(), Watch()
        watch.on(page)
        return page, watch

    def give(self, context: BrowserContext, name: str, value: str) -> None:
        """Put a cookie into a window."""
        context.add_cookies([{"name": name, "value": value, "url": self.address}])

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def path_of(page: Page) -> str:
    """The address without host, query and fragment."""
    return urlsplit(page.url).path
