import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiezhi.accounts import queries as reads
from jiezhi.kit.models import AuditEntry
from tests.accounts.people import PASSWORD, office_with_password, try_sign_in
from tests.factories import make_office

pytestmark = pytest.mark.django_db


def test_the_right_password_signs_in_under_a_new_session_key():
    office = office_with_password()
    client = Client()
    session = client.session
    session["before"] = "1"
    session.save()
    client.cookies["sessionid"] = session.session_key
    response = try_sign_in(client, office.dispatcher.user.username, PASSWORD)
    assert response["Location"] == "/desk/"
    assert client.session.session_key != session.session_key
    assert AuditEntry.objects.get().verb == "accounts.signed_in"
    assert client.session["_auth_user_id"] == str(office.dispatcher.user.pk)


def test_every_failure_says_the_same():
    office = office_with_password()
    gone = office.officer.user
    gone.set_password(PASSWORD)
    gone.is_active = False
    gone.save()
    locked = office.leader.user
    locked.set_password(PASSWORD)
    locked.save()
    for _ in range(5):
        try_sign_in(Client(), locked.username, "wrong")
    tries = [
        (office.dispatcher.user.username, "wrong"),
        ("nobody", PASSWORD),
        (gone.username, PASSWORD),
        (locked.username, PASSWORD),
        (office.grid_worker.user.username, "!"),
    ]
    said = set()
    for username, password in tries:
        response = try_sign_in(Client(), username, password)
        assert response.status_code == 422
        said.add(tuple(response.context["form"].non_field_errors()))
        assert PASSWORD not in response.content.decode()
    assert len(said) == 1


def test_known_and_unknown_names_cost_one_hash_and_the_same_statements(monkeypatch):
    office = office_with_password()
    reads.decoy_hash()
    hashed = []
    hasher = type(hashers.get_hasher("argon2"))
    for name in ("verify", "encode"):
        whole = getattr(hasher, name)
        monkeypatch.setattr(
            hasher, name, lambda *args, _whole=whole, _name=name: hashed.append(_name) or _whole(*args)
        )

    def cost(username: str, password: str) -> tuple[list[str], list[str]]:
        hashed.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            try_sign_in(Client(), username, password)
        return list(hashed), [query["sql"].split("WHERE")[0].split(" ")[0] for query in queries]

    known = cost(office.dispatcher.user.username, "wrong")
    assert known == cost("nobody", "wrong")
    assert known == cost(office.grid_worker.user.username, "wrong")
    assert known[0] == ["verify"]


def test_the_audit_of_a_failure_names_nobody():
    make_office()
    try_sign_in(Client(), "13812345678", "wrong")
    row = AuditEntry.objects.get()
    assert row.verb == "accounts.sign_in_refused"
    assert row.facts == {"is_known": False}
    assert row.subject_id.int == 0


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/desk/requests/?x=1", "/desk/requests/?x=1"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("/\\evil.example", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("http://testserver/desk/", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_sign_in_leads_on_only_within_this_site(wanted, reached):
    office = office_with_password()
    response = try_sign_in(Client(), office.dispatcher.user.username, PASSWORD, next=wanted)
    assert response["Location"] == reached


def test_signing_out_ends_the_session_everywhere():
    office = office_with_password()
    client = Client()
    try_sign_in(client, office.dispatcher.user.username, PASSWORD)
    copied = client.cookies["sessionid"].value
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    thief = Client()
    thief.cookies["sessionid"] = copied
    assert thief.get("/desk/")["Location"].startswith("/sign-in/")
    assert AuditEntry.objects.order_by("-id")[0].verb == "accounts.signed_out"


def test_somebody_without_a_post_reads_why_there_is_no_desk():
    office = office_with_password()
    user = office.dispatcher.user
    user.holdings.update(until_on=timezone.localdate())
    client = Client()
    assert try_sign_in(client, user.username, PASSWORD).status_code == 302
    page = client.get("/desk/", follow=True)
    assert page.redirect_chain[-1][0] == "/me/"
    assert user.name in page.content.decode()
    assert "今天没有任职" in page.content.decode()
    assert 'action="/sign-out/"' in page.content.decode()


def test_a_changed_password_ends_sessions_begun_with_the_old_one():
    office = office_with_password()
    client = Client()
    try_sign_in(client, office.dispatcher.user.username, PASSWORD)
    assert client.get("/desk/")["Location"] == "/desk/today/"
    office.dispatcher.user.refresh_from_db()
    office.dispatcher.user.set_password(PASSWORD + "!")
    office.dispatcher.user.save()
    assert client.get("/desk/")["Location"].startswith("/sign-in/")


def test_the_sign_in_page_switches_language():
    page = Client().get("/sign-in/", headers={"accept-language": "en"}).content.decode()
    assert "<h1>Sign in</h1>" in page
    assert 'name="language" value="zh-hans"' in page
