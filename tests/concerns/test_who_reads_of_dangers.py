"""What a resident says of a danger is read by who was called or dispatches, with a trace; others see where and what."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiezhi.inbox.gathering import inbox_of
from jiezhi.kit.models import Look
from jiezhi.project.demo.roles import OFFICER
from jiezhi.supervision.actions import answer_emergency
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.tasks import call_next_on_duty
from tests.factories import Office, make_department, make_office, make_staff, settle
from tests.factories import submitted_concern as submitted
from tests.factories.pages import english_client, text_of
from tests.factories.supervision import emergency_order, make_shift
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LEAP = "邻居王建国要跳楼，他老婆李秀英上个月流产了，住三号楼五层"


@pytest.fixture
def office() -> Office:
    return make_office()


def page_of(staff, name: str = "supervision:emergencies", *args) -> str:
    return text_of(english_client(staff).get(reverse(name, args=args)))


def looks() -> list[tuple[str, list[str], str]]:
    return list(Look.objects.values_list("actor_id", "columns", "purpose"))


def test_who_was_not_called_sees_number_community_and_kind_and_no_words(office):
    make_shift(office, make_department(office.street))
    stranger = make_staff(make_department(office.street), OFFICER)
    concern = submitted(office, LEAP).concern
    response = EmergencyResponse.objects.get()
    for page in (page_of(stranger), page_of(stranger, "supervision:emergency", response.pk)):
        assert concern.number in page
        assert office.community.name in page
        assert "Somebody may harm themselves" in page
        assert "跳楼" not in page
    assert looks() == []


def test_who_was_called_or_dispatches_reads_the_words_and_leaves_a_trace(office):
    police = make_department(office.street)
    called = make_staff(police, OFFICER)
    make_shift(office, police)
    submitted(office, LEAP)
    for staff in (called, office.dispatcher):
        assert "跳楼" in page_of(staff)
    assert looks() == [
        (str(staff.user.pk), ["words"], "Answer to an emergency") for staff in (called, office.dispatcher)
    ]


def test_who_reads_requests_reads_those_of_their_community_alone(office):
    make_shift(office, make_department(office.street))
    theirs = office.community_worker
    submitted(office, LEAP)
    assert theirs.actor.may("concerns:read")
    assert "跳楼" in page_of(theirs)
    EmergencyResponse.objects.update(community=None)
    assert "跳楼" not in page_of(theirs)


def test_the_inbox_names_the_danger_and_leaves_the_words_to_the_page(office):
    make_shift(office)
    submitted(office, LEAP)
    (part,) = (
        part for part in inbox_of(office.officer.actor, at=MONDAY, full=9) if part.source.key == "emergencies"
    )
    (line,) = part.lines
    assert (line.text, part.source.danger_words(line.danger)) == ("", "有人可能轻生")


def test_when_everybody_was_called_in_vain_the_leaders_read_it_and_whoever_answers(office):
    make_shift(office)
    stranger = make_staff(make_department(office.street), OFFICER)
    submitted(office, LEAP)
    assert "跳楼" not in page_of(office.leader)
    call_next_on_duty(MONDAY + 5 * MINUTE)
    settle(MONDAY + 5 * MINUTE)
    assert "跳楼" in page_of(office.leader)
    assert "跳楼" not in page_of(stranger)
    response = EmergencyResponse.objects.get()
    answer_emergency(response_id=response.pk, actor=stranger.actor, at=MONDAY + 6 * MINUTE)
    assert "跳楼" in page_of(stranger, "supervision:emergency", response.pk)


def test_what_an_order_says_is_read_by_who_sees_the_order_or_was_called(office):
    police = make_department(office.street)
    make_shift(office, police)
    called, stranger = make_staff(police, OFFICER), make_staff(make_department(office.street), OFFICER)
    order = emergency_order(office)
    settle(MONDAY)
    assert order.brief in page_of(called)
    assert order.brief in page_of(office.officer)
    page = page_of(stranger)
    assert order.number in page
    assert order.brief not in page
    assert looks() == []
