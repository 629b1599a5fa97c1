"""Short messages and robots: signature and shape against a local server, states, limits, kills, and who may."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from jiezhi.core.gateway_shapes import receipt_signature
from jiezhi.kit.actor import OriginRef
from jiezhi.kit.errors import RefusedError
from jiezhi.kit.models import DeliveryState, Look, OutboxDelivery
from jiezhi.kit.outbox import LaterError
from jiezhi.kit.worker import deliver
from jiezhi.notices import sending as leaving
from jiezhi.notices.actions import (
    GatewayShape,
    PreferenceDraft,
    WayDraft,
    ask_to_be_told,
    end_way,
    note_stop,
    send_again,
    set_preference,
    set_up_way,
    tell_resident,
    tell_staff,
    try_way,
)
from jiezhi.notices.choices import NoticeGroup, Reason, SendingState, WayKind
from jiezhi.notices.errors import SettledError, WayRefusedError
from jiezhi.notices.invariants import messages_that_wait_are_on_their_way
from jiezhi.notices.kinds import notice_kind
from jiezhi.notices.models import Notice, Preference, Sending, SendingLine, StoppedNumber, TextWish, WayOut
from tests.factories import make_office, staff_client
from tests.notices.gateways import DINGTALK_SECRET, SMS_TOKEN, gateways

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
"""Monday, 12:00 in the office."""
NIGHT = datetime(2026, 11, 2, 14, tzinfo=UTC)
"""The same Monday, 22:00 in the office."""
PHONE = "13800001234"
WORK = notice_kind("tests.work", "Order %(number)s of %(who)s.")
URGENT = notice_kind("tests.urgent", "Emergency %(number)s of %(who)s.", NoticeGroup.URGENT)
SHAPE = GatewayShape(
    headers="Authorization: Bearer ${secret.token}",
    body='{"mobile":"${phone}","content":"${text}","key":"${key}"}',
    secrets=f"token={SMS_TOKEN}",
    code_path="code",
    taken_codes=["0"],
    later_codes=["E105"],
    id_path="data.id",
    signature_text="演示街道",
)


@pytest.fixture
def server(settings):
    with gateways(settings) as running:
        yield running


@pytest.fixture
def office():
    return make_office()


def robot(office, server, kind=WayKind.WECOM, **changes) -> WayOut:
    address = server.wecom if kind == WayKind.WECOM else server.dingtalk
    draft = WayDraft(
        kind=kind,
        name="值班群",
        address=address,
        secret=DINGTALK_SECRET if kind == WayKind.DINGTALK else "",
        groups=[NoticeGroup.URGENT, NoticeGroup.WORK],
    )
    return set_up_way(draft=replace(draft, **changes), actor=office.dispatcher.actor, at=NOON)


def gateway(office, server, **changes) -> WayOut:
    draft = WayDraft(
        kind=WayKind.SMS, name="短信平台", address=server.address("/sms"), shape=replace(SHAPE, **changes)
    )
    return set_up_way(draft=draft, actor=office.dispatcher.actor, at=NOON)


def wishes_sms(office, **changes) -> None:
    draft = PreferenceDraft(
        mail_groups=[], sms_groups=[NoticeGroup.WORK, NoticeGroup.URGENT], phone=PHONE, gather_min=0
    )
    set_preference(draft=replace(draft, **changes), actor=office.officer.actor, at=NOON)


def tell(office, kind=WORK, *, at=NOON, number="GD-1", **facts) -> OriginRef:
    about = OriginRef("workorders.order", uuid4())
    told = {"number": number, "who": "张三 13812345678", **facts}
    tell_staff(
        readers=[office.officer.user],
        kind=kind,
        about=about,
        facts=told,
        actor=office.dispatcher.actor,
        at=at,
    )
    return about


def bring(sending, *, at=NOON) -> datetime | None:
    """One try at a moment; gives when the next is due."""
    sending.refresh_from_db()
    try:
        leaving.bring(sending, at=at)
    except LaterError as later:
        return later.until
    finally:
        sending.refresh_from_db()
    return None


@pytest.mark.parametrize("kind", [WayKind.WECOM, WayKind.DINGTALK])
def test_a_robot_takes_a_signed_message_of_the_shape_its_maker_documents(office, server, kind):
    robot(office, server, kind)
    tell(office, URGENT)
    sending = Sending.objects.get()
    assert bring(sending, at=datetime.now(UTC)) is None  # DingTalk compares clocks
    assert (sending.state, sending.code) == (SendingState.SENT, "0")
    text = server.taken[0][1]
    assert "GD-1" in text
    assert "张三" not in text
    assert "12345678" not in text


def test_a_wrong_secret_is_refused_for_good_and_says_why(office, server):
    robot(office, server, WayKind.DINGTALK, secret="SECwrong")
    tell(office, URGENT)
    sending = Sending.objects.get()
    assert bring(sending, at=datetime.now(UTC)) is None
    assert (sending.state, sending.reason, sending.code) == (
        SendingState.REFUSED,
        Reason.SIGNATURE,
        "310000",
    )
    page = (
        staff_client(office.dispatcher)
        .get(reverse("notices:sendings"), {"state": "refused"})
        .content.decode()
    )
    assert "310000" in page
    send_again(sending_id=sending.pk, actor=office.dispatcher.actor, at=NOON)
    assert Sending.objects.get().state == SendingState.WAITING
    with pytest.raises(SettledError):
        send_again(sending_id=sending.pk, actor=office.dispatcher.actor, at=NOON)


def test_a_short_message_is_sent_as_the_manual_says_and_its_receipt_is_taken_once(office, server):
    way = gateway(office, server)
    wishes_sms(office)
    tell(office, number='GD "1"')
    sending = Sending.objects.get()
    assert bring(sending) is None
    told = server.taken[0][1]
    assert told["mobile"] == PHONE
    assert told["content"].startswith("【演示街道】")
    assert (sending.state, sending.gateway_id) == (SendingState.SENT, "M1")

    def report(told, key=way.receipt_key, old_s=0):
        body = json.dumps(told).encode()
        sent_s = str(int(datetime.now(UTC).timestamp()) - old_s)
        return Client(enforce_csrf_checks=True).post(
            reverse("notices:receipt", args=[way.pk]),
            body,
            content_type="application/json",
            headers={
                "Jiezhi-Timestamp": sent_s,
                "Jiezhi-Signature": receipt_signature(key, sent_s=sent_s, body=body),
            },
        )

    arrived = {"id": "M1", "state": "delivered", "code": "DELIVRD"}
    assert report(arrived, key="forged").status_code == 404
    assert report(arrived, old_s=301).status_code == 404
    sending.refresh_from_db()
    assert sending.state == SendingState.SENT
    assert report(arrived).json() == {"known": True}
    sending.refresh_from_db()
    assert (sending.state, sending.code) == (SendingState.DELIVERED, "DELIVRD")
    assert report({**arrived, "state": "failed"}).json() == {"known": False}
    assert report({"phone": PHONE, "text": "不客气"}).json() == {"known": False}
    assert report({"phone": PHONE, "text": "ＴＤ"}).json() == {"known": True}
    assert Preference.objects.get().sms_groups == []
    assert StoppedNumber.objects.count() == 1


def test_errors_of_a_gateway_are_told_apart_and_given_up_after_a_day(office, server):
    gateway(office, server)
    wishes_sms(office, quiet_begins=NOON.time(), quiet_ends=NOON.time(), rests_on_days_off=False)
    tell(office)
    sending, at = Sending.objects.get(), NOON
    server.answers = [(503, {}), (200, {"code": "E105"}), (429, {})]
    reasons = []
    for _ in range(3):
        at = bring(sending, at=max(at, NOON))
        reasons.append((sending.state, sending.reason))
    assert reasons == [(SendingState.WAITING, reason) for reason in (Reason.BUSY, Reason.BUSY, Reason.LIMIT)]
    Sending.objects.update(tries=leaving.MOST_TRIES - 1)
    WayOut.objects.update(resting_until=None)
    server.answers = [(503, {})]
    assert bring(sending, at=datetime.now(UTC)) is None
    assert (sending.state, sending.reason) == (SendingState.GIVEN_UP, Reason.TOO_OFTEN)
    server.answers = [(200, {"code": "E77"})]
    tell(office, URGENT)
    other = Sending.objects.exclude(pk=sending.pk).get()
    bring(other)
    assert (other.state, other.reason, other.code) == (SendingState.REFUSED, Reason.OTHER, "E77")


def test_a_robot_gets_twenty_a_minute_and_the_rest_waits(office, server):
    robot(office, server)
    for number in range(22):
        tell(office, URGENT, number=f"GD-{number}")
    waits = [bring(sending) for sending in Sending.objects.order_by("written_at", "id")]
    assert waits[:20] == [None] * 20
    assert waits[20:] == [NOON + timedelta(minutes=1)] * 2
    assert len(server.taken) == 20
    assert Sending.objects.filter(reason=Reason.LIMIT, state=SendingState.WAITING).count() == 2
    late = Sending.objects.filter(state=SendingState.WAITING).first()
    assert bring(late, at=NOON + timedelta(minutes=1)) is None


def test_dingtalk_that_limits_is_left_alone_for_ten_minutes(office, server):
    way = robot(office, server, WayKind.DINGTALK)
    tell(office, URGENT)
    server.answers = [(200, {"errcode": 130101})]
    sending, now = Sending.objects.get(), datetime.now(UTC)
    until = bring(sending, at=now)
    assert timedelta(minutes=9, seconds=59) < until - now < timedelta(minutes=10, seconds=30)
    assert bring(sending, at=now + timedelta(minutes=9)) == until
    way.refresh_from_db()
    assert way.resting_until == until
    assert server.taken == []


def test_a_message_cut_off_by_a_kill_is_repeated_under_its_key_and_arrives_once(office, server, monkeypatch):
    gateway(office, server)
    wishes_sms(office)
    tell(office)
    sending = Sending.objects.get()
    with monkeypatch.context() as killed:
        killed.setattr(leaving, "_note", _die)  # the gateway has taken it, and nobody wrote that down
        with pytest.raises(KeyboardInterrupt):
            leaving.bring(sending, at=NOON)
    assert len(server.taken) == 1
    assert bring(sending) is None
    assert sending.state == SendingState.SENT
    assert len(server.taken) == 1


def test_a_robot_message_cut_off_by_a_kill_is_not_repeated_by_itself(office, server, monkeypatch):
    robot(office, server)
    tell(office)
    sending = Sending.objects.get()
    with monkeypatch.context() as killed:
        killed.setattr(leaving, "_note", _die)
        with pytest.raises(KeyboardInterrupt):
            leaving.bring(sending, at=NOON)
    assert bring(sending) is None
    assert (sending.state, sending.reason) == (SendingState.UNCERTAIN, Reason.CUT)
    assert len(server.taken) == 1


def _die(*_args, **_kwargs):
    raise KeyboardInterrupt


def test_quiet_hours_hold_work_and_let_emergencies_through(office, server):
    gateway(office, server)
    wishes_sms(office)
    tell(office, at=NIGHT)
    tell(office, URGENT, at=NIGHT)
    work, urgent = Sending.objects.order_by("is_urgent")
    assert work.send_after == datetime(2026, 11, 3, 0, tzinfo=UTC)  # 08:00 in the office
    assert work.reason == Reason.QUIET
    assert bring(urgent, at=NIGHT) is None
    assert bring(work, at=NIGHT) == work.send_after
    assert len(server.taken) == 1
    assert bring(work, at=work.send_after) is None


def test_twenty_notices_within_the_hour_are_one_message(office, server):
    gateway(office, server)
    wishes_sms(office, gather_min=60)
    for number in range(20):
        tell(office, number=f"GD-{number}", at=NOON + timedelta(minutes=number))
    tell(office, URGENT, at=NOON)
    gathered = Sending.objects.get(is_urgent=False)
    assert gathered.lines.count() == 20
    assert bring(gathered, at=NOON + timedelta(minutes=59)) == NOON + timedelta(minutes=60)
    assert bring(gathered, at=NOON + timedelta(minutes=60)) is None
    assert "20" in server.taken[0][1]["content"].partition("\n")[0]


def test_a_resident_is_told_only_what_was_asked_for_and_stops_with_one_word(office, server):
    way = gateway(office, server)
    about, kind = (
        OriginRef("concerns.concern", uuid4()),
        notice_kind("tests.answered", "%(number)s answered."),
    )
    facts = {"number": "SQ-1"}
    actor = office.dispatcher.actor
    assert tell_resident(about=about, kind=kind, facts=facts, actor=actor, at=NOON) is None
    ask_to_be_told(about=about, phone="138 0000 1234", actor=actor, at=NOON)
    sending = tell_resident(about=about, kind=kind, facts=facts, actor=actor, at=NOON)
    other = OriginRef("concerns.concern", uuid4())
    assert tell_resident(about=other, kind=kind, facts=facts, actor=actor, at=NOON) is None
    note_stop(way=way, phone="+86 13800001234", actor=actor, at=NOON)
    assert bring(sending) is None
    assert (sending.state, sending.reason) == (SendingState.STOPPED, Reason.ENDED)
    assert server.taken == []
    wish = TextWish.objects.get()
    assert (wish.ended_because, wish.phone, wish.phone_index) == ("stop_word", "", "")
    assert tell_resident(about=about, kind=kind, facts=facts, actor=actor, at=NOON) is None


def test_a_number_is_sealed_and_masked_and_a_look_leaves_a_trace(office, server):
    gateway(office, server)
    ask_to_be_told(
        about=OriginRef("concerns.concern", uuid4()), phone=PHONE, actor=office.dispatcher.actor, at=NOON
    )
    wish = TextWish.objects.get()
    tell_resident(
        about=OriginRef(wish.about_kind, wish.about_id),
        kind=WORK,
        facts={"number": "GD-1", "who": ""},
        actor=office.dispatcher.actor,
        at=NOON,
    )
    sending = Sending.objects.get()
    client = staff_client(office.dispatcher)
    page = client.get(reverse("notices:sendings")).content.decode()
    assert "138****1234" in page
    assert PHONE not in page
    assert client.post(reverse("notices:number", args=[sending.pk])).status_code == 422
    assert Look.objects.count() == 0
    shown = client.post(reverse("notices:number", args=[sending.pk]), {"reason": "telephone"})
    assert PHONE in shown.content.decode()
    assert Look.objects.get().columns == ["phone"]
    assert staff_client(office.officer).get(reverse("notices:sendings")).status_code == 403


def test_a_way_names_a_listed_host_and_only_what_something_fills(office, server):
    with pytest.raises(WayRefusedError, match=r"elsewhere\.example:443"):
        robot(office, server, address="https://elsewhere.example/x")
    with pytest.raises(WayRefusedError, match="salt"):
        gateway(office, server, body='{"mobile":"${phone}","content":"${text}","salt":"${secret.salt}"}')
    with pytest.raises(RefusedError):
        set_up_way(
            draft=WayDraft(WayKind.WECOM, "x", server.wecom, groups=[NoticeGroup.WORK]),
            actor=office.officer.actor,
            at=NOON,
        )
    assert WayOut.objects.count() == 0


def test_the_pages_set_up_a_robot_try_it_and_take_it_out_of_use(office, server):
    client = staff_client(office.dispatcher)
    typed = {"kind": "wecom", "name": "值班群", "address": server.wecom, "groups": ["urgent"]}
    assert client.post(reverse("notices:new_robot"), typed).status_code == 302
    way = WayOut.objects.get()
    page = client.get(reverse("notices:ways")).content.decode()
    assert server.host in page
    assert "key=" not in page
    client.post(reverse("notices:try_way", args=[way.pk]))
    delivery = OutboxDelivery.objects.get(handler="notices.handlers.send_out")
    delivery.state, delivery.attempts, delivery.lease_token = DeliveryState.LEASED, 1, uuid4()
    delivery.save()
    assert deliver(delivery, at=datetime.now(UTC))
    sent = Sending.objects.get()
    assert sent.state == SendingState.SENT
    assert list(messages_that_wait_are_on_their_way()) == []
    Sending.objects.update(state=SendingState.WAITING, written_at=datetime.now(UTC))  # and its news is done
    assert [breach.row for breach in messages_that_wait_are_on_their_way()] == [f"sending {sent.pk}"]
    client.post(reverse("notices:end_way", args=[way.pk]))
    tell(office, URGENT)
    assert SendingLine.objects.count() == 1


def test_what_waits_on_a_way_out_of_use_is_not_sent(office, server):
    way = robot(office, server)
    tell(office)
    end_way(way_id=way.pk, actor=office.dispatcher.actor, at=NOON)
    sending = Sending.objects.get()
    assert bring(sending) is None
    assert (sending.state, sending.reason) == (SendingState.STOPPED, Reason.NO_WAY)
    assert server.taken == []


@pytest.mark.parametrize(("street", "times"), [("演示街道", 1), ("演示街道办事处", 0), ("青石街道", 1)])
def test_a_short_message_names_the_street_once_though_the_gateway_signs_it(office, server, street, times):
    office.street.name = street
    office.street.save()
    gateway(office, server)
    wishes_sms(office)
    tell(office)
    assert bring(Sending.objects.get()) is None
    content = server.taken[0][1]["content"]
    assert content.startswith("【演示街道】")
    assert (content.count("演示街道"), content.count(street)) == (1, times)
    assert ("〔" in content) is (street == "青石街道")


def test_a_trial_of_the_gateway_goes_to_ones_own_number_alone(office, server):
    way = gateway(office, server)
    with pytest.raises(WayRefusedError):
        try_way(way_id=way.pk, actor=office.dispatcher.actor, at=NOON)
    draft = PreferenceDraft(mail_groups=[], sms_groups=[], phone="13900005678")
    set_preference(draft=draft, actor=office.dispatcher.actor, at=NOON)
    sending = try_way(way_id=way.pk, actor=office.dispatcher.actor, at=NOON)
    assert bring(sending) is None
    assert server.taken[0][1]["mobile"] == "13900005678"


def test_ones_own_wishes_are_kept_and_the_number_stays_hidden(office):
    client = staff_client(office.officer)
    typed = {
        "mail_groups": ["urgent"],
        "sms_groups": ["urgent"],
        "phone": "abc",
        "quiet_begins": "22:00",
        "quiet_ends": "07:30",
        "gather_min": "30",
    }
    refused = client.post(reverse("own_notices"), typed)
    assert refused.status_code == 422
    refused = client.post(reverse("own_notices"), {**typed, "phone": "0571 8800 1234"})
    assert refused.status_code == 422
    assert "短信只能发到手机，请填写 11 位手机号。" in refused.content.decode()
    assert not Preference.objects.exists()
    assert client.post(reverse("own_notices"), {**typed, "phone": PHONE}).status_code == 302
    page = client.get(reverse("own_notices")).content.decode()
    assert "138****1234" in page
    assert PHONE not in page
    kept = Preference.objects.get()
    assert (kept.mail_groups, kept.gather_min, kept.rests_on_days_off) == (["urgent"], 30, False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM notices_preference")
        assert PHONE not in cursor.fetchone()[0]


def test_a_letter_that_is_not_wished_is_not_written(office):
    office.officer.user.email = "officer@example.test"
    office.officer.user.save()
    draft = PreferenceDraft(mail_groups=[NoticeGroup.URGENT], sms_groups=[])
    set_preference(draft=draft, actor=office.officer.actor, at=NOON)
    tell(office)
    tell(office, URGENT)
    states = Notice.objects.order_by("told_at", "id").values_list("kind", "mail_state")
    assert dict(states) == {"tests.work": "none", "tests.urgent": "waiting"}
