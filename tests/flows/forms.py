"""A browser without scripts: it sends only forms that stand on the page, with what the page filled in."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.http import HttpResponse
from django.test import Client


@dataclass
class PageForm:
    """A form as it stands on a page."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.by_id: dict[str, PageForm] = {}
        self._open: PageForm | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(given.get("action", ""))
            self.forms.append(self._open)
            self.by_id[given.get("id", "")] = self._open
        form = self.by_id.get(given["form"]) if "form" in given else self._open
        if form is None:
            return
        name = given.get("name", "")
        if tag == "option" and self._select and ("selected" in given or self._select not in form.values):
            form.values[self._select] = given.get("value", "")
        if not name:
            return
        form.names.add(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            form.values[name] = ""
        elif tag == "input" and self._is_sent(given):
            form.values[name] = given.get("value", "")

    @staticmethod
    def _is_sent(given: dict[str, str]) -> bool:
        kind = given.get("type", "text")
        return kind not in {"file", "submit"} and (kind not in {"radio", "checkbox"} or "checked" in given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            self._open.values[self._area] += data.removeprefix("\n")


@dataclass
class Hand:
    """One person's browser: it is on a page, reads it, and sends its forms."""

    client: Client
    address: str = "/"
    response: HttpResponse | None = None

    def open(self, address: str) -> str:
        """Go to a page; give its words."""
        return self._arrive(self.client.get(address, follow=True), address)

    def send(self, ending: str = "", /, **typed: object) -> str:
        """Send the form of this page whose address ends so, and go where it leads; give the words found there."""
        form = self.form(ending)
        unknown = set(typed) - form.names
        assert not unknown, f"{unknown} cannot be entered at {self.address}{ending}"
        address = urljoin(self.address, form.action)
        return self._arrive(self.client.post(address, form.values | typed, follow=True), address)

    def form(self, ending: str = "") -> PageForm:
        """Find the form of this page whose address ends so."""
        reader = _Reader()
        reader.feed(self.html)
        found = [
            form
            for form in reader.forms
            if (form.action.endswith(ending) if ending else form.action in {"", self.address})
        ]
        assert len(found) == 1, (
            f"{[form.action for form in reader.forms]} at {self.address}, wanted {ending!r}"
        )
        return found[0]

    def offers(self, ending: str) -> bool:
        """Tell whether the page has a form whose address ends so."""
        reader = _Reader()
        reader.feed(self.html)
        return any(form.action.endswith(ending) for form in reader.forms)

    def follow(self, words: str) -> str:
        """Go where the link with these words leads."""
        found = re.findall(
            rf'<a\b[^>]*href="([^"]*)"[^>]*>(?:(?!</a>).)*?{re.escape(words)}', self.html, re.S
        )
        assert found, f"no link {words} at {self.address}"
        return self.open(urljoin(self.address, unescape(found[0])))

    @property
    def html(self) -> str:
        assert self.response is not None, "open a page first"
        return self.response.content.decode()

    @property
    def words(self) -> str:
        """The words of the page, without tags, spaces folded."""
        bare = re.sub(r"<(script|style)\b.*?</\1>", " ", self.html, flags=re.S)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", bare)))

    def _arrive(self, response: HttpResponse, address: str) -> str:
        chain = getattr(response, "redirect_chain", [])
        self.address = urljoin(address, chain[-1][0]) if chain else address
        self.address = self.address.partition("?")[0]
        self.response = response
        return self.words
