"""Scripts in words: every column in which somebody's words can stand holds one, and no page runs it."""

from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, models, transaction
from playwright.sync_api import Page

from jiezhi.kit.vault import SealedTextField
from tests.browser.pages import PAGES, make_world, reader_of, url_of
from tests.browser.screens import Screens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHORT = "'\"><svg/onload=alert(1)>"
PAYLOADS = (
    SHORT,
    "</textarea></title></select><img src=x onerror=alert(2)>",
    "</script><script>alert(3)</script>{{7*7}}${7*7}",
    "\" autofocus onfocus=alert(4) x=\"' style=background:url(//x.example) '",
    "<iframe srcdoc='<script>alert(5)</script>'></iframe><a href=javascript:alert(6)>x</a>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=alert(7)>">',
    "<form action=//x.example><input name=csrfmiddlewaretoken><button formaction=javascript:alert(8)>",
    "<base href=//x.example/><meta http-equiv=refresh content='0;url=//x.example'>",
    "<link rel=stylesheet href=//x.example><object data=//x.example></object>",
)
IDENTIFIERS = (
    "kind", "slug", "digest", "sha256", "hash", "index", "handler", "occurrence", "state", "key", "content_type",
    "verb", "actor_id", "password", "process", "code", "step", "terms", "cursor", "adapter", "measure", "option",
    "flow", "address", "unit", "channel", "series", "payload",
)  # fmt: skip
"""Parts of the names of columns that the program fills with words of its own."""

NOTICE = """
window.refused = [];
addEventListener('securitypolicyviolation', event => refused.push(event.violatedDirective + ' ' + event.blockedURI));
"""


def columns() -> list[tuple[type[models.Model], models.Field]]:
    """Every column in which words stand that a person wrote."""
    return [
        (model, field)
        for model in apps.get_models()
        if model.__module__.startswith("jiezhi.") and model._meta.app_label != "kit"
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | SealedTextField)
        and not field.choices
        and not any(part in field.name for part in IDENTIFIERS)
    ]


def poison() -> int:
    """Write a script into every one of them, and say into how many."""
    written = 0
    for number, (model, column) in enumerate(columns()):
        payload = PAYLOADS[number % len(PAYLOADS)]
        for row in model._default_manager.all():
            # What must be unique stays so; what is short gets the short one.
            words = payload if not column.max_length or column.max_length >= len(payload) + 12 else SHORT
            words = f"{words}{str(row.pk)[-8:]}"
            if column.max_length and len(words) > column.max_length:
                continue
            setattr(row, column.attname, words)
            try:
                with transaction.atomic():
                    row.save(update_fields=[column.name])
                written += 1
            except IntegrityError:  # a rule of the database, such as an empty pair
                continue
    cache.clear()
    return written


@dataclass
class Listener:
    """A window of one reader that writes down what a page did which it should not."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on(
            "dialog", lambda dialog: (self.wrong.append(f"dialog {dialog.message}"), dialog.dismiss())
        )
        self.page.on(
            "request", lambda asked: "x.example" in asked.url and self.wrong.append(f"asks {asked.url}")
        )
        self.page.add_init_script(NOTICE)

    def opens(self, url: str) -> tuple[list[str], str]:
        """Open one page; give what it did wrong, and its words."""
        self.wrong.clear()
        answer = self.page.goto(url)
        self.page.wait_for_timeout(50)
        wrong = [f"refused {one}" for one in self.page.evaluate("window.refused")] + self.wrong
        if answer is None or answer.status != 200:
            wrong.append(f"answers {answer and answer.status}")
        if self.page.evaluate(
            "document.querySelectorAll('svg[onload], img[onerror], iframe, base, [onfocus]').length"
        ):
            wrong.append("markup of a stranger")
        return wrong, self.page.inner_text("body") + self.page.content()


def test_no_page_runs_what_somebody_wrote(screens: Screens):
    world = make_world()
    assert poison() > 100
    faults, shown = [], 0
    listeners: dict[str, Listener] = {}
    for name, row in PAGES.items():
        if row.reader not in listeners:
            listeners[row.reader] = Listener(screens.window(staff=reader_of(world, row))[0])
        wrong, words = listeners[row.reader].opens(url_of(world, name))
        faults += [f"{name}: {fault}" for fault in wrong]
        shown += "alert(" in words
    assert faults == []
    assert shown > 30, "the words do stand on the pages"
    assert len({field.name for _, field in columns()}) > 25


def test_a_page_that_ran_it_would_be_noticed(screens: Screens):
    page, _watch = screens.window()
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.set_content("<title>x</title>" + SHORT)
    page.wait_for_timeout(200)
    assert told == ["1"]
    assert connection.vendor in ("sqlite", "postgresql")
