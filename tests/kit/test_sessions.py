import json
import logging
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings as configured
from django.contrib.auth import SESSION_KEY, get_user_model, login, logout
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from jiezhi.kit.models import SealedSession
from jiezhi.kit.sessions import SessionStore
from jiezhi.kit.vault import key_provider

pytestmark = pytest.mark.django_db
CANARY = "13812345678"


def begun(**content):
    store = SessionStore()
    store.update(content)
    store.save()
    return store


def everything_stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kit_sealedsession")
        return json.dumps(cursor.fetchall(), default=str)


def test_the_engine_in_the_settings_is_this_one():
    assert import_module(configured.SESSION_ENGINE).SessionStore is SessionStore


def test_neither_the_session_key_nor_its_content_is_in_the_database():
    store = begun(phone=CANARY, name="张三")
    text = everything_stored()
    for secret in (store.session_key, CANARY, "张三", "\\u5f20", "phone"):
        assert secret not in text
    assert SessionStore(store.session_key)["phone"] == CANARY


def test_a_session_is_read_with_one_statement(django_assert_num_queries):
    key = begun(phone=CANARY).session_key
    with django_assert_num_queries(1):
        again = SessionStore(key)
        assert again["phone"] == CANARY
        assert again.get("other") is None


def test_a_session_is_changed_with_one_statement(django_assert_num_queries):
    store = begun(step=1)
    store["step"] = 2
    with django_assert_num_queries(1):
        store.save()
    assert SessionStore(store.session_key)["step"] == 2


def test_an_expired_session_is_empty_and_can_be_cleared():
    expired = begun(step=2)
    SealedSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    kept = begun(step=1)
    assert SessionStore(expired.session_key).load() == {}
    assert SessionStore(kept.session_key).load() == {"step": 1}
    SessionStore.clear_expired()
    assert SealedSession.objects.count() == 1
    assert SessionStore(kept.session_key).load() == {"step": 1}


def test_a_session_that_ended_elsewhere_is_not_made_again():
    store = begun(step=1)
    SessionStore(store.session_key).delete()
    store["step"] = 2
    with pytest.raises(UpdateError):
        store.save()
    assert SealedSession.objects.count() == 0


def test_the_content_of_one_session_does_not_open_in_another(caplog):
    leader, stranger = begun(user="leader"), begun(user="stranger")
    rows = {SessionStore(key.session_key)["user"]: key for key in (leader, stranger)}
    payloads = list(SealedSession.objects.order_by("key_digest").values_list("key_digest", "payload"))
    (one, payload_one), (two, payload_two) = payloads
    SealedSession.objects.filter(key_digest=one).update(payload=payload_two)
    SealedSession.objects.filter(key_digest=two).update(payload=payload_one)
    with caplog.at_level(logging.WARNING):
        assert [SessionStore(store.session_key).load() for store in rows.values()] == [{}, {}]
    assert {record.error for record in caplog.records} == {"TamperedError"}
    assert leader.session_key not in caplog.text


def test_a_made_up_key_is_never_taken_over():
    store = SessionStore("a" * 32)
    assert store.load() == {}
    store["step"] = 1
    store.save()
    assert store.session_key != "a" * 32


def test_sessions_survive_a_key_rotation():
    key = begun(step=1).session_key
    key_provider().add_key()
    assert SessionStore(key)["step"] == 1


def signed_in_request():
    request = RequestFactory().get("/")
    request.session = begun(basket="kept")
    request.user = get_user_model()(pk=None)
    return request


@pytest.fixture
def officer():
    return get_user_model().objects.create_user(username="officer", password="correct horse battery")


def test_signing_in_changes_the_key_and_keeps_the_content(officer):
    request = signed_in_request()
    before = request.session.session_key
    login(request, officer, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    assert request.session.session_key != before
    assert SessionStore(before).load() == {}
    after = SessionStore(request.session.session_key)
    assert after["basket"] == "kept"
    assert after[SESSION_KEY] == str(officer.pk)


def test_signing_out_leaves_no_row(officer):
    request = signed_in_request()
    login(request, officer, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    logout(request)
    assert SealedSession.objects.count() == 0


def test_a_browser_stays_signed_in_through_the_cookie_alone(officer):
    client = Client()
    client.force_login(officer)
    key = client.cookies[configured.SESSION_COOKIE_NAME].value
    assert SessionStore(key)[SESSION_KEY] == str(officer.pk)
    assert key not in everything_stored()
    client.logout()
    assert SessionStore(key).load() == {}
