"""A resident sees what is held and who looked, and has it corrected or deleted, with a clock."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from jiezhi.concerns.models import Callback, Concern, Exchange, PrivacyRight
from jiezhi.concerns.queries import reveal_contact
from jiezhi.kit.models import AuditEntry
from jiezhi.organisation.models import Matter
from jiezhi.workorders.models import WorkOrder
from tests.faces.portal.story import make_resident
from tests.factories import dispatched_order, settle, staff_client

PHONE, RIGHT_PHONE = "13800001234", "13900004321"


@pytest.fixture
def concern(resident) -> Concern:
    made = resident.submit(phone=PHONE)
    settle()
    return made


def page_of(resident, concern) -> str:
    return resident.get(f"mine/{concern.number}/privacy/").content.decode()


def asked(resident, concern, kind, **more):
    answer = resident.post(f"mine/{concern.number}/privacy/", kind=kind, key=str(uuid4()), **more)
    settle()
    return answer


def desk_of(office):
    client = staff_client(office.dispatcher)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_each_field_says_where_from_what_for_and_how_long(resident, concern):
    page = page_of(resident, concern)
    for words in (
        "138****1234",
        "3号楼东侧",
        "You, when you made the request",
        "To ask back and to call back",
        "Archives Law",
    ):
        assert words in page
    assert PHONE not in page
    assert "Nobody so far" in page


def test_a_look_is_shown_with_post_and_purpose_and_without_a_name(office, resident, concern):
    reveal_contact(office.dispatcher.actor, concern.pk, purpose="Call back", at=datetime.now(UTC))
    page = page_of(resident, concern)
    assert office.dispatcher.actor.label in page
    assert "Call back" in page
    assert office.dispatcher.user.name not in page


def test_another_browser_sees_nothing(office, concern):
    assert make_resident(office).get(f"mine/{concern.number}/privacy/").status_code == 404


def test_a_wish_is_a_request_with_matter_limit_and_date(office, resident, concern):
    assert asked(resident, concern, "erase").status_code == 302
    right = PrivacyRight.objects.get()
    matter = Matter.objects.get(code="personal-data")
    assert (matter.limit_amount, matter.limit_unit) == (15, "working_days")
    assert right.due_at > right.asked_at
    assert (right.concern.state, right.concern.phone, right.about) == ("submitted", "", concern)
    assert "Promised before" in page_of(resident, concern)
    assert resident.get(f"mine/{right.concern.number}/").status_code == 200


def test_the_offices_own_limit_counts(office, resident, concern):
    asked(resident, concern, "erase")
    first = PrivacyRight.objects.get()
    desk_of(office).post(f"/desk/requests/{first.concern_id}/right/refuse/", {"ground": "仍在办理"})
    Matter.objects.filter(code="personal-data").update(limit_amount=1)
    asked(resident, concern, "erase")
    second = PrivacyRight.objects.order_by("-asked_at").first()
    assert second.due_at < first.due_at


def test_deleting_takes_the_data_and_leaves_the_fact(office, resident, concern):
    asked(resident, concern, "erase")
    right = PrivacyRight.objects.get()
    page = desk_of(office).get(f"/desk/requests/{right.concern_id}/").content.decode()
    assert "Delete number and address" in page
    assert PHONE not in page
    desk_of(office).post(f"/desk/requests/{right.concern_id}/right/grant/")
    concern.refresh_from_db()
    assert (concern.phone, concern.phone_index, concern.place_note) == ("", "", "")
    right.refresh_from_db()
    assert right.state == "granted"
    assert AuditEntry.objects.filter(verb="concerns.contact_erased", subject_id=concern.pk).exists()
    page = page_of(resident, concern)
    assert "Done as asked" in page
    assert "****1234" not in page
    told = resident.get(f"mine/{right.concern.number}/").content.decode()
    assert "were deleted as you asked" in told


@pytest.mark.parametrize(
    ("state", "is_shared", "is_gone"),
    [("closed", False, True), ("in_hand", False, False), ("closed", True, False)],
)
def test_the_marked_point_goes_and_that_of_the_work_when_nobody_needs_it(
    office, resident, concern, state, is_shared, is_gone
):
    order = dispatched_order(office)
    WorkOrder.objects.filter(pk=order.pk).update(
        state=state, lon=120.01, lat=30.01, closed_at=datetime.now(UTC) if state == "closed" else None
    )
    Concern.objects.filter(pk=concern.pk).update(order=order, state="received", lon=120.01, lat=30.01)
    if is_shared:
        other = make_resident(office).submit(words="路灯又坏了")
        Concern.objects.filter(pk=other.pk).update(order=order, state="received")
    assert "120.01000, 30.01000" in page_of(resident, concern)
    asked(resident, concern, "erase")
    right = PrivacyRight.objects.get()
    desk_of(office).post(f"/desk/requests/{right.concern_id}/right/grant/")
    concern.refresh_from_db()
    order.refresh_from_db()
    assert (concern.lon, concern.lat) == (None, None)
    assert ((order.lon, order.lat) == (None, None)) is is_gone
    told = resident.get(f"mine/{right.concern.number}/").content.decode()
    assert ("keeps its place on the map" in told) is not is_gone


def test_what_was_added_and_said_at_the_callback_is_shown(office, resident, concern):
    Exchange.objects.create(
        sub_district=office.street, concern=concern, kind="addition", words="今晚也不亮", at=datetime.now(UTC)
    )
    Callback.objects.create(
        sub_district=office.street, concern=concern, round=1, state="answered", was_solved=True, was_satisfied=False,
        words="修得太慢", since_at=datetime.now(UTC), answered_at=datetime.now(UTC),
    )  # fmt: skip
    page = page_of(resident, concern)
    assert "今晚也不亮" in page
    assert "solved · not satisfied · 修得太慢" in page
    assert office.estate.name in page


def test_correcting_puts_the_new_number_in_without_anybody_reading_it(office, resident, concern):
    asked(resident, concern, "correct", new_phone=RIGHT_PHONE)
    right = PrivacyRight.objects.get()
    client = desk_of(office)
    assert RIGHT_PHONE not in client.get(f"/desk/requests/{right.concern_id}/").content.decode()
    client.post(f"/desk/requests/{right.concern_id}/right/grant/")
    concern.refresh_from_db()
    right.refresh_from_db()
    assert (concern.phone, right.new_phone, right.state) == (RIGHT_PHONE, "", "granted")


def test_a_correction_needs_a_number(resident, concern):
    answer = asked(resident, concern, "correct", new_phone="12")
    assert answer.status_code == 422
    assert not PrivacyRight.objects.exists()


def test_a_refusal_needs_a_ground_which_the_resident_reads(office, resident, concern):
    asked(resident, concern, "erase")
    right = PrivacyRight.objects.get()
    client = desk_of(office)
    refused = client.post(f"/desk/requests/{right.concern_id}/right/refuse/", {"ground": " "})
    assert refused.status_code == 422
    right.refresh_from_db()
    assert right.state == "waiting"
    client.post(f"/desk/requests/{right.concern_id}/right/refuse/", {"ground": "案件仍在办理，依法须保存"})
    page = page_of(resident, concern)
    assert "案件仍在办理，依法须保存" in page
    assert "you may complain" in page
    concern.refresh_from_db()
    assert concern.phone == PHONE


def test_one_wish_at_a_time_and_the_same_form_asks_once(resident, concern):
    key = str(uuid4())
    for _ in range(2):
        resident.post(f"mine/{concern.number}/privacy/", kind="erase", key=key)
    assert PrivacyRight.objects.count() == 1
    answer = asked(resident, concern, "erase")
    assert answer.status_code == 422
    assert "being decided already" in answer.content.decode()


def test_a_wish_is_decided_once(office, resident, concern):
    asked(resident, concern, "erase")
    right = PrivacyRight.objects.get()
    client = desk_of(office)
    client.post(f"/desk/requests/{right.concern_id}/right/grant/")
    again = client.post(f"/desk/requests/{right.concern_id}/right/refuse/", {"ground": "太晚"})
    assert again.status_code == 422
    right.refresh_from_db()
    assert right.state == "granted"
