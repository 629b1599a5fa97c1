"""A platform that the office already has opens the desk for a person, once, for a minute, and only whom it may."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.urls import reverse

from jiezhi.accounts.models import User
from jiezhi.gateway.clients.models import Program
from jiezhi.gateway.launch.actions import confirm_own_link, end_link, keep_terms, link_person
from jiezhi.gateway.launch.models import LaunchLink, LaunchTerms, SpentLaunch
from jiezhi.gateway.launch.tasks import forget_spent_launches
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.links import link_to
from jiezhi.kit.models import AuditEntry
from jiezhi.notices.models import Notice
from jiezhi.organisation.models import PostHolding
from tests.accounts.conftest import cheap_argon2  # noqa: F401
from tests.accounts.people import PASSWORD, give_password, try_sign_in, with_telephone
from tests.factories import make_office, staff_client
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db
PERSON = "platform-user-7"
KEY = Ed25519PrivateKey.generate()


def pem(private) -> str:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def by(office) -> dict:
    return {"actor": office.dispatcher.actor, "at": datetime.now(UTC)}


def platform(office, *, frame_origin: str = "", does_second_factor: bool = False) -> Program:
    """A platform that may open the desk for the officer."""
    program = make_program(office).program
    keep_terms(
        program_id=program.pk,
        public_key=pem(KEY),
        frame_origin=frame_origin,
        does_second_factor=does_second_factor,
        **by(office),
    )
    link = link_person(
        program_id=program.pk, person=PERSON, username=office.officer.user.username, **by(office)
    )
    confirm_own_link(link_id=link.pk, actor=office.officer.actor, at=datetime.now(UTC))
    return program


def claims(office, program: Program, **changed: object) -> dict[str, object]:
    now = int(datetime.now(UTC).timestamp())
    good = {
        "iss": str(program.pk), "aud": f"jiezhi:{office.street.slug}", "sub": PERSON,
        "iat": now, "exp": now + 60, "jti": uuid4().hex,
    }  # fmt: skip
    return {name: value for name, value in (good | changed).items() if value is not None}


def launch(
    told: dict[str, object], *, key=KEY, algorithm: str = "EdDSA", client: Client | None = None, **more: str
):
    token = jwt.encode(told, key, algorithm=algorithm)
    return (client or Client()).post("/launch/", {"token": token, **more})


def test_a_person_comes_in_without_a_password_and_the_audit_names_the_platform():
    office = make_office()
    program = platform(office)
    client = Client()
    answer = launch(claims(office, program), client=client, to="/desk/orders/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/orders/")
    assert client.get("/desk/orders/").status_code == 200
    assert client.session["launched_by"] == str(program.pk)
    assert client.session.get_expiry_age() <= 4 * 3600
    told = AuditEntry.objects.get(verb="launch.opened")
    assert (told.subject_id, told.facts["program_id"]) == (office.officer.user.pk, str(program.pk))
    assert Notice.objects.filter(reader=office.officer.user, kind="launch.linked").exists()
    assert not LaunchLink.objects.filter(external_index__contains=PERSON).exists()


def test_a_launch_opens_the_desk_once():
    office = make_office()
    told = claims(office, platform(office))
    assert launch(told).status_code == 302
    again = launch(told)
    assert again.status_code == 403
    assert "_auth_user_id" not in again.client.session
    assert SpentLaunch.objects.count() == 1


WRONG = {
    "expired": {"iat": -120, "exp": -61},
    "longer than a minute": {"exp": 61 + 5},
    "from the future": {"iat": 30, "exp": 60},
    "another street": {"aud": "jiezhi:other"},
    "several streets": {"aud": ["jiezhi:other"]},
    "nobody's id": {"sub": "somebody-else"},
    "no id": {"jti": None},
    "a short id": {"jti": "1"},
    "another program": {"iss": str(uuid4())},
    "no program": {"iss": None},
    "no end": {"exp": None},
    "a strange beginning": {"iat": True},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_launch_that_is_not_as_agreed_opens_nothing(what: str):
    office = make_office()
    program = platform(office)
    now = int(datetime.now(UTC).timestamp())
    changed = {
        name: now + value if name in ("iat", "exp") and type(value) is int else value
        for name, value in WRONG[what].items()
    }
    answer = launch(claims(office, program, **changed))
    assert answer.status_code == 403
    assert "_auth_user_id" not in answer.client.session
    assert not AuditEntry.objects.filter(verb="launch.opened").exists()
    assert not SpentLaunch.objects.exists(), "a refused launch leaves nothing behind"


def test_a_launch_signed_otherwise_opens_nothing():
    office = make_office()
    program = platform(office)
    stranger, rsa = Ed25519PrivateKey.generate(), generate_private_key(65537, 2048)
    assert launch(claims(office, program), key=stranger).status_code == 403
    assert launch(claims(office, program), key=rsa, algorithm="RS256").status_code == 403
    assert launch(claims(office, program), key="x" * 64, algorithm="HS256").status_code == 403
    bare = jwt.encode(claims(office, program), None, algorithm="none")
    for token in (bare, "", "a.b.c", "x" * 10_000):
        assert Client().post("/launch/", {"token": token}).status_code == 403


def test_who_left_or_works_elsewhere_now_is_not_let_in():
    office, other = make_office(), make_office()
    program = platform(office)
    user = office.officer.user

    def refused() -> bool:
        return launch(claims(office, program)).status_code == 403

    assert not refused()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert refused()
    User.objects.filter(pk=user.pk).update(is_active=True)
    Program.objects.filter(pk=program.pk).update(is_active=False)
    assert refused()
    Program.objects.filter(pk=program.pk).update(is_active=True)
    PostHolding.objects.filter(user=user).update(until_on=datetime(2026, 1, 1, tzinfo=UTC).date())
    assert refused()
    with pytest.raises(InvalidError):
        link_person(program_id=program.pk, person="p8", username=other.officer.user.username, **by(office))


def test_a_link_opens_nothing_before_the_person_has_agreed_against_their_password():
    office = make_office()
    program = platform(office)
    LaunchLink.objects.update(confirmed_at=None)
    link, user = LaunchLink.objects.get(), office.officer.user
    user.set_password("seven bridges and a lamp")
    user.save()
    assert launch(claims(office, program)).status_code == 403
    notice = Notice.objects.get(reader=user)
    assert link_to(notice.about_kind, notice.about_id) == f"/me/opened-from/{link.pk}/"
    own, other = staff_client(office.officer), staff_client(office.dispatcher)
    page = f"/me/opened-from/{link.pk}/"
    assert other.get(page).status_code == 404
    assert other.post(page, {"password": "seven bridges and a lamp"}).status_code == 404
    assert other.post(f"{page}end/").status_code == 404
    assert own.post(page, {"password": "wrong"}).status_code == 422
    assert launch(claims(office, program)).status_code == 403
    assert own.post(page, {"password": "seven bridges and a lamp"}).status_code == 302
    came = Client()
    assert launch(claims(office, program), client=came).status_code == 302
    assert came.get("/desk/orders/").status_code == 200
    own.post(f"{page}end/")
    assert launch(claims(office, program)).status_code == 403
    assert came.get("/desk/orders/").status_code == 302, "a session that it opened ends with it"


def test_a_keeper_ends_a_link_and_the_person_no_longer_comes_in():
    office = make_office()
    program = platform(office)
    link = LaunchLink.objects.get()
    keeper = staff_client(office.dispatcher)
    keeper.post(reverse("launch:end_link", args=[program.pk, link.pk]))
    assert launch(claims(office, program)).status_code == 403
    assert AuditEntry.objects.filter(verb="launch.link_ended").count() == 1


def test_a_launch_leads_to_no_other_site_and_does_not_come_by_link():
    office = make_office()
    program = platform(office)
    for to in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"):
        assert launch(claims(office, program), to=to).headers["Location"] == "/desk/"
    token = jwt.encode(claims(office, program), KEY, algorithm="EdDSA")
    assert Client().get("/launch/", {"token": token}).status_code == 405


def test_only_a_session_that_a_platform_opened_is_shown_in_its_frame():
    office = make_office()
    framed, plain = platform(office, frame_origin="https://platform.example"), platform(office)

    def headers(program: Program) -> tuple[str | None, str]:
        client = Client()
        launch(claims(office, program), client=client)
        page = client.get("/desk/orders/")
        return page.headers.get("X-Frame-Options"), page.headers["Content-Security-Policy"]

    assert headers(framed)[0] is None
    assert "frame-ancestors https://platform.example" in headers(framed)[1]
    for option, policy in (headers(plain), _headers_of(Client().get("/sign-in/"))):
        assert option == "DENY"
        assert "frame-ancestors 'none'" in policy


def _headers_of(page) -> tuple[str | None, str]:
    return page.headers.get("X-Frame-Options"), page.headers["Content-Security-Policy"]


STRONG = {"amr": ["pwd", "mfa"]}


def is_in(client: Client) -> bool:
    return client.get("/desk/orders/").status_code == 200


@pytest.mark.parametrize(
    ("is_allowed", "told", "is_strong"),
    [(True, STRONG, True), (True, {}, False), (True, {"amr": "mfa"}, False), (False, STRONG, False)],
)
def test_a_second_factor_counts_where_the_platform_says_so_and_the_keeper_believes_it(
    settings, is_allowed, told, is_strong
):
    settings.SECOND_FACTOR = "required"
    office = make_office()
    program = platform(office, does_second_factor=is_allowed)
    client = Client()
    answer = launch(claims(office, program, **told), client=client, to="/desk/orders/")
    assert answer.headers["Location"] == ("/desk/orders/" if is_strong else "/me/second-factor/")
    assert is_in(client) is is_strong
    assert AuditEntry.objects.get(verb="launch.opened").facts["has_second_factor"] is is_strong


def test_whoever_has_a_second_factor_here_is_asked_for_it_and_the_session_stays_the_platforms():
    office = make_office()
    program = platform(office, frame_origin="https://platform.example")
    phone, _codes = with_telephone(office.officer)
    client = Client()
    assert launch(claims(office, program), client=client, to="/desk/orders/").headers["Location"] == (
        "/sign-in/code/"
    )
    assert not is_in(client)
    assert client.post("/sign-in/code/", {"code": phone.shows()}).headers["Location"] == "/desk/orders/"
    assert is_in(client)
    assert client.session["launched_by"] == str(program.pk)
    assert client.session.get_expiry_age() <= 4 * 3600


def test_a_launch_that_waits_for_a_code_says_nothing_of_whoever_signs_in_instead():
    office = make_office()
    with_telephone(office.officer)
    client = Client()
    launch(claims(office, platform(office)), client=client)
    give_password(office.leader)
    assert try_sign_in(client, office.leader.user.username, PASSWORD).status_code == 302
    assert "launched_by" not in client.session


ENDINGS = {
    "the program is switched off": lambda office, program: Program.objects.update(is_active=False),
    "its link is ended": lambda office, program: end_link(
        program_id=program.pk, link_id=LaunchLink.objects.get().pk, **by(office)
    ),
    "its second factor is no longer believed": lambda office, program: LaunchTerms.objects.update(
        does_second_factor=False
    ),
    "four hours have passed": lambda office, program: None,
}


@pytest.mark.parametrize("what", ENDINGS)
def test_a_launched_session_ends_at_once_when(what: str, monkeypatch, settings):
    settings.SESSION_IDLE_MINUTES = 600
    office = make_office()
    program = platform(office, does_second_factor=True)
    client, other = Client(), staff_client(office.officer)
    launch(claims(office, program, **STRONG), client=client)
    assert is_in(client)
    ENDINGS[what](office, program)
    if what.startswith("four"):
        session = client.session
        session["signed_in_at"] = (datetime.now(UTC) - timedelta(hours=4)).isoformat()
        session.save()
    assert not is_in(client)
    assert "_auth_user_id" not in client.session
    assert is_in(other), "a session of one's own goes on"


@pytest.mark.parametrize("who", ["keeper", "post_keeper", "auditor", "dispatcher"])
def test_nobody_who_keeps_something_is_opened_the_desk_for(who: str):
    office = make_office()
    program = platform(office)
    staff = getattr(office, who)
    with pytest.raises(InvalidError, match="双因素"):
        link_person(program_id=program.pk, person="keeper-1", username=staff.user.username, **by(office))
    LaunchLink.objects.update(user=staff.user)  # or became a keeper after the link
    assert launch(claims(office, program)).status_code == 403


def test_a_keeper_sets_the_terms_on_screen():
    office = make_office()
    program = make_program(office).program
    keeper, page = staff_client(office.dispatcher), reverse("launch:terms", args=[program.pk])
    rsa = pem(generate_private_key(65537, 2048))
    for wrong in (
        {"public_key": rsa},
        {"public_key": "x"},
        {"public_key": pem(KEY), "frame_origin": "http://a.example"},
    ):
        assert keeper.post(page, wrong).status_code == 422
    assert keeper.post(page, {"public_key": pem(KEY)}).status_code == 302
    assert LaunchTerms.objects.get().frame_origin == ""
    typed = {"person": PERSON, "username": office.officer.user.username}
    assert keeper.post(reverse("launch:link", args=[program.pk]), typed).status_code == 302
    assert keeper.post(reverse("launch:link", args=[program.pk]), typed).status_code == 422
    assert office.officer.user.username in keeper.get(page).content.decode()
    assert PERSON not in keeper.get(page).content.decode()


def test_launches_that_expired_are_forgotten():
    office = make_office()
    launch(claims(office, platform(office)))
    forget_spent_launches(datetime.now(UTC))
    assert SpentLaunch.objects.count() == 1
    forget_spent_launches(datetime.now(UTC) + timedelta(minutes=12))
    assert SpentLaunch.objects.count() == 0
