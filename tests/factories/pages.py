"""What tests of pages share."""

import re
from html import unescape

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.offices import Staff

KEYWORDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def english_client(staff: Staff) -> Client:
    """A signed-in browser that asks for English, so that tests read the words of the source."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff.user)
    return client


def text_of(response: HttpResponse) -> str:
    """The words of a page, without tags, spaces folded."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", response.content.decode())))


def statements_of(client: Client, url: str) -> list[str]:
    """The statements of a page, opened for the second time."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return [row["sql"] for row in captured.captured_queries if not row["sql"].startswith(KEYWORDS)]
