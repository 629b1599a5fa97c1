"""No page leads anybody into a refusal: every link that a role is shown answers to that role."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from tests.architecture.access_rows import ROWS, keep_picture, things_of
from tests.architecture.addresses import all_addresses
from tests.factories import make_office, staff_client

ROLES = ("dispatcher", "officer", "community_worker", "grid_worker", "leader", "operator")
LEADING = ("href", "src", "hx-get")
REFUSED = (403, 404)


class Links(HTMLParser):
    """Where the links, pictures and partials of a page lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in LEADING and value}


def links_of(answer, url: str) -> set[str]:
    """The addresses within the office that a page leads to; other answers than pages lead nowhere."""
    if answer.status_code != 200 or answer.streaming or "text/html" not in answer.headers["Content-Type"]:
        return set()
    inside = {urljoin(url, link).partition("#")[0] for link in Links(answer.content.decode()).found}
    return {link for link in inside if link.startswith("/") and not link.startswith(settings.STATIC_URL)}


@pytest.mark.slow
class LinksTest(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.office = make_office()
        cls.things = things_of(cls.office)
        cls.keys = settings.VAULT_KEY_FOLDER  # each test has a folder of its own, in which these do not open

    def pages_of(self, client: Client) -> dict[str, set[str]]:
        """Every page that somebody may open, with where it leads."""
        found = {}
        for address in all_addresses():
            row = ROWS[address.name]
            if (
                not row.posts and address.name != "patrol:shell"
            ):  # fetched by the worker, shown to whoever patrols
                url = reverse(address.name, kwargs=row.build(self.things))
                found[url] = links_of(client.get(url), url)
        return found

    def test_every_link_that_a_role_is_shown_answers_to_it(self):
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))
        keep_picture()
        wrong, followed = [], 0
        for role in ROLES:
            client = staff_client(getattr(self.office, role))
            told_by = {link: url for url, links in self.pages_of(client).items() for link in links}
            for link, url in sorted(told_by.items()):
                followed += 1
                if client.get(link, follow=True).status_code in REFUSED:
                    wrong.append(f"{role}: {url} leads to {link}")
        assert wrong == []
        assert followed > 100
