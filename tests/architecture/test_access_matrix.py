"""Every address, every role, own and foreign things: generated from the URL map, so that nothing can be left out."""

import pytest
from django.conf import settings
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import translation

from jiezhi.kit.access import all_permissions
from jiezhi.kit.models import AuditEntry, Look, OutboxDelivery
from tests.architecture.access_rows import ROWS, Things, another_area, keep_picture, things_of
from tests.architecture.addresses import Address, all_addresses
from tests.factories import make_office, staff_client
from tests.factories.offices import Staff

ADDRESSES = [address for address in all_addresses() if address.name in ROWS]
GUARDED = [address for address in ADDRESSES if address.is_marked and address.needed]
OPEN = [address for address in ADDRESSES if not address.is_marked or not address.needed]
OF_AREA = [address for address in GUARDED if ROWS[address.name].is_of_area]
ROLES = (
    "dispatcher", "officer", "community_worker", "grid_worker", "leader",
    "keeper", "post_keeper", "auditor", "operator",
)  # fmt: skip
NOT_OURS = {"set_language"}
"""Views of Django itself, which carry no mark."""


def traces() -> tuple[int, ...]:
    """What no refusal may leave."""
    return tuple(model.objects.count() for model in (AuditEntry, OutboxDelivery, Look))


def url_of(address: Address, things: Things) -> str:
    return reverse(address.name, kwargs=ROWS[address.name].build(things))


def ask(client: Client, address: Address, things: Things):
    url = url_of(address, things)
    return client.post(url) if ROWS[address.name].posts else client.get(url)


def text_of(answer) -> str:
    return "" if answer.streaming else answer.content.decode(errors="ignore")


def test_every_address_has_a_row_and_every_row_an_address():
    assert {address.name for address in all_addresses()} == set(ROWS)


def test_every_view_says_who_may_open_it():
    assert {address.name for address in all_addresses() if not address.is_marked} == NOT_OURS


def test_every_permission_that_views_need_is_declared():
    assert {address.needed for address in GUARDED} <= {declared.code for declared in all_permissions()}


class MatrixTest(TestCase):
    """All cells share one set of things, in own street, own street's other area, and a foreign street."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.keys = settings.VAULT_KEY_FOLDER  # each test has a folder of its own, in which these do not open
        cls.office = make_office()
        cls.own = things_of(cls.office)
        cls.elsewhere = another_area(cls.office)
        cls.foreign = things_of(make_office())
        with translation.override(
            settings.LANGUAGE_CODE
        ):  # as the pages speak, whatever a test before has left
            cls.labels = {declared.code: str(declared.label) for declared in all_permissions()}

    def setUp(self) -> None:
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))
        keep_picture()  # each test has an upload folder of its own
        self.clients = {role: staff_client(self.staff(role)) for role in ROLES}

    def staff(self, role: str) -> Staff:
        return getattr(self.office, role)

    def may(self, role: str, address: Address) -> bool:
        return self.staff(role).actor.may(address.needed or "")

    def cells(self, addresses: list[Address], *, may: bool):
        for address in addresses:
            for role in ROLES:
                if self.may(role, address) is may:
                    yield address, role, f"{address.name} as {role}"

    def test_a_visitor_is_led_to_the_sign_in(self):
        wrong = []
        for address in GUARDED:
            answer = ask(Client(), address, self.own)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/sign-in/"):
                wrong.append((address.name, answer.status_code))
        assert wrong == []

    def test_a_role_without_the_permission_reads_why_not_and_changes_nothing(self):
        before, wrong, count = traces(), [], 0
        for address, role, cell in self.cells(GUARDED, may=False):
            answer = ask(self.clients[role], address, self.own)
            count += 1
            if answer.status_code != 403 or self.labels[address.needed or ""] not in text_of(answer):
                wrong.append((cell, answer.status_code))
        assert wrong == []
        assert traces() == before
        assert count > len(GUARDED)

    def test_who_holds_the_permission_comes_in(self):
        broken, came_in = [], set()
        for address, role, cell in self.cells(GUARDED, may=True):
            answer = ask(self.clients[role], address, self.own)
            if answer.status_code >= 500:
                broken.append((cell, answer.status_code))
            if answer.status_code not in (403, 404):
                came_in.add(address.name)
        assert broken == []
        assert {address.name for address in GUARDED} - came_in == set(), "no role at all can use these"

    def test_a_thing_of_another_street_is_missing(self):
        before, wrong = traces(), []
        for address, role, cell in self.cells(OF_AREA, may=True):
            answer = ask(self.clients[role], address, self.foreign)
            text = text_of(answer)
            tells = (
                self.foreign.concern.number in text and self.foreign.concern.number != self.own.concern.number
            )
            if answer.status_code != 404 or tells or self.foreign.concern.words in text:
                wrong.append((cell, answer.status_code))
        assert wrong == []
        assert traces() == before

    def test_a_thing_outside_the_own_area_is_missing(self):
        before, wrong, count = traces(), [], 0
        for address, role, cell in self.cells(OF_AREA, may=True):
            if not self.staff(role).actor.scope.whole:
                count += 1
                answer = ask(self.clients[role], address, self.elsewhere)
                if answer.status_code != 404:
                    wrong.append((cell, answer.status_code))
        assert wrong == []
        assert traces() == before
        assert count > 10

    def test_a_stranger_sees_what_is_for_everybody_and_nothing_of_one_person(self):
        wrong = []
        for address in OPEN:
            answer = ask(Client(), address, self.own)
            if answer.status_code not in ROWS[address.name].without or self.own.concern.words in text_of(
                answer
            ):
                wrong.append((address.name, answer.status_code))
        assert wrong == []

    def test_nothing_changes_by_looking(self):
        """A link, a preview or a crawler only asks with GET."""
        before, wrong = traces(), []
        for address in ADDRESSES:
            if ROWS[address.name].posts:
                for client in (Client(), *self.clients.values()):
                    answer = client.get(url_of(address, self.own))
                    if answer.status_code not in (302, 403, 405):
                        wrong.append((address.name, answer.status_code))
        assert wrong == []
        assert traces() == before


@pytest.mark.django_db
def test_the_matrix_sees_what_is_there():
    """The sentence that it looks for does stand on the page of whoever may see it."""
    things = things_of(make_office())
    page = ask(staff_client(things.office.dispatcher), _named("desk:concern"), things)
    assert things.concern.words in text_of(page)
    assert things.concern.number in text_of(page)


def _named(name: str) -> Address:
    return next(address for address in ADDRESSES if address.name == name)
