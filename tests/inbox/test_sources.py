"""Everything that waits is in somebody's inbox, and every line of an inbox opens for whoever reads it."""

from dataclasses import fields
from datetime import timedelta

from django.conf import settings
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from jiezhi.fieldwork.models import Visit
from jiezhi.inbox.gathering import inbox_of
from jiezhi.inbox.sources import all_sources
from jiezhi.kit.ui.navigation import all_entries
from jiezhi.organisation.choices import VersionState
from jiezhi.organisation.models import ListVersion
from jiezhi.organisation.queries import staff_actor
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.actions import send_back_order
from jiezhi.workorders.choices import SendBackReason
from jiezhi.workorders.models import WorkOrder
from tests.architecture.access_rows import things_of
from tests.factories import make_department, make_office, make_staff, staff_client
from tests.factories.hands import reported_order
from tests.factories.mediation import begun_mediation
from tests.factories.offices import Staff
from tests.factories.supervision import called_emergency, make_shift
from tests.factories.workorders import MONDAY, dispatched_order
from tests.inbox.test_inbox import household_order

COUNTED_BY = {
    ("desk", "today"): {"to-read"},
    ("desk", "orders"): {"orders"},
    ("desk", "supports"): {"supports"},
    ("desk", "emergencies"): {"emergencies"},
    ("desk", "callbacks"): {"callbacks"},
    ("desk", "checks"): {"checks"},
    ("patrol", "checks"): {"checks"},
    ("desk", "above"): {"imported", "replies"},
    ("desk", "duplicates"): {"duplicates"},
    ("desk", "exclusions"): {"exclusions"},
    ("desk", "score_objections"): {"score-objections"},
}
"""By which kinds of the inbox a count of the navigation is met."""
COUNTED_ELSEWHERE: dict[tuple[str, str], str] = {}
"""Why a count of the navigation has no kind in the inbox."""


def test_what_the_navigation_counts_is_in_the_inbox_or_says_why_not():
    counted = {(entry.face, entry.key) for entry in all_entries() if entry.count is not None}
    assert counted == COUNTED_BY.keys() | COUNTED_ELSEWHERE.keys()
    assert set().union(*COUNTED_BY.values()) <= {source.key for source in all_sources()}


class SourcesTest(TestCase):
    """A street in which nearly everything waits."""

    @classmethod
    def setUpTestData(cls):
        cls.keys = settings.VAULT_KEY_FOLDER
        cls.office = make_office()
        cls.things = things_of(cls.office, MONDAY)
        begun_mediation(cls.office)
        reported_order(cls.office, cls.office.rubbish)
        household_order(cls.office, "楼道灯不亮")
        draft = ListVersion.objects.filter(pk=cls.things.version.pk)
        draft.update(
            state=VersionState.SUBMITTED, submitted_at=MONDAY, submitted_by="综治办", title="清单",
            effective_on=MONDAY.date(),
        )  # fmt: skip
        returned = dispatched_order(cls.office)
        send_back_order(
            order_id=returned.pk, reason=SendBackReason.NOT_OURS, note="不归我们", seen_version=None,
            actor=cls.office.officer.actor, at=MONDAY,
        )  # fmt: skip

    def setUp(self):
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))

    def readers(self):
        """Everybody of the office, with their real posts."""
        own = (getattr(self.office, field.name) for field in fields(self.office))
        return [each for each in own if isinstance(each, Staff)]

    def test_the_first_line_of_every_kind_opens_for_each_of_its_readers(self):
        asked, opened = set(), set()
        for staff in self.readers():
            actor = staff_actor(user_id=staff.user.pk, on=timezone.localdate())
            client = staff_client(staff)
            # What is not listed opens as part of a joint visit, which test_inbox shows.
            for part in (
                each for each in inbox_of(actor, at=timezone.now(), full=1) if each.source.is_listed
            ):
                key, name = part.source.key, part.source.url_name
                asked.add(key)
                for args in [[line.id] for line in part.lines] if part.source.takes_id else [None]:
                    assert client.get(reverse(name, args=args)).status_code == 200, (key, actor.label)
                    opened.add(key)
        assert asked == {source.key for source in all_sources() if source.is_listed}
        pages = {source.key: source.url_name for source in all_sources()}
        # What nobody of this world waits for is on the page of a kind that is opened here.
        assert {pages[key] for key in asked - opened} <= {pages[key] for key in opened}

    def test_an_emergency_opens_for_whoever_is_called_though_the_order_is_not_theirs(self):
        station, at = make_department(self.office.street, "消防站"), timezone.now()
        response = called_emergency(self.office, make_shift(self.office, station, at=at), at=at)
        WorkOrder.objects.filter(pk=response.order_id).update(community=None)
        client = staff_client(make_staff(station, OFFICER))
        (part,) = [
            part for part in client.get("/desk/today/").context["day"].parts if part.key == "emergencies"
        ]
        page = client.get(part.rows[0].url)
        assert page.status_code == 200
        assert reverse("supervision:answer", args=[response.pk]) in page.content.decode()

    def test_a_visit_to_be_made_again_waits_from_its_day_on_without_what_is_sealed(self):
        visit = Visit.objects.get(pk=self.things.visit.pk)
        today = timezone.localdate()
        for day, waits in ((today, True), (today + timedelta(days=1), False)):
            Visit.objects.filter(pk=visit.pk).update(next_on=day)
            page = staff_client(self.office.grid_worker).get("/desk/today/")
            parts = {part.key: part.rows for part in page.context["day"].parts if part.rows}
            assert ("visits-due" in parts) == waits
        assert visit.seen not in page.content.decode()

    def test_an_objection_to_a_score_waits_for_whoever_decides_and_not_for_whoever_objected(self):
        keys = {
            who: {part.source.key for part in inbox_of(who.actor, at=timezone.now(), full=1) if part.lines}
            for who in (self.office.leader, self.office.officer)
        }
        assert "score-objections" in keys[self.office.leader]
        assert "score-objections" not in keys[self.office.officer]
        asker = self.office.officer.actor.lent("assessment:decide")
        assert "score-objections" not in {
            part.source.key for part in inbox_of(asker, at=timezone.now(), full=1) if part.lines
        }
