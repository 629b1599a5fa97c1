"""The promises of meetings, notices, lists, residents and programs: each is broken once, and named."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from jiezhi.gateway.clients.models import Program
from jiezhi.gateway.launch.models import LaunchLink
from jiezhi.gateway.open311.models import CivicPosting
from jiezhi.gateway.webhooks.choices import LetterState
from jiezhi.gateway.webhooks.models import Letter
from jiezhi.kit.invariant import all_invariants
from jiezhi.kit.models import DeliveryState, OutboxDelivery
from jiezhi.meetings.models import Assignment, Attendance, JointMeeting, MinutesNote
from jiezhi.notices.models import Notice
from jiezhi.organisation.models import AccountRecovery, DutyEntry, Matter, Post, PostHolding, Role
from jiezhi.residency.models import PhoneCode
from jiezhi.workorders.models import WorkOrder
from tests.architecture.access_rows import Things, things_of
from tests.factories import make_office, settle
from tests.factories.programs import make_program

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> Things:
    """A street with one of everything, in which every promise holds."""
    made = things_of(make_office())
    Letter.objects.filter(state=LetterState.WAITING).update(state=LetterState.DEAD)
    settle()
    wrong = {
        name: [breach.row for breach in check()]
        for name, check in all_invariants().items()
        if name.partition(".")[0] in ("meetings", "notices", "organisation", "residency", "gateway")
    }
    assert {name: rows for name, rows in wrong.items() if rows} == {}
    return made


def found(name: str) -> list[str]:
    return [f"{breach.row} {breach.sentence} {breach.remedy}" for breach in all_invariants()[name]()]


def test_what_names_another_street_is_found_in_every_app(things: Things) -> None:
    other = make_office()
    Attendance.objects.create(
        sub_district=things.office.street,
        meeting=things.meeting,
        department=other.lighting,
        presence="present",
    )
    Post.objects.filter(department=things.office.lighting).update(department=other.lighting)
    Program.objects.filter(pk=things.let_in.program.pk).update(department=other.lighting)
    Letter.objects.filter(pk=things.letter.pk).update(sub_district=other.street)
    LaunchLink.objects.filter(pk=things.link.pk).update(program=make_program(other).program)
    assert "department" in found("meetings.meetings_stay_in_their_street")[0]
    assert found("organisation.lists_stay_in_their_street")
    assert len(found("gateway.clients.programs_stay_in_their_street")) == 1
    assert len(found("gateway.webhooks.messages_stay_in_their_street")) == 1
    assert len(found("gateway.launch.links_and_terms_stay_in_their_street")) == 1


def test_assigned_work_that_stands_otherwise_than_its_order_is_found(things: Things) -> None:
    assignment = Assignment.objects.select_related("order").first()
    WorkOrder.objects.filter(pk=assignment.order_id).update(state="closed", closed_at=timezone.now())
    (said,) = found("meetings.assigned_work_stands_as_its_order")
    assert assignment.order.number in said
    Assignment.objects.filter(pk=assignment.pk).update(done_at=NOW)
    assert found("meetings.assigned_work_stands_as_its_order") == []
    WorkOrder.objects.filter(pk=assignment.order_id).update(state="in_hand", closed_at=None)
    assert len(found("meetings.assigned_work_stands_as_its_order")) == 1
    OutboxDelivery.objects.update(state=DeliveryState.WAITING)  # on its way: nothing is wrong yet
    assert found("meetings.assigned_work_stands_as_its_order") == []


def test_a_meeting_outside_its_month_and_a_correction_too_early_are_found(things: Things) -> None:
    meeting = things.meeting
    JointMeeting.objects.filter(pk=meeting.pk).update(month_on=meeting.planned_on.replace(day=2))
    assert len(found("meetings.meetings_lie_in_their_month")) == 1
    JointMeeting.objects.filter(pk=meeting.pk).update(
        month_on=date(2020, 1, 1), state="published", published_at=NOW, held_at=NOW
    )
    assert len(found("meetings.meetings_lie_in_their_month")) == 1
    note = MinutesNote.objects.create(
        sub_district=things.office.street, meeting=meeting, at=NOW - timedelta(days=1), author="a", words="b"
    )
    assert len(found("meetings.corrections_follow_published_minutes")) == 1
    MinutesNote.objects.filter(pk=note.pk).update(at=NOW)
    assert found("meetings.corrections_follow_published_minutes") == []


def test_letters_that_disagree_with_themselves_or_wait_for_nothing_are_found(things: Things) -> None:
    notice = Notice.objects.create(
        sub_district=things.office.street, reader=things.office.officer.user, kind="tests.told",
        about_kind="tests.thing", about_id=uuid4(), told_at=timezone.now(), mail_state="sent",
    )  # fmt: skip
    assert str(notice.pk) in found("notices.letters_say_when_they_went_out")[0]
    Notice.objects.filter(pk=notice.pk).update(mail_state="waiting")
    assert str(notice.pk) in found("notices.letters_that_wait_are_on_their_way")[0]
    delivery = OutboxDelivery.objects.create(
        trace_id=uuid4(), occurrence="notices.MailDue", handler="notices.handlers.send_mail",
        payload={"notice_id": str(notice.pk)}, created_at=NOW, next_at=NOW,
    )  # fmt: skip
    assert found("notices.letters_that_wait_are_on_their_way") == []
    OutboxDelivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.DONE, done_at=NOW)
    assert len(found("notices.letters_that_wait_are_on_their_way")) == 1


def test_one_person_with_two_of_three_duties_is_found(things: Things) -> None:
    office = things.office
    role = Role.objects.create(
        sub_district=office.street, code="both", name="both",
        permissions=["organisation:keep_accounts", "organisation:read_audit"],
    )  # fmt: skip
    post = Post.objects.create(
        sub_district=office.street, department=office.lighting, role=role, title="both"
    )
    holding = PostHolding.objects.create(
        sub_district=office.street, post=post, user=office.officer.user, since_on=date(2026, 1, 1)
    )
    (said,) = found("organisation.duties_that_must_be_apart_are_apart")
    assert office.officer.user.username in said
    PostHolding.objects.filter(pk=holding.pk).update(until_on=date(2026, 1, 2))
    assert found("organisation.duties_that_must_be_apart_are_apart") == []


def test_lists_that_make_no_sense_are_found(things: Things) -> None:
    one, two = Matter.objects.filter(sub_district=things.office.street)[:2]
    Matter.objects.filter(pk=one.pk).update(parent=two)
    Matter.objects.filter(pk=two.pk).update(parent=one)
    assert {said.split()[0] for said in found("organisation.matters_form_a_tree")} == {one.name, two.name}
    DutyEntry.objects.create(
        sub_district=things.office.street, code="x", name="x", kind="basic", basis_title="x",
        in_force_from=date(2026, 5, 1), in_force_until=date(2026, 4, 1),
    )  # fmt: skip
    assert len(found("organisation.lines_of_lists_end_after_they_begin")) == 1


def test_a_recovery_that_nobody_decided_is_found(things: Things) -> None:
    AccountRecovery.objects.create(
        sub_district=things.office.street, user=things.office.officer.user, reason="r", state="approved",
        asked_by=things.office.keeper.user, asked_at=NOW,
    )  # fmt: skip
    assert len(found("organisation.recoveries_are_decided_by_somebody_at_some_time")) == 1


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"used_at": NOW + timedelta(minutes=10)}, "codes_open_within_their_time_and_tries"),
        ({"used_at": NOW - timedelta(seconds=1)}, "codes_open_within_their_time_and_tries"),
        ({"tries": 6}, "codes_open_within_their_time_and_tries"),
        ({"is_to_send": False, "sent_at": NOW}, "codes_over_the_limits_were_not_sent"),
    ],
)
def test_a_code_that_went_past_its_limits_is_found(things: Things, columns, name) -> None:
    good = {
        "sub_district": things.office.street, "phone": "13800000001", "phone_index": "i", "browser": "b",
        "address": "a", "asked_at": NOW, "expires_at": NOW + timedelta(minutes=10), "is_to_send": True,
    }  # fmt: skip
    PhoneCode.objects.create(**good)
    assert found(f"residency.{name}") == []
    wrong = PhoneCode.objects.create(**good | columns)
    (said,) = found(f"residency.{name}")
    assert str(wrong.pk) in said
    assert "13800000001" not in said


def test_messages_to_programs_that_wait_for_nothing_or_disagree_are_found(things: Things) -> None:
    Letter.objects.filter(pk=things.letter.pk).update(state=LetterState.WAITING)
    assert len(found("gateway.webhooks.messages_that_wait_are_on_their_way")) == 1
    Letter.objects.filter(pk=things.letter.pk).update(state=LetterState.DELIVERED)
    assert len(found("gateway.webhooks.messages_say_when_they_arrived")) == 1


def test_a_scope_that_there_is_not_and_a_link_that_ended_too_early_are_found(things: Things) -> None:
    Program.objects.filter(pk=things.let_in.program.pk).update(scopes=["orders:delete"])
    assert "orders:delete" in found("gateway.clients.scopes_are_ones_that_there_are")[0]
    LaunchLink.objects.filter(pk=things.link.pk).update(ended_at=things.link.linked_at - timedelta(days=1))
    assert len(found("gateway.launch.links_end_after_they_began")) == 1


def test_a_request_of_a_resident_that_the_civic_door_lists_is_found(things: Things) -> None:
    concern = things.concern
    CivicPosting.objects.create(
        sub_district=things.office.street, concern=concern, matter=things.office.lamp, posted_at=NOW
    )
    (said,) = found("gateway.open311.postings_are_of_programs")
    assert concern.number in said
