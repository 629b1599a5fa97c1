"""Programs are told what happens: signed, without a word of anybody, and however badly their side behaves."""

import hashlib
import hmac
import json
import socket
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from jiezhi.concerns.actions import answer_concern
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.models import Program
from jiezhi.gateway.webhooks import sending
from jiezhi.gateway.webhooks.actions import (
    change_key,
    change_kinds,
    end_subscription,
    subscribe_program,
    try_letter_again,
    write_letter,
)
from jiezhi.gateway.webhooks.choices import EventKind, LetterState
from jiezhi.gateway.webhooks.errors import AddressRefusedError
from jiezhi.gateway.webhooks.models import EventSubscription, Letter
from jiezhi.gateway.webhooks.sending import FAILURES_TO_REST, MOST_TRIES, body_of, headers_of
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.models import DeliveryState, OutboxDelivery
from jiezhi.kit.outbound import OutboundError, ask
from jiezhi.kit.worker import drain
from jiezhi.workorders.actions import accept_order, resolve_order
from tests.factories import dispatched_order, make_office, settle, staff_client, submitted_concern
from tests.factories.programs import make_program
from tests.gateway.toxic import Target, target

pytestmark = pytest.mark.django_db
ADDRESS = "https://hook.example/in"


@pytest.fixture(autouse=True)
def listed(settings):
    settings.OUTBOUND_HOSTS = ["hook.example:443"]


def by(office) -> dict:
    return {"actor": office.dispatcher.actor, "at": datetime.now(UTC)}


def subscribed(office, *kinds: EventKind, program: Program | None = None, url: str = "") -> EventSubscription:
    program = program or make_program(office, sees_whole_street=True).program
    made = subscribe_program(
        program_id=program.pk, url=ADDRESS, kinds=kinds or tuple(EventKind), **by(office)
    ).subscription
    if url:  # a target of a test speaks plain HTTP on this machine, which the screen would refuse
        EventSubscription.objects.filter(pk=made.pk).update(url=url)
        made.refresh_from_db()
    return made


def reached(settings, made: Target) -> str:
    settings.OUTBOUND_HOSTS = [*settings.OUTBOUND_HOSTS, f"127.0.0.1:{made.port}"]
    return made.url


def written(subscription: EventSubscription, office) -> Letter:
    facts = {"order_id": "1", "number": "GD1"}
    return write_letter(subscription=subscription, kind=EventKind.ORDER_CLOSED, facts=facts, **by(office))


def test_a_program_is_told_of_every_step_of_an_order_in_its_area(settings):
    office = make_office()
    with target() as made:
        subscribed(office, url=reached(settings, made))
        order = dispatched_order(office)
        accepted = accept_order(order_id=order.pk, seen_version=None, **by_officer(office))
        resolve_order(
            order_id=order.pk, reply="灯已修好", seen_version=accepted.version, **by_officer(office)
        )
        settle()
        told = [json.loads(each.partition(b"\r\n\r\n")[2]) for each in made.received]
    # Nobody reported it, so it is closed without a callback.
    steps = ["order.opened", "order.dispatched", "order.done", "order.closed"]
    assert [each["kind"] for each in told] == steps
    assert {each["facts"]["number"] for each in told} == {order.number}
    assert {each["street"] for each in told} == {office.street.slug}
    assert "灯已修好" not in str(told)
    assert set(Letter.objects.values_list("state", "tries")) == {("delivered", 1)}


def by_officer(office) -> dict:
    return {"actor": office.officer.actor, "at": datetime.now(UTC)}


def test_a_request_is_told_by_its_number_alone():
    office = make_office()
    subscribed(office)
    concern = submitted_concern(office, "我家3号楼的路灯不亮", phone="13800001234").concern
    answer_concern(
        concern_id=concern.pk,
        matter_id=office.enquiry.pk,
        reply="请到窗口办理",
        seen_version=None,
        **by(office),
    )
    settle_inside()
    told = {letter.kind: letter.facts for letter in Letter.objects.all()}
    assert told["concern.submitted"] == told["concern.answered"] == {"number": concern.number}
    bodies = b"".join(body_of(letter) for letter in Letter.objects.all()).decode()
    for secret in ("路灯", "13800001234", "窗口"):
        assert secret not in bodies


def settle_inside() -> None:
    """Bring news to handlers inside the database alone."""
    drain(outside=False)


def test_a_program_is_told_only_of_its_area_of_what_it_chose_and_while_it_may_come_in():
    office, elsewhere = make_office(), make_office()
    other_department = make_program(office, department=office.front_desk).program
    may_not_read = make_program(office, (ProgramScope.PLACES_READ,), sees_whole_street=True).program
    switched_off = make_program(office, sees_whole_street=True).program
    subscribed(office, program=other_department)
    subscribed(office, program=may_not_read)
    subscribed(office, program=switched_off)
    subscribed(elsewhere)
    chosen = subscribed(office, EventKind.ORDER_CLOSED)
    own = subscribed(office, program=make_program(office).program)
    Program.objects.filter(pk=switched_off.pk).update(is_active=False)
    dispatched_order(office)
    submitted_concern(office)
    settle_inside()
    assert set(Letter.objects.values_list("subscription_id", "kind")) == {
        (own.pk, "order.opened"),
        (own.pk, "order.dispatched"),
    }
    change_kinds(subscription_id=chosen.pk, kinds=[EventKind.ORDER_OPENED], **by(office))
    end_subscription(subscription_id=own.pk, **by(office))
    dispatched_order(office)
    settle_inside()
    assert Letter.objects.filter(subscription=chosen).count() == 1
    assert Letter.objects.filter(subscription=own).count() == 2


def test_a_message_is_signed_over_its_id_time_and_bytes_with_both_keys_while_one_is_changed():
    office = make_office()
    subscription = subscribed(office)
    first = subscription.key
    letter = written(subscription, office)
    second = change_key(subscription_id=subscription.pk, **by(office)).key
    subscription.refresh_from_db()
    at, body = datetime.now(UTC), body_of(letter)
    headers = headers_of(letter, subscription, body, at=at)
    signed = f"{headers['Jiezhi-Id']}.{headers['Jiezhi-Timestamp']}.".encode() + body
    expected = ["v1=" + hmac.new(key.encode(), signed, hashlib.sha256).hexdigest() for key in (second, first)]
    assert headers["Jiezhi-Signature"].split(",") == expected
    later = headers_of(letter, subscription, body, at=at + timedelta(days=8))
    assert later["Jiezhi-Signature"].count("v1=") == 1
    stored = EventSubscription.objects.filter(pk=subscription.pk).values_list("key", flat=True)
    assert first != second
    assert subscription.key == second
    assert list(stored) == [second]


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example/in", "https://other.example/in", "https://hook.example:444/in",
        "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest/meta-data/", "https://0x7f.1/",
        "https://2130706433/", "https://localhost/", "https://user@hook.example/in", "https://hook.example@evil.example/",
        "https://hook.example.evil.example/", "file:///etc/passwd", "gopher://hook.example/", "https://[::1", "https://hook.example:x/",
        "https://hook.example/#x", "https://[::ffff:127.0.0.1]/", "//hook.example/", "https:///in", "https://hook.example\\@evil.example/",
    ],
)  # fmt: skip
def test_an_address_that_the_operator_did_not_list_is_refused_in_words(url: str):
    office = make_office()
    program = make_program(office, sees_whole_street=True).program
    with pytest.raises(AddressRefusedError) as refusal:
        subscribe_program(program_id=program.pk, url=url, kinds=[EventKind.ORDER_CLOSED], **by(office))
    assert refusal.value.message
    assert not EventSubscription.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "::1", "169.254.169.254", "fe80::1", "0.0.0.0", "::", "::ffff:127.0.0.1"],
)
def test_a_listed_name_that_leads_to_this_machine_is_not_followed(monkeypatch, address: str):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)
    with pytest.raises(OutboundError, match="an address of this machine"):
        ask("POST", ADDRESS)


def test_without_a_kind_of_event_there_is_no_subscription():
    office = make_office()
    program = make_program(office).program
    with pytest.raises(InvalidError):
        subscribe_program(program_id=program.pk, url=ADDRESS, kinds=[], **by(office))


@pytest.mark.parametrize("mode", ["reset", "half", "drip", "hang", "broken", "redirect"])
def test_a_target_that_misbehaves_costs_one_bounded_try_and_the_message_waits(settings, monkeypatch, mode):
    monkeypatch.setattr(sending, "WHOLE_S", 1)
    office = make_office()
    with target(mode) as made:
        subscription = subscribed(office, url=reached(settings, made))
        letter = written(subscription, office)
        began = time.monotonic()
        assert drain() == 0
        assert time.monotonic() - began < 5
        assert len(made.received) == 1
        letter.refresh_from_db()
        assert (letter.state, letter.tries) == ("waiting", 1)
        row = OutboxDelivery.objects.get(handler__endswith="bring_letter")
        assert (row.state, row.attempts) == (DeliveryState.WAITING, 0)
        made.mode = "good"
        assert drain(at=datetime.now(UTC) + timedelta(minutes=2)) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("delivered", 2)
    first, second = made.received
    assert first.partition(b"\r\n\r\n")[2] == second.partition(b"\r\n\r\n")[2]


def test_after_five_failures_a_target_is_left_alone_and_comes_back_by_itself(settings):
    office = make_office()
    with target("broken") as made:
        subscription = subscribed(office, url=reached(settings, made))
        letters = [written(subscription, office) for _ in range(FAILURES_TO_REST + 3)]
        drain()
        assert len(made.received) == FAILURES_TO_REST
        subscription.refresh_from_db()
        assert subscription.is_resting(at=datetime.now(UTC))
        page = staff_client(office.dispatcher).get(reverse("webhooks:subscription", args=[subscription.pk]))
        assert "暂停发送" in page.content.decode()
        made.mode = "good"
        EventSubscription.objects.update(resting_until=datetime.now(UTC) - timedelta(seconds=1))
        drain(at=datetime.now(UTC) + timedelta(minutes=2))
    subscription.refresh_from_db()
    assert (subscription.failures, subscription.resting_until) == (0, None)
    assert Letter.objects.filter(state=LetterState.DELIVERED).count() == len(letters)


def test_a_message_that_nobody_takes_is_given_up_shown_and_tried_again_by_hand(settings):
    office = make_office()
    with target("broken") as made:
        subscription = subscribed(office, url=reached(settings, made))
        letter = written(subscription, office)
        for _ in range(MOST_TRIES):
            EventSubscription.objects.update(resting_until=None)
            OutboxDelivery.objects.update(next_at=datetime.now(UTC) - timedelta(seconds=1))
            drain()
        letter.refresh_from_db()
        assert (letter.state, letter.tries, len(made.received)) == ("dead", MOST_TRIES, MOST_TRIES)
        client = staff_client(office.dispatcher)
        page = client.get(reverse("webhooks:subscription", args=[subscription.pk])).content.decode()
        assert "HTTP 500" in page
        made.mode = "good"
        client.post(reverse("webhooks:again", args=[subscription.pk, letter.pk]))
        settle()
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("delivered", 1)


def test_only_what_was_given_up_is_tried_again():
    office = make_office()
    subscription = subscribed(office)
    letter = written(subscription, office)
    with pytest.raises(MissingError):
        try_letter_again(subscription_id=subscription.pk, letter_id=letter.pk, **by(office))


def test_what_is_under_way_to_an_address_that_was_ended_is_not_sent(settings):
    office = make_office()
    with target() as made:
        subscription = subscribed(office, url=reached(settings, made))
        written(subscription, office)
        end_subscription(subscription_id=subscription.pk, **by(office))
        settle()
    assert made.received == []


def test_a_keeper_enters_an_address_and_sees_the_signing_key_once():
    office = make_office()
    program = make_program(office).program
    client = staff_client(office.dispatcher)
    page = reverse("webhooks:subscriptions", args=[program.pk])
    refused = client.post(page, {"url": "https://other.example/", "kinds": ["order.closed"]})
    assert refused.status_code == 422
    assert "other.example:443" in refused.content.decode()
    said = client.post(page, {"url": ADDRESS, "kinds": ["order.closed"]}).content.decode()
    key = EventSubscription.objects.get().key
    assert key in said
    assert key not in client.get(page).content.decode()
