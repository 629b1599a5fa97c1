"""Pages and deeds cost a known number of statements, however much there is to show."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from jiezhi.concerns.actions import Confirmation, Submission, confirm_concern, submit_concern
from jiezhi.notices.models import Notice
from jiezhi.organisation.choices import DepartmentKind
from tests.architecture import many_rows
from tests.architecture.access_rows import ROWS, another_area, keep_picture, things_of
from tests.architecture.addresses import all_addresses
from tests.architecture.test_access_matrix import ROLES
from tests.budget import spend_at_most
from tests.factories import make_department, make_office, settle, staff_client, submitted_concern
from tests.factories.workorders import MONDAY, spot_of, visitor

BUDGETS = {
    "workorders:list": 12,
    "workorders:order": 16,
    "supervision:figures": 20,
    "wall:wall": 36,
    "operations:home": 36,
    "health-deep": 36,
    "metrics": 36,
}
"""Statements of a page with signing in, navigation and session, where the default is not enough or too much."""
DEFAULT = 16
LISTS = (
    "workorders:list",
    "workorders:map",
    "workorders:map_points",
    "desk:today",
    "desk:callbacks",
    "notices:list",
    "patrol:today",
    "patrol:round",
    "patrol:visits",
)
READERS = {"patrol:today": "grid_worker"}
"""Whose page it is, where not each of those who hold the permission gets one."""


class BudgetTest(TestCase):
    """Every page that can be looked at."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.keys = settings.VAULT_KEY_FOLDER  # each test has a folder of its own, in which these do not open
        cls.office = make_office()
        cls.things = things_of(cls.office)

    def setUp(self) -> None:
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))
        keep_picture()
        self.clients = {role: staff_client(getattr(self.office, role)) for role in ROLES}

    def client_for(self, name: str, needed: str | None) -> Client:
        if name in READERS:
            return self.clients[READERS[name]]
        if needed is None:
            return Client()
        role = next(role for role in ROLES if getattr(self.office, role).actor.may(needed))
        return self.clients[role]

    def cost(self, name: str) -> int:
        address = next(address for address in all_addresses() if address.name == name)
        client = self.client_for(name, getattr(address.view, "needed_permission", None))
        url = reverse(name, kwargs=ROWS[name].build(self.things))
        with spend_at_most(BUDGETS.get(name, DEFAULT)) as spending:
            client.get(url)
        return len(spending.statements)

    def test_every_page_keeps_to_its_budget(self):
        looked_at = [address.name for address in all_addresses() if not ROWS[address.name].posts]
        assert len(looked_at) > 20
        for name in looked_at:
            with self.subTest(name):
                assert self.cost(name) >= 0

    def test_a_longer_list_costs_no_more_statements(self):
        short = {name: self.cost(name) for name in LISTS}
        for _ in range(3):
            another_area(self.office)
        settle()
        assert Notice.objects.count() > 3
        assert {name: self.cost(name) for name in LISTS} == short

    def test_thirty_rows_cost_no_more_statements_than_three(self):
        many_rows.many_more(self.things, 2)
        few = {name: self.cost(name) for name in many_rows.LISTS}
        many_rows.many_more(self.things, 27)
        assert {name: self.cost(name) for name in many_rows.LISTS} == few


@pytest.mark.django_db
def test_making_a_request_costs_fifteen_statements_at_most(budget):
    office = make_office()
    submission = Submission(key=uuid4(), words="路灯不亮", spot=spot_of(office), phone="13800000000")
    with budget(15):
        submit_concern(submission=submission, actor=visitor(office), at=MONDAY)


@pytest.mark.django_db
def test_confirming_a_request_costs_fifteen_statements_at_most(budget):
    office = make_office()
    concern = submitted_concern(office).concern
    with budget(15):
        confirm_concern(
            concern_id=concern.pk,
            confirmation=Confirmation(matter_id=office.lamp.pk, brief="修复路灯"),
            seen_version=1,
            actor=office.dispatcher.actor,
            at=MONDAY,
        )


@pytest.mark.django_db
def test_a_budget_lists_what_was_spent(budget):
    told = r"2 statements where 1 are allowed:\n1\. SELECT"
    with pytest.raises(AssertionError, match=told), budget(1):
        assert Notice.objects.exists() == Notice.objects.exists()


@pytest.mark.django_db
def test_beginnings_and_ends_of_transactions_are_free(budget):
    from django.db import transaction

    with budget(1), transaction.atomic():
        Notice.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [DepartmentKind.OUTPOST, DepartmentKind.BUREAU, DepartmentKind.UTILITY])
def test_confirming_towards_another_body_costs_no_more_than_fifteen_either(budget, kind):
    office = make_office()
    lead = make_department(office.street, kind=kind)
    concern = submitted_concern(office).concern
    with budget(15):
        confirm_concern(
            concern_id=concern.pk,
            confirmation=Confirmation(office.lamp.pk, "修复路灯", lead.pk),
            seen_version=1,
            actor=office.dispatcher.actor,
            at=MONDAY,
        )
