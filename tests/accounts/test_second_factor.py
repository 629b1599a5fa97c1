import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from jiezhi.accounts.models import RecoveryCode, SecondFactor
from jiezhi.kit.models import AuditEntry
from tests.accounts.people import (
    PASSWORD,
    Telephone,
    office_with_password,
    signed_in,
    try_sign_in,
    with_telephone,
)

pytestmark = pytest.mark.django_db


def secret_on(page) -> str:
    return re.search(r"data-secret>([A-Z2-7 ]+)<", page.content.decode())[1].replace(" ", "")


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def test_a_member_of_staff_turns_it_on_signs_out_and_signs_in_with_password_and_code():
    office = office_with_password()
    username = office.dispatcher.user.username
    client = signed_in(office.dispatcher)
    page = client.get("/me/second-factor/")
    assert '<svg class="qr"' in page.content.decode()
    phone = Telephone(secret_on(page))
    assert secret_on(client.get("/me/second-factor/")) == phone.secret, "a second look shows the same picture"
    earlier = timezone.now() - timedelta(seconds=30)
    page = client.post("/me/second-factor/", {"code": phone.shows(at=earlier)})
    assert len(re.findall(r"<li><code>[0-9A-Z-]{14}</code></li>", page.content.decode())) == 10
    client.post("/sign-out/")

    assert try_sign_in(client, username, PASSWORD, next="/desk/callbacks/")["Location"] == "/sign-in/code/"
    assert client.get("/desk/")["Location"].startswith("/sign-in/"), "the password alone opens nothing"
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["code"]
    assert client.post("/sign-in/code/", {"code": phone.shows()})["Location"] == "/desk/callbacks/"
    assert client.get("/desk/today/").status_code == 200
    assert verbs()[-4:] == [
        "accounts.signed_out", "accounts.password_accepted", "accounts.code_refused", "accounts.signed_in",
    ]  # fmt: skip


def test_a_session_that_was_left_open_does_not_take_a_strangers_telephone():
    office = office_with_password()
    client = signed_in(office.dispatcher)
    session = client.session
    session["signed_in_at"] = (timezone.now() - timedelta(minutes=11)).isoformat()
    session.save()
    phone = Telephone(secret_on(client.get("/me/second-factor/")))
    assert client.post("/me/second-factor/", {"code": phone.shows()}).status_code == 422
    refused = client.post("/me/second-factor/", {"code": phone.shows(), "password": "wrong"})
    assert refused.status_code == 422
    assert not SecondFactor.objects.exists()
    client.post("/me/second-factor/", {"code": phone.shows(), "password": PASSWORD})
    assert SecondFactor.objects.exists()


def test_a_code_opens_only_once():
    office = office_with_password()
    phone, _codes = with_telephone(office.dispatcher)
    at = timezone.now()
    for client, status in ((Client(), 302), (Client(), 422)):
        try_sign_in(client, office.dispatcher.user.username, PASSWORD)
        assert client.post("/sign-in/code/", {"code": phone.shows(at=at)}).status_code == status


def test_a_code_of_yesterday_opens_nothing():
    office = office_with_password()
    phone, _codes = with_telephone(office.dispatcher)
    client = Client()
    try_sign_in(client, office.dispatcher.user.username, PASSWORD)
    old = phone.shows(at=timezone.now() - timedelta(minutes=5))
    assert client.post("/sign-in/code/", {"code": old}).status_code == 422


def test_a_recovery_code_stands_in_once_however_it_is_written():
    office = office_with_password()
    _phone, codes = with_telephone(office.dispatcher)
    written = f" {codes[0][:4].lower()}-{codes[0][4:8]} {codes[0][8:]}"
    for client, status in ((Client(), 302), (Client(), 422)):
        try_sign_in(client, office.dispatcher.user.username, PASSWORD)
        assert client.post("/sign-in/code/", {"code": written}).status_code == status
    assert RecoveryCode.objects.exclude(used_at=None).count() == 1


def test_neither_secret_nor_recovery_code_stands_in_the_database():
    office = office_with_password()
    phone, codes = with_telephone(office.dispatcher)
    stored = ""
    with connection.cursor() as cursor:
        for table in ("accounts_secondfactor", "accounts_recoverycode", "kit_auditentry"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            stored += str(cursor.fetchall())
    assert phone.secret not in stored
    assert not [code for code in codes if code in stored]
    assert SecondFactor.objects.get().secret == phone.secret


def test_five_wrong_codes_hold_the_right_one_back():
    office = office_with_password()
    phone, _codes = with_telephone(office.dispatcher)
    client = Client()
    try_sign_in(client, office.dispatcher.user.username, PASSWORD)
    for _ in range(5):
        client.post("/sign-in/code/", {"code": "000000"})
    assert client.post("/sign-in/code/", {"code": phone.shows()}).status_code == 422


def test_a_right_password_waits_ten_minutes_for_its_code(monkeypatch):
    from jiezhi.accounts import browsers

    office = office_with_password()
    phone, _codes = with_telephone(office.dispatcher)
    client = Client()
    monkeypatch.setattr(browsers, "CODE_WITHIN", timedelta(seconds=-1))
    try_sign_in(client, office.dispatcher.user.username, PASSWORD)
    assert client.post("/sign-in/code/", {"code": phone.shows()})["Location"] == "/sign-in/"


def test_a_password_changed_in_between_asks_for_the_new_one():
    office = office_with_password()
    phone, _codes = with_telephone(office.dispatcher)
    client = Client()
    try_sign_in(client, office.dispatcher.user.username, PASSWORD)
    office.dispatcher.user.set_password("another long password")
    office.dispatcher.user.save()
    assert client.post("/sign-in/code/", {"code": phone.shows()})["Location"] == "/sign-in/"


def test_turning_off_asks_for_the_password():
    office = office_with_password()
    client = signed_in(office.dispatcher)
    with_telephone(office.dispatcher)
    assert client.post("/me/second-factor/off/", {"password": "wrong"}).status_code == 422
    assert SecondFactor.objects.exists()
    assert client.post("/me/second-factor/off/", {"password": PASSWORD})["Location"] == "/me/"
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_new_recovery_codes_void_the_old_ones():
    office = office_with_password()
    client = signed_in(office.dispatcher)
    _phone, codes = with_telephone(office.dispatcher)
    page = client.post("/me/recovery-codes/", {"password": PASSWORD})
    assert "no-store" in page["Cache-Control"]
    stranger = Client()
    try_sign_in(stranger, office.dispatcher.user.username, PASSWORD)
    assert stranger.post("/sign-in/code/", {"code": codes[0]}).status_code == 422
    assert stranger.post("/sign-in/code/", {"code": page.context["codes"][0]}).status_code == 302


def test_where_it_is_required_nothing_opens_before_it_is_set_up(settings):
    settings.SECOND_FACTOR = "required"
    office = office_with_password()
    client = Client()
    response = try_sign_in(client, office.dispatcher.user.username, PASSWORD)
    assert response["Location"] == "/me/second-factor/"
    for address in ("/desk/", "/desk/today/", "/wall/", "/patrol/"):
        assert client.get(address)["Location"].startswith("/sign-in/"), address
    assert client.get("/me/")["Location"] == "/me/second-factor/"
    assert client.get("/sign-in/", follow=True).redirect_chain[-1][0] == "/me/second-factor/"
    phone = Telephone(secret_on(client.get("/me/second-factor/")))
    client.post("/me/second-factor/", {"code": phone.shows()})
    assert client.get("/desk/today/").status_code == 200
