"""A resident follows a request, answers, and asks to take it up again."""

from datetime import UTC, datetime
from unittest import mock

import pytest
from django.db import OperationalError

from jiezhi.concerns.actions import Confirmation, answer_concern, ask_reporter, confirm_concern
from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.models import Callback, Concern
from jiezhi.concerns.queries import pictures_of
from jiezhi.workorders.actions import accept_order, resolve_order
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from tests.faces.portal.story import make_resident
from tests.factories import make_office, settle


@pytest.fixture
def concern(resident):
    made = resident.submit()
    settle()
    return made


def page_of(resident, concern) -> str:
    return resident.get(f"mine/{concern.number}/").content.decode()


def dispatch(office, concern) -> WorkOrder:
    concern.refresh_from_db()
    return confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(matter_id=office.lamp.pk, brief="修复路灯"),
        seen_version=None,
        actor=office.dispatcher.actor,
        at=datetime.now(UTC),
    )


def report_done(office, concern) -> WorkOrder:
    order = dispatch(office, concern)
    accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=datetime.now(UTC))
    order = resolve_order(
        order_id=order.pk,
        reply="已更换灯泡",
        seen_version=None,
        actor=office.officer.actor,
        at=datetime.now(UTC),
    )
    settle()
    return order


def test_the_request_can_be_opened_at_once_in_the_browser_that_made_it(resident, concern):
    page = page_of(resident, concern)
    assert "3号楼前的路灯不亮" in page
    assert "Your request has reached the office. Nobody has read it yet." in page


def test_another_browser_cannot_open_it(office, resident, concern):
    answer = make_resident(office).get(f"mine/{concern.number}/")
    assert answer.status_code == 404
    assert "3号楼前的路灯不亮" not in answer.content.decode()


def test_another_streets_address_cannot_show_it(resident, concern):
    other = make_office()
    answer = resident.client.get(f"/s/{other.street.slug}/mine/{concern.number}/")
    assert answer.status_code == 404
    assert "3号楼前的路灯不亮" not in resident.client.get(f"/s/{other.street.slug}/mine/").content.decode()


def _wide(code: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in code)


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code.replace('-', ' ')} ", _wide])
def test_the_code_opens_it_however_it_is_typed(office, resident, concern, typed):
    code = resident.code()
    other = make_resident(office)
    answer = other.post("follow/", code=typed(code))
    assert answer.url == other.url(f"mine/{concern.number}/")
    assert "3号楼前的路灯不亮" in page_of(other, concern)


def test_the_code_of_another_street_is_unknown_here(resident, concern):
    other = make_resident(make_office())
    answer = other.post("follow/", code=resident.code())
    assert answer.status_code == 404
    assert "No request has this code." in answer.content.decode()


def test_something_that_is_no_code_is_told_with_its_length_and_kept(resident):
    answer = resident.post("follow/", code="ABCD-EFGH")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "this has 8" in page
    assert 'value="ABCD-EFGH"' in page


def test_my_requests_lists_what_this_browser_holds_and_forgets_it(resident, concern):
    assert concern.words in resident.get("mine/").content.decode()
    resident.post("mine/leave/")
    assert "No request is open in this browser" in resident.get("mine/").content.decode()
    assert resident.get(f"mine/{concern.number}/").status_code == 404


def test_the_promised_time_is_shown_once_a_department_has_it(office, resident, concern):
    dispatch(office, concern)
    page = page_of(resident, concern)
    assert f"Your request has been given to {office.lighting.name}." in page
    assert "Promised to be done" in page
    assert "before " in page


def test_no_person_of_the_office_is_named(office, resident, concern):
    report_done(office, concern)
    page = page_of(resident, concern)
    for staff in (office.dispatcher, office.officer):
        assert staff.user.name not in page
        assert staff.actor.label not in page


def test_a_question_is_answered_and_the_dispatcher_has_it_again(office, resident, concern):
    ask_reporter(
        concern_id=concern.pk,
        question="是哪一盏灯？",
        seen_version=None,
        actor=office.dispatcher.actor,
        at=datetime.now(UTC),
    )
    assert "是哪一盏灯？" in page_of(resident, concern)
    answer = resident.post(f"mine/{concern.number}/add/", addition="最东边那盏")
    assert answer.status_code == 302
    concern.refresh_from_db()
    assert concern.state == ConcernState.SUBMITTED
    assert "最东边那盏" in page_of(resident, concern)


def test_an_empty_answer_is_told_at_its_field(resident, concern):
    answer = resident.post(f"mine/{concern.number}/add/", addition=" ")
    assert answer.status_code == 422
    assert 'href="#id_addition"' in answer.content.decode()


def test_another_browser_can_neither_add_nor_answer(office, resident, concern):
    other = make_resident(office)
    assert other.post(f"mine/{concern.number}/add/", addition="我也是").status_code == 404
    assert other.post(f"mine/{concern.number}/callback/", solved="yes", satisfied="yes").status_code == 404
    assert not concern.exchanges.exists()


def test_the_reply_is_shown_and_a_good_verdict_closes_the_order(office, resident, concern):
    order = report_done(office, concern)
    page = page_of(resident, concern)
    assert "已更换灯泡" in page
    assert "Is the problem solved?" in page
    resident.post(f"mine/{concern.number}/callback/", solved="yes", satisfied="yes", remark="谢谢")
    order.refresh_from_db()
    assert order.state == OrderState.CLOSED
    assert "You answered: solved, and satisfied" in page_of(resident, concern)


def test_an_unsatisfied_verdict_takes_it_up_again_and_says_so_before(office, resident, concern):
    order = report_done(office, concern)
    assert "If you answer No to one of the first two questions, the request is taken up again" in page_of(
        resident, concern
    )
    resident.post(f"mine/{concern.number}/callback/", solved="no", satisfied="no", remark="又灭了")
    order.refresh_from_db()
    assert (order.state, order.reopened_count) == (OrderState.DISPATCHED, 1)
    page = page_of(resident, concern)
    assert "Taken up again" in page
    assert "又灭了" in page


def test_a_verdict_without_a_choice_keeps_the_remark(office, resident, concern):
    report_done(office, concern)
    answer = resident.post(f"mine/{concern.number}/callback/", satisfied="yes", remark="还可以")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose whether the problem is solved." in page
    assert "还可以" in page


def test_a_verdict_given_too_early_is_refused_with_the_reason(office, resident, concern):
    dispatch(office, concern)
    answer = resident.post(f"mine/{concern.number}/callback/", solved="yes", satisfied="yes")
    assert answer.status_code == 409
    assert "Your request is still being handled." in answer.content.decode()
    assert not Callback.objects.exists()


def test_a_closed_request_is_taken_up_again_once(office, resident, concern):
    order = report_done(office, concern)
    resident.post(f"mine/{concern.number}/callback/", solved="yes", satisfied="yes")
    assert "The problem is back" in page_of(resident, concern)
    resident.post(f"mine/{concern.number}/again/", reason="今晚又不亮了")
    order.refresh_from_db()
    assert (order.state, order.reopened_count) == (OrderState.DISPATCHED, 1)
    assert "The problem is back" not in page_of(resident, concern)


def test_an_answered_enquiry_asks_whether_it_helped(office, resident, concern):
    answer_concern(
        concern_id=concern.pk,
        matter_id=office.enquiry.pk,
        reply="带身份证到一楼窗口",
        seen_version=None,
        actor=office.dispatcher.actor,
        at=datetime.now(UTC),
    )
    settle()
    page = page_of(resident, concern)
    assert "带身份证到一楼窗口" in page
    assert "Is the problem solved?" in page


def test_a_locked_database_keeps_what_was_added(resident, concern):
    busy = OperationalError("database is locked")
    with mock.patch("jiezhi.faces.portal.views.concern.add_words", side_effect=busy):
        answer = resident.post(f"mine/{concern.number}/add/", addition="最东边那盏")
    assert answer.status_code == 503
    assert 'name="addition" value="最东边那盏"' in answer.content.decode()
    assert not concern.exchanges.exists()


def test_its_pictures_are_for_its_holder_alone(office, resident):
    key = resident.fill()
    resident.photo(next="1")
    resident.post("request/check/", submission_key=key)
    concern = Concern.objects.get()
    (picture,) = pictures_of(concern)
    address = f"mine/{concern.number}/pictures/{picture.pk}/"
    assert address in page_of(resident, concern)
    assert resident.get(address).headers["Content-Type"] == "image/jpeg"
    assert make_resident(office).get(address).status_code == 404


def test_following_takes_few_statements(office, resident, concern, django_assert_max_num_queries):
    report_done(office, concern)
    with django_assert_max_num_queries(10):
        page_of(resident, concern)
    with django_assert_max_num_queries(5):
        resident.get("mine/")
