"""Signing in by another system: only whom it really vouches for, only who was linked before."""

import time
import warnings
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection
from django.test import Client

from jiezhi.accounts.actions import link_identity
from jiezhi.accounts.models import OutsideIdentity
from jiezhi.accounts.provider import LEFT_ALONE_S, PATIENCE_S
from jiezhi.kit.models import AuditEntry
from jiezhi.kit.outbound import OutboundError
from tests.accounts.oidc_server import CLIENT, SECRET, Provider, running_provider
from tests.accounts.people import PASSWORD, office_with_password, signed_in, with_telephone
from tests.factories.offices import Staff

pytestmark = pytest.mark.django_db
RETURN = "/sign-in/provider/return/"


@pytest.fixture
def provider(settings):
    with running_provider() as running:
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_CLIENT, settings.OIDC_SECRET = CLIENT, SECRET
        settings.OIDC_NAME, settings.OIDC_STRONG = "区统一认证", []
        settings.OUTBOUND_HOSTS = [running.issuer.removeprefix("http://")]
        yield running


@pytest.fixture
def linked(provider) -> Staff:
    staff = office_with_password().dispatcher
    link_identity(
        user_id=staff.user.pk,
        issuer=provider.issuer,
        subject=provider.subject,
        actor=staff.actor,
        at=datetime.now(UTC),
    )
    return staff


def walk(client: Client, provider: Provider, **changes: str):
    """Go there, sign in there, come back."""
    gone = client.get("/sign-in/provider/?next=/desk/callbacks/")
    return client.get(RETURN, provider.authorize(gone["Location"]) | changes)


def is_in(client: Client) -> bool:
    return client.get("/desk/today/").status_code == 200


def test_somebody_who_is_linked_comes_in(provider, linked):
    client = Client()
    assert walk(client, provider)["Location"] == "/desk/callbacks/"
    assert is_in(client)
    asked = provider.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "openid"
    assert len(asked["state"]) >= 43
    assert len(asked["nonce"]) >= 43
    assert AuditEntry.objects.order_by("-id")[0].facts == {"by": "provider"}


def test_the_sign_in_page_offers_it_only_where_there_is_one(provider, settings):
    assert "区统一认证" in Client().get("/sign-in/").content.decode()
    settings.OIDC_ISSUER = ""
    assert "区统一认证" not in Client().get("/sign-in/").content.decode()
    assert Client().get("/sign-in/provider/").status_code == 404


def test_nobody_is_known_by_a_mail_address(provider):
    office = office_with_password()
    office.dispatcher.user.email = "somebody@example.com"
    office.dispatcher.user.save()
    client = Client()
    assert walk(client, provider).status_code == 422
    assert not is_in(client)
    assert not OutsideIdentity.objects.exists()


def stranger_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def past(minutes: int) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


WRONG = {
    "forged signature": lambda p: setattr(p, "signs_with", stranger_key()),
    "signed with our own secret": lambda p: (
        setattr(p, "signs_with", SECRET),
        setattr(p, "algorithm", "HS256"),
    ),
    "not signed": lambda p: (setattr(p, "signs_with", ""), setattr(p, "algorithm", "none")),
    "made for another": lambda p: p.changes.update(aud="somebody else"),
    "made for several, not for us": lambda p: p.changes.update(aud=[CLIENT, "other"], azp="other"),
    "made for several, for nobody": lambda p: p.changes.update(aud=[CLIENT, "other"]),
    "of another issuer": lambda p: p.changes.update(iss="https://evil.example"),
    "expired": lambda p: p.changes.update(exp=past(10), iat=past(20)),
    "without an end": lambda p: p.changes.update(exp=None),
    "of tomorrow": lambda p: p.changes.update(iat=past(-60)),
    "without a nonce": lambda p: p.changes.update(nonce=None),
    "with the nonce of another journey": lambda p: p.changes.update(nonce="of yesterday"),
    "without a subject": lambda p: p.changes.update(sub=None),
    "led elsewhere": lambda p: setattr(p, "redirects", True),
}


@pytest.mark.parametrize("how", WRONG)
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_what_does_not_fit_lets_nobody_in(provider, linked, how):
    WRONG[how](provider)
    client = Client()
    page = walk(client, provider)
    assert page.status_code == 422, how
    assert not is_in(client)
    assert linked.user.name not in page.content.decode()
    assert not AuditEntry.objects.filter(verb="accounts.signed_in").exists()


def test_what_was_made_wrong_above_would_have_been_right_otherwise(provider, linked):
    with warnings.catch_warnings():
        provider.changes.update(aud=[CLIENT, "other"], azp=CLIENT)
        provider.names_key = False
        assert walk(Client(), provider).status_code == 302


@pytest.mark.parametrize("changes", [{"state": "another"}, {"state": ""}, {"iss": "https://evil.example"}])
def test_an_answer_to_a_question_that_was_not_asked_is_refused(provider, linked, changes):
    client = Client()
    assert walk(client, provider, **changes).status_code == 422
    assert "/token" not in provider.paths, "the code is not even spent"
    assert not is_in(client)


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(provider, linked):
    client, thief = Client(), Client()
    answer = provider.authorize(client.get("/sign-in/provider/")["Location"])
    assert thief.get(RETURN, answer)["Location"] == "/sign-in/"
    assert client.get(RETURN, answer)["Location"] == "/desk/"
    client.post("/sign-out/")
    assert client.get(RETURN, answer)["Location"] == "/sign-in/"
    assert not is_in(thief)


def test_a_stolen_code_is_worth_nothing_without_the_verifier(provider, linked):
    victim, thief = Client(), Client()
    stolen = provider.authorize(victim.get("/sign-in/provider/")["Location"])["code"]
    own = provider.authorize(thief.get("/sign-in/provider/")["Location"])
    assert thief.get(RETURN, own | {"code": stolen}).status_code == 422


def test_a_host_that_is_not_listed_is_not_asked(provider, linked, settings):
    settings.OUTBOUND_HOSTS = []
    assert Client().get("/sign-in/provider/").status_code == 422
    assert provider.paths == []


def test_a_system_that_hangs_is_left_alone_for_a_while_and_costs_no_threads(provider, settings, monkeypatch):
    asked = []

    def hang(method, url, **more):
        asked.append(more["whole_s"])
        raise OutboundError("provider was not reached: ReadTimeoutError")

    monkeypatch.setattr("jiezhi.accounts.provider.ask", hang)
    answers = [Client().get("/sign-in/provider/") for _ in range(5)]
    assert {answer.status_code for answer in answers} == {answers[0].status_code} != {302}
    assert asked == [PATIENCE_S]
    at = time.monotonic() + LEFT_ALONE_S
    monkeypatch.setattr("jiezhi.accounts.provider.time.monotonic", lambda: at)
    Client().get("/sign-in/provider/")
    assert len(asked) == 2


def test_our_second_factor_is_asked_unless_theirs_is_trusted(provider, linked, settings):
    phone, _codes = with_telephone(linked)
    provider.changes.update(amr=["pwd", "otp"], acr="urn:strong")
    client = Client()
    assert walk(client, provider)["Location"] == "/sign-in/code/"
    assert not is_in(client)
    assert client.post("/sign-in/code/", {"code": phone.shows()})["Location"] == "/desk/callbacks/"
    settings.OIDC_STRONG = ["otp"]
    assert walk(Client(), provider)["Location"] == "/desk/callbacks/"
    provider.changes.update(amr=["pwd"])
    assert walk(Client(), provider)["Location"] == "/sign-in/code/"


def test_where_a_second_factor_is_required_the_trusted_one_of_the_provider_counts(provider, linked, settings):
    settings.SECOND_FACTOR = "required"
    client = Client()
    assert walk(client, provider)["Location"] == "/me/second-factor/"
    assert not is_in(client)
    settings.OIDC_STRONG = ["otp"]
    provider.changes.update(amr=["otp"])
    client = Client()
    walk(client, provider)
    assert is_in(client)


def test_a_closed_account_stays_closed_whoever_vouches(provider, linked):
    linked.user.is_active = False
    linked.user.save()
    assert walk(Client(), provider).status_code == 422


def test_linking_needs_the_password_and_the_journey_of_this_very_session(provider):
    staff = office_with_password().dispatcher
    client = signed_in(staff)
    assert client.post("/me/provider/link/", {"password": "wrong"}).status_code == 422
    assert (
        'href="/sign-in/provider/"'
        in client.post("/me/provider/link/", {"password": PASSWORD}).content.decode()
    )
    gone = client.get("/sign-in/provider/")
    assert client.get(RETURN, provider.authorize(gone["Location"]))["Location"] == "/me/"
    assert OutsideIdentity.objects.get().user == staff.user
    assert "可以用它登录" in client.get("/me/").content.decode()
    assert is_in(client)
    other = Client()
    walk(other, provider)
    assert is_in(other)
    client.post("/me/provider/unlink/")
    assert walk(Client(), provider).status_code == 422


def test_one_person_there_is_one_user_here(provider, linked):
    second = office_with_password().dispatcher
    client = signed_in(second)
    client.post("/me/provider/link/", {"password": PASSWORD})
    gone = client.get("/sign-in/provider/")
    page = client.get(RETURN, provider.authorize(gone["Location"]))
    assert page.status_code == 409
    assert OutsideIdentity.objects.get().user == linked.user


def test_the_number_at_the_provider_is_not_stored_in_the_clear(provider, linked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_outsideidentity")
        assert provider.subject not in str(cursor.fetchall())


def test_the_way_there_carries_nothing_of_the_person(provider):
    client = signed_in(office_with_password().dispatcher)
    query = parse_qs(urlsplit(client.get("/sign-in/provider/")["Location"]).query)
    assert set(query) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip
