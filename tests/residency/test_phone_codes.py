"""A code to a telephone: once, in ten minutes, in the browser that asked, in five tries; the same for every number."""

import re
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiezhi.kit.models import AuditEntry, OutboxDelivery
from jiezhi.kit.outbound import Answer, OutboundError
from jiezhi.residency.codes import MOST_WRONG_FOR_PHONE, MOST_WRONG_FROM_ADDRESS, phone_code
from jiezhi.residency.models import PhoneCode
from jiezhi.residency.senders import HttpSender
from tests.faces.portal.story import make_resident
from tests.factories import make_office, settle

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "13800001234", "13800009999"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MESSAGE_FOLDER = tmp_path / "messages"
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    settings.VAULT_KEY_FOLDER = tmp_path / "keys"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise.")]


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def reporter(office):
    resident = make_resident(office)
    resident.submit(phone=KNOWN)
    settle()
    return resident


def messages(settings) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in settings.MESSAGE_FOLDER.glob("*.txt")]


def asked(resident, phone=KNOWN):
    answer = resident.post("phone/", phone=phone)
    settle()
    return answer


def code_in(text: str) -> str:
    (code,) = re.findall(r"\d{6}", text.partition("\n")[2])
    return code


def test_the_code_opens_all_requests_under_the_number(settings, office, reporter):
    elsewhere = make_resident(office)
    asked(elsewhere)
    (message,) = messages(settings)
    assert KNOWN not in message
    answer = elsewhere.post("phone/code/", code=code_in(message))
    assert answer.status_code == 302
    assert "3号楼前的路灯不亮" in elsewhere.get("mine/").content.decode()
    number = reporter.get("request/done/").context["number"]
    assert elsewhere.get(f"mine/{number}/").status_code == 200


def test_a_code_is_good_once(settings, office, reporter):
    first, second = make_resident(office), make_resident(office)
    asked(first)
    code = code_in(messages(settings)[0])
    second.client.cookies = first.client.cookies.copy()
    assert first.post("phone/code/", code=code).status_code == 302
    row = PhoneCode.objects.get()
    assert row.used_at is not None
    session = second.client.session
    assert "phone_code" not in session or second.post("phone/code/", code=code).status_code == 422


def test_a_code_is_bound_to_the_browser_that_asked(settings, office, reporter):
    first, second = make_resident(office), make_resident(office)
    asked(first)
    asked(second, UNKNOWN)
    to_known = next(text for text in messages(settings) if "1234" in text.partition("\n")[0])
    assert second.post("phone/code/", code=code_in(to_known)).status_code == 422
    assert "路灯" not in second.get("mine/").content.decode()


@pytest.mark.parametrize(("minutes", "status"), [(9, 302), (11, 422)])
def test_a_code_lives_ten_minutes(settings, office, reporter, minutes, status):
    elsewhere = make_resident(office)
    asked(elsewhere)
    with mock.patch("jiezhi.faces.portal.views.phone.datetime") as clock:
        clock.now.return_value = datetime.now(UTC) + timedelta(minutes=minutes)
        assert elsewhere.post("phone/code/", code=code_in(messages(settings)[0])).status_code == status


def test_after_five_wrong_tries_the_right_code_is_not_taken(settings, office, reporter):
    elsewhere = make_resident(office)
    asked(elsewhere)
    right = code_in(messages(settings)[0])
    for _ in range(5):
        assert (
            elsewhere.post("phone/code/", code="000000" if right != "000000" else "111111").status_code == 422
        )
    assert elsewhere.post("phone/code/", code=right).status_code == 422
    assert PhoneCode.objects.get().tries == 5


def guessed_wrongly(resident) -> None:
    right = phone_code(PhoneCode.objects.latest("asked_at").pk)
    resident.post("phone/code/", code="000000" if right != "000000" else "111111")


def test_a_code_that_was_never_sent_opens_nothing(office, reporter):
    elsewhere = make_resident(office)
    for _ in range(4):
        asked(elsewhere)
    unsent = PhoneCode.objects.get(is_to_send=False)
    assert elsewhere.post("phone/code/", code=phone_code(unsent.pk)).status_code == 422
    assert "路灯" not in elsewhere.get("mine/").content.decode()


@pytest.mark.parametrize(("wrong", "status"), [(MOST_WRONG_FOR_PHONE - 1, 302), (MOST_WRONG_FOR_PHONE, 422)])
def test_a_new_code_gives_no_new_tries_at_a_number(office, reporter, wrong, status):
    thief = make_resident(office)
    asked(thief)
    PhoneCode.objects.update(tries=wrong, asked_at=datetime.now(UTC) - timedelta(hours=2))
    asked(thief)
    assert (
        thief.post("phone/code/", code=phone_code(PhoneCode.objects.latest("asked_at").pk)).status_code
        == status
    )


@pytest.mark.parametrize(
    ("wrong", "status"), [(MOST_WRONG_FROM_ADDRESS - 1, 302), (MOST_WRONG_FROM_ADDRESS, 422)]
)
def test_tries_at_many_numbers_from_one_address_come_to_an_end(office, reporter, wrong, status):
    thief = make_resident(office)
    asked(thief, UNKNOWN)
    PhoneCode.objects.update(tries=wrong, asked_at=datetime.now(UTC) - timedelta(hours=2))
    asked(thief)
    assert (
        thief.post("phone/code/", code=phone_code(PhoneCode.objects.latest("asked_at").pk)).status_code
        == status
    )


def test_wrong_tries_are_forgotten_after_a_day(office, reporter):
    resident = make_resident(office)
    asked(resident)
    for _ in range(3):
        guessed_wrongly(resident)
    assert PhoneCode.objects.get().tries == 3
    PhoneCode.objects.update(tries=MOST_WRONG_FROM_ADDRESS, asked_at=datetime.now(UTC) - timedelta(hours=25))
    asked(resident)
    code = phone_code(PhoneCode.objects.latest("asked_at").pk)
    assert resident.post("phone/code/", code=code).status_code == 302


def test_at_most_three_messages_an_hour_go_to_a_number_and_the_answer_stays_the_same(settings, office):
    answers = [asked(make_resident(office)) for _ in range(5)]
    assert len(messages(settings)) == 3
    assert {(answer.status_code, answer.url, answer.content) for answer in answers} == {
        (302, f"/s/{office.street.slug}/phone/code/", b"")
    }


def test_an_address_cannot_have_messages_sent_to_everybody(settings, office):
    for number in range(14):
        asked(make_resident(office), f"138{number:08}")
    assert len(messages(settings)) == 10


def without_mark(page: bytes) -> bytes:
    return re.sub(rb'(value="|X-CSRFToken[^a-zA-Z]*"?:? ?"?)[A-Za-z0-9]{64}', b"", page)


def shape_of(sql: str) -> str:
    # psycopg sets a space before a negative number, and the number of a lock may be one.
    return re.sub(r"'[^']*'| ?-?\d+", "?", sql)[:60]


def test_known_and_unknown_numbers_get_the_same_bytes_and_the_same_work(office, reporter):
    seen = {}
    for phone in (KNOWN, UNKNOWN):
        resident = make_resident(office)
        with CaptureQueriesContext(connection) as asking:
            first = resident.post("phone/", phone=phone)
        shapes = [shape_of(query["sql"]) for query in asking.captured_queries]
        page = resident.get("phone/code/")
        with CaptureQueriesContext(connection) as trying:
            wrong = resident.post("phone/code/", code="12")
        shapes += [shape_of(query["sql"]) for query in trying.captured_queries]
        seen[phone] = (
            first.status_code,
            first.url,
            without_mark(page.content),
            without_mark(wrong.content),
            shapes,
        )
        assert len(shapes) > 10
    assert seen[KNOWN] == seen[UNKNOWN]
    assert OutboxDelivery.objects.filter(occurrence="residency.PhoneCodeAsked").count() == 2


def test_neither_number_nor_code_is_in_the_news_the_audit_or_in_clear_in_the_table(office, settings):
    asked(make_resident(office))
    row = PhoneCode.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM residency_phonecode")
        stored = repr(cursor.fetchall())
    news = repr(list(OutboxDelivery.objects.values_list("payload", flat=True)))
    told = repr(list(AuditEntry.objects.values_list("facts", flat=True)))
    for text in (stored, news, told):
        assert KNOWN not in text
        assert phone_code(row.pk) not in text


def test_half_an_hour_without_a_page_signs_out(settings, office, reporter):
    elsewhere = make_resident(office)
    asked(elsewhere)
    elsewhere.post("phone/code/", code=code_in(messages(settings)[0]))
    with mock.patch("jiezhi.faces.portal.holdings.datetime") as clock:
        clock.now.return_value = datetime.now(UTC) + timedelta(minutes=31)
        assert "路灯" not in elsewhere.get("mine/").content.decode()


def test_signing_out_clears_the_browser(settings, office, reporter):
    elsewhere = make_resident(office)
    asked(elsewhere)
    elsewhere.post("phone/code/", code=code_in(messages(settings)[0]))
    old = elsewhere.client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = elsewhere.post("phone/leave/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = old
    assert "路灯" not in thief.get(elsewhere.url("mine/")).content.decode()
    assert AuditEntry.objects.filter(verb="residency.phone_signed_out").exists()


def test_another_streets_pages_show_nothing(settings, office, reporter):
    elsewhere = make_resident(office)
    asked(elsewhere)
    elsewhere.post("phone/code/", code=code_in(messages(settings)[0]))
    other = make_office()
    page = elsewhere.client.get(reverse("portal:mine", args=[other.street.slug]))
    assert "路灯" not in page.content.decode()


def test_the_page_says_that_a_trial_sends_nothing(office):
    page = make_resident(office).get("phone/").content.decode()
    assert "This installation is for trying out" in page


def test_without_a_sender_nobody_is_offered_to_sign_in(settings, office):
    settings.MESSAGE_SENDER = ""
    resident = make_resident(office)
    assert resident.get("phone/").status_code == 404
    assert "phone/" not in resident.get("").content.decode()


def test_a_message_that_does_not_leave_is_tried_again(settings, office):
    settings.MESSAGE_SENDER = "jiezhi.residency.senders.HttpSender"
    settings.MESSAGE_GATEWAY = "https://messages.example/send"
    with mock.patch("jiezhi.residency.senders.ask", return_value=Answer(503, b"")):
        make_resident(office).post("phone/", phone=KNOWN)
        with pytest.raises(AssertionError, match="OutboundError"):
            settle()
    assert PhoneCode.objects.get().sent_at is None
    delivery = OutboxDelivery.objects.get(occurrence="residency.PhoneCodeAsked")
    assert delivery.state == "waiting"
    assert delivery.attempts >= 1
    with mock.patch("jiezhi.residency.senders.ask", return_value=Answer(202, b"")) as sent:
        HttpSender().send(phone=KNOWN, text="123456", key=delivery.pk)
    assert sent.call_args.kwargs["headers"]["Idempotency-Key"] == str(delivery.pk)


def test_a_gateway_that_refuses_is_an_error_for_the_outbox(settings):
    settings.MESSAGE_GATEWAY = "https://messages.example/send"
    with (
        mock.patch("jiezhi.residency.senders.ask", return_value=Answer(400, b"")),
        pytest.raises(OutboundError),
    ):
        HttpSender().send(phone=KNOWN, text="123456", key=PhoneCode().pk)
