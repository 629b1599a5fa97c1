"""Where a person is signed in: seen by this person alone, and ended by whatever makes a sign-in wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jiezhi.accounts import browsers
from jiezhi.accounts.actions import close_account, open_account
from jiezhi.accounts.browsers import browser_in_words
from jiezhi.kit.models import AuditEntry, SealedSession
from tests.accounts.people import PASSWORD, give_password, office_with_password, signed_in, try_sign_in

pytestmark = pytest.mark.django_db
NEW = "four words of no office"


def is_in(client: Client) -> bool:
    return client.get("/desk/today/").status_code == 200


def test_the_page_lists_own_browsers_in_words_and_nobody_elses():
    office = office_with_password()
    give_password(office.officer)
    signed_in(office.officer)
    signed_in(office.dispatcher)
    here = signed_in(office.dispatcher)
    sessions = here.get("/me/").context["sessions"]
    assert [(row.browser, row.is_this) for row in sessions] == [
        ("Chrome · Windows", True), ("Chrome · Windows", False),
    ]  # fmt: skip
    used = sessions[0].used_hour
    assert (used.minute, used.second, used.microsecond) == (0, 0, 0)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile Safari/537.36 MicroMessenger/8.0",
            "WeChat · Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8.0", ""),
    ],
)
def test_browsers_have_names_and_no_versions(told, words):
    assert browser_in_words(told) == words


def test_one_session_is_ended_from_another():
    office = office_with_password()
    there, here = signed_in(office.dispatcher), signed_in(office.dispatcher)
    other = next(row for row in here.get("/me/").context["sessions"] if not row.is_this)
    here.post("/me/sessions/end/", {"handle": other.handle})
    assert not is_in(there)
    assert is_in(here)


def test_all_others_are_ended_at_once():
    office = office_with_password()
    others = [signed_in(office.dispatcher) for _ in range(3)]
    here = signed_in(office.dispatcher)
    here.post("/me/sessions/end/")
    assert [is_in(client) for client in others] == [False] * 3
    assert is_in(here)
    assert AuditEntry.objects.order_by("-id")[0].facts == {"count": 3}


def test_nobody_ends_the_session_of_somebody_else():
    office = office_with_password()
    give_password(office.officer)
    victim = signed_in(office.dispatcher)
    handle = victim.get("/me/").context["sessions"][0].handle
    signed_in(office.officer).post("/me/sessions/end/", {"handle": handle})
    assert is_in(victim)


def test_a_changed_password_ends_all_other_sessions_and_keeps_this_one():
    office = office_with_password()
    there, here = signed_in(office.dispatcher), signed_in(office.dispatcher)
    given = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert here.post("/me/password/", given)["Location"] == "/me/"
    assert not is_in(there)
    assert is_in(here)
    assert try_sign_in(Client(), office.dispatcher.user.username, PASSWORD).status_code == 422
    assert try_sign_in(Client(), office.dispatcher.user.username, NEW).status_code == 302


def test_a_closed_account_is_out_at_once_and_stays_out():
    office = office_with_password()
    client = signed_in(office.dispatcher)
    cookie = client.cookies["sessionid"].value
    at, user_id = timezone.now(), office.dispatcher.user.pk
    close_account(user_id=user_id, actor=office.leader.actor, at=at)
    assert not is_in(client)
    assert not SealedSession.objects.filter(expires_at__gt=at).exclude(owner_digest="").exists()
    open_account(user_id=user_id, actor=office.leader.actor, at=at)
    client.cookies["sessionid"] = cookie
    assert not is_in(client), "the old cookie opens nothing, even when the account is open again"


def test_the_row_of_a_session_does_not_say_whose_it_is():
    office = office_with_password()
    signed_in(office.dispatcher)
    row = SealedSession.objects.exclude(owner_digest="").get()
    user = office.dispatcher.user
    assert not {str(user.pk), user.pk.hex, user.username} & {row.owner_digest, row.payload, row.key_digest}
    assert user.pk.hex not in row.payload


class Clock:
    def __init__(self, monkeypatch) -> None:
        from jiezhi.kit import sessions
        from jiezhi.organisation import middleware

        self.now = datetime.now(UTC)
        clock = self

        class At(datetime):
            @classmethod
            def now(cls, tz=None):
                return clock.now

        monkeypatch.setattr(middleware, "datetime", At)
        monkeypatch.setattr(sessions.timezone, "now", lambda: clock.now)

    def pass_by(self, **time: int) -> None:
        self.now += timedelta(**time)


def test_half_an_hour_without_use_ends_the_desk(monkeypatch):
    client = signed_in(office_with_password().dispatcher)
    clock = Clock(monkeypatch)
    clock.pass_by(minutes=29)
    assert is_in(client)
    clock.pass_by(minutes=29)
    assert is_in(client)
    clock.pass_by(minutes=31)
    assert not is_in(client)


def test_twelve_hours_end_a_session_that_is_used_all_the_time(monkeypatch):
    client = signed_in(office_with_password().dispatcher)
    clock = Clock(monkeypatch)
    for _ in range(35):
        clock.pass_by(minutes=20)
        assert is_in(client)
    clock.pass_by(minutes=21)
    assert not is_in(client)


def test_out_on_patrol_a_session_lives_to_its_end(monkeypatch):
    office = office_with_password()
    give_password(office.grid_worker)
    client = signed_in(office.grid_worker)
    clock = Clock(monkeypatch)
    clock.pass_by(minutes=6)
    assert client.get("/patrol/").status_code == 200
    clock.pass_by(hours=3)
    assert client.get("/patrol/").status_code == 200


def test_use_is_written_down_every_five_minutes_at_most(monkeypatch, django_assert_num_queries):
    client = signed_in(office_with_password().dispatcher)
    clock = Clock(monkeypatch)
    is_in(client)
    before = SealedSession.objects.exclude(owner_digest="").get().payload
    clock.pass_by(minutes=4)
    is_in(client)
    assert SealedSession.objects.exclude(owner_digest="").get().payload == before
    clock.pass_by(minutes=2)
    is_in(client)
    assert SealedSession.objects.exclude(owner_digest="").get().payload != before
    assert timedelta(minutes=5) == browsers.RENEWED_EVERY


def test_a_password_is_never_old_unless_the_office_says_so(settings):
    office = office_with_password()
    office.dispatcher.user.password_set_at = timezone.now() - timedelta(days=3650)
    office.dispatcher.user.save()
    assert is_in(signed_in(office.dispatcher))
    settings.PASSWORD_MONTHS = 6
    client = signed_in(office.dispatcher)
    assert not is_in(client)
    assert client.get("/me/")["Location"] == "/me/password/"
    client.post("/me/password/", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert is_in(client)
