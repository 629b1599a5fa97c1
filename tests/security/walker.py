"""Walks the site as its people do: every page that each of them may open, and every form that stands on one.

Nothing here is a list of addresses: pages come from the URL map and forms from the pages, so a new screen is walked the
day it gets its row in `tests/architecture/access_rows.py`.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.architecture.access_rows import ROWS, Things
from tests.architecture.addresses import all_addresses
from tests.factories import Office, staff_client
from tests.flows.forms import PageForm, _Reader
from tests.flows.people import make_resident

ROLES = ("dispatcher", "officer", "community_worker", "grid_worker", "leader")
RESIDENT, STRANGER = "resident", "stranger"
MACHINE_NAMES = ("csrfmiddlewaretoken", "submission_key", "version", "next", "seen_version")
"""What a page fills in by itself."""
SIGN_OUTS = ("accounts:sign_out", "portal:leave")
"""Sending these ends the walk of whoever does it."""


@dataclass(frozen=True)
class FoundForm:
    """A form on a page, and who was shown it."""

    role: str
    page: str
    action: str
    form: PageForm

    @property
    def address(self) -> str:
        """The name of the address that it is sent to."""
        try:
            return resolve(urlsplit(self.action).path).view_name
        except Resolver404:
            return ""

    @property
    def shape(self) -> tuple[str, frozenset[str]]:
        """What makes it the same form when somebody else is shown it."""
        return self.address, frozenset(self.form.names)

    @property
    def typed_names(self) -> set[str]:
        """The fields in which a person writes, ticks or chooses."""
        return {name for name in self.form.names if name not in MACHINE_NAMES}


def clients_of(office: Office) -> dict[str, Client]:
    """One browser for each role, one of a resident in the middle of a request, and one of nobody."""
    clients = {role: staff_client(getattr(office, role)) for role in ROLES}
    resident = make_resident(office)
    resident.write(phone="13900004321")
    return clients | {RESIDENT: resident.client, STRANGER: Client()}


def url_of(name: str, things: Things) -> str:
    """The address with the arguments of its row."""
    return reverse(name, kwargs=ROWS[name].build(things))


def addresses(*, posts: bool) -> list[str]:
    """The names of all addresses that are only posted to, or of all that can be opened."""
    return [address.name for address in all_addresses() if ROWS[address.name].posts is posts]


def pages(client: Client, things: Things) -> Iterator[tuple[str, HttpResponseBase]]:
    """Every page that this browser may open."""
    for name in addresses(posts=False):
        url = url_of(name, things)
        answer = client.get(url)
        is_page = not answer.streaming and "text/html" in answer.headers.get("Content-Type", "")
        if answer.status_code == 200 and is_page:
            yield url, answer


def forms_of(role: str, client: Client, things: Things) -> Iterator[FoundForm]:
    """Every form on every page that this browser may open, apart from those that search."""
    for url, answer in pages(client, things):
        html = answer.content.decode()
        reader = _Reader()
        reader.feed(html)
        for form in reader.forms:
            if "csrfmiddlewaretoken" not in form.names:
                continue
            found = FoundForm(role, url, urljoin(url, form.action), form)
            if found.address and found.address not in SIGN_OUTS:
                yield found


def different_forms(clients: dict[str, Client], things: Things) -> list[FoundForm]:
    """Every form once for each role that is shown it."""
    seen: dict[tuple[object, ...], FoundForm] = {}
    for role, client in clients.items():
        for found in forms_of(role, client, things):
            seen.setdefault((role, *found.shape), found)
    return list(seen.values())


def filled(found: FoundForm, write: Callable[[str], object]) -> dict[str, object]:
    """What the page filled in, and in each empty field what `write` gives for its name."""
    values: dict[str, object] = dict(found.form.values)
    for name in sorted(found.typed_names):
        if not values.get(name):
            values[name] = write(name)
    return values


def plausible(name: str) -> object:
    """Something that a field of this name may well take."""
    for part, value in PLAUSIBLE:
        if part in name:
            return value() if callable(value) else value
    return "一些说明文字"


def picture() -> SimpleUploadedFile:
    """A small photo."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile("lamp.jpg", out.getvalue(), content_type="image/jpeg")


PLAUSIBLE: tuple[tuple[str, object], ...] = (
    ("album", picture),
    ("photo", picture),
    ("picture", picture),
    ("phone", "13800001234"),
    ("contact", "anonymous"),
    ("on_", "2026-11-30"),
    ("_on", "2026-11-30"),
    ("date", "2026-11-30"),
    ("day", "2026-11-30"),
    ("_at", "2026-11-30T10:00"),
    ("solved", "yes"),
    ("satisfied", "yes"),
    ("finding", "done"),
    ("amount", "3"),
    ("count", "3"),
    ("number", "3"),
    ("hours", "3"),
    ("year", "2026"),
    ("lon", "121.0"),
    ("lat", "31.0"),
)


@contextmanager
def undone() -> Iterator[None]:
    """Let deeds happen and take all of it back. The block passes for a test's own: inside it deeds may be durable."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


Rows = dict[str, list[dict[str, str]]]


def stored() -> Rows:
    """Every row of every table, all values as text."""
    tables: Rows = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name from the catalogue
            names = [column[0] for column in cursor.description]
            tables[table] = [dict(zip(names, map(as_text, row), strict=True)) for row in cursor.fetchall()]
    return tables


def writes() -> int:
    """How many rows this connection has written so far, those taken back among them; SQLite counts them."""
    return connection.connection.total_changes


def as_text(value: object) -> str:
    if isinstance(value, memoryview | bytes | bytearray):
        return bytes(value).decode("latin-1")
    return str(value)
