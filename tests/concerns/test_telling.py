"""A reporter who wished for it is told by short message of a question and of the end, and of nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest

from jiezhi.concerns.actions import (
    ProxyDraft,
    Submission,
    Verdict,
    Wish,
    answer_callback,
    ask_privacy_right,
    ask_reporter,
    confirm_concern,
    correct_contact,
    erase_contact,
    stop_telling,
    submit_concern,
)
from jiezhi.concerns.actions.receiving import Confirmation
from jiezhi.concerns.choices import CalledBack, Relation, RightKind
from jiezhi.concerns.codes import code_holder
from jiezhi.kit.actor import OriginRef
from jiezhi.notices.actions import ask_to_be_told, note_stop
from jiezhi.notices.models import Sending, StoppedNumber, TextWish
from jiezhi.workorders.actions import accept_order, resolve_order
from tests.factories import make_office, settle
from tests.factories.notices import make_gateway
from tests.factories.workorders import MONDAY, spot_of, visitor

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
PHONE, OTHER = "13800001234", "13900005678"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def gateway(office):
    return make_gateway(office, at=MONDAY)


def submitted(office, **more):
    draft = {"phone": PHONE, "wants_messages": True} | more
    submission = Submission(key=uuid4(), words="3号楼前的路灯不亮", spot=spot_of(office), **draft)
    concern = submit_concern(submission=submission, actor=visitor(office), at=MONDAY).concern
    settle()
    return concern


def holder_of(concern):
    return code_holder(sub_district_id=concern.sub_district_id, code_digest=concern.code_digest)


def told():
    return [line.kind for sending in Sending.objects.order_by("written_at") for line in sending.lines.all()]


@pytest.mark.usefixtures("gateway")
def test_a_question_and_the_end_are_told_and_then_the_number_is_forgotten(office):
    concern = submitted(office)
    dispatcher, officer = office.dispatcher.actor, office.officer.actor
    ask_reporter(
        concern_id=concern.pk, question="哪一盏？", seen_version=None, actor=dispatcher, at=MONDAY + HOUR
    )
    settle()
    assert told() == ["concerns.resident_asked"]
    order = confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(matter_id=office.lamp.pk, brief="修复路灯"),
        seen_version=None,
        actor=dispatcher,
        at=MONDAY + HOUR,
    )
    accept_order(order_id=order.pk, seen_version=None, actor=officer, at=MONDAY + 2 * HOUR)
    resolve_order(
        order_id=order.pk, reply="已更换灯泡", seen_version=None, actor=officer, at=MONDAY + 3 * HOUR
    )
    settle()
    assert told() == ["concerns.resident_asked", "concerns.resident_called_back"]
    assert TextWish.objects.get().phone == PHONE
    verdict = Verdict(was_solved=True, was_satisfied=True)
    answer_callback(concern_id=concern.pk, verdict=verdict, actor=holder_of(concern), at=MONDAY + 4 * HOUR)
    wish = TextWish.objects.get()
    assert (wish.ended_because, wish.phone, wish.phone_index) == ("settled", "", "")


@pytest.mark.usefixtures("gateway")
def test_who_did_not_wish_for_it_or_left_no_number_is_not_told(office):
    submitted(office, wants_messages=False)
    submitted(office, phone="")
    assert not TextWish.objects.exists()


def test_a_street_without_a_gateway_keeps_no_wish(office):
    submitted(office)
    assert not TextWish.objects.exists()


def test_a_number_that_somebody_typed_lifts_no_stop_and_staff_who_speak_with_the_person_do(office, gateway):
    note_stop(way=gateway, phone=PHONE, actor=office.dispatcher.actor, at=MONDAY)
    concern = submitted(office)
    assert StoppedNumber.objects.count() == 1
    about = OriginRef("concerns.concern", concern.pk)
    ask_to_be_told(about=about, phone=PHONE, actor=office.dispatcher.actor, at=MONDAY + HOUR)
    assert not StoppedNumber.objects.exists()


@pytest.mark.usefixtures("gateway")
def test_where_somebody_acts_and_is_called_back_their_number_is_the_one(office):
    proxy = ProxyDraft(Relation.FAMILY, OTHER, CalledBack.ACTING, has_agreed=True)
    submitted(office, proxy=proxy)
    assert TextWish.objects.get().phone == OTHER


@pytest.mark.usefixtures("gateway")
def test_the_reporter_ends_it_on_the_page_of_their_request(office):
    concern = submitted(office)
    stop_telling(concern_id=concern.pk, actor=holder_of(concern), at=MONDAY + HOUR)
    wish = TextWish.objects.get()
    assert (wish.ended_because, wish.phone) == ("own", "")
    ask_reporter(
        concern_id=concern.pk,
        question="哪一盏？",
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + 2 * HOUR,
    )
    settle()
    assert told() == []


@pytest.mark.parametrize(("kind", "kept"), [(RightKind.CORRECT, OTHER), (RightKind.ERASE, "")])
@pytest.mark.usefixtures("gateway")
def test_a_corrected_number_is_told_on_and_a_deleted_one_is_not(office, kind, kept):
    concern = submitted(office)
    wish = Wish(key=uuid4(), kind=kind, new_phone=OTHER if kind == RightKind.CORRECT else "")
    right = ask_privacy_right(about_id=concern.pk, wish=wish, actor=holder_of(concern), at=MONDAY + HOUR)
    decide = correct_contact if kind == RightKind.CORRECT else erase_contact
    decide(concern_id=right.concern.pk, actor=office.dispatcher.actor, at=MONDAY + 2 * HOUR)
    assert [wish.phone for wish in TextWish.objects.filter(ended_at=None)] == ([kept] if kept else [])
