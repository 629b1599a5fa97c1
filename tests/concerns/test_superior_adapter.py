"""The program fetches orders from a superior's system and brings it our replies, each once."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jiezhi.concerns.actions import (
    SourceDraft,
    await_reply_again,
    change_source,
    enter_source,
    hand_over_replies,
    note_delivered,
    resend_reply,
)
from jiezhi.concerns.bridging import fetch_from, take_again
from jiezhi.concerns.models import Concern, RefusedOrder, SuperiorOrder, SuperiorSource
from jiezhi.concerns.superior_file import COLUMNS
from jiezhi.concerns.superior_queries import SuperiorFilter, superior_counts
from jiezhi.concerns.tasks import fetch_orders_from_above
from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.models import AuditEntry, OutboxDelivery
from jiezhi.kit.outbound import OutboundError, ask
from jiezhi.kit.worker import drain
from jiezhi.workorders.models import WorkOrder
from tests.concerns.superior_server import SECRET, SuperiorServer, order, running
from tests.factories import Office, make_office, settle
from tests.factories.above import superior_order
from tests.factories.pages import english_client, text_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 2, tzinfo=UTC)


@pytest.fixture
def server(settings) -> Iterator[SuperiorServer]:
    with running() as started:
        settings.OUTBOUND_HOSTS = [started.host]
        yield started


def source_of(office: Office, server: SuperiorServer, **changes: object) -> SuperiorSource:
    values = {"address": server.address, "secret": SECRET, "adapter": "http_json"} | changes
    draft = SourceDraft("演示热线", 4, LimitUnit.WORKING_HOURS, **values)
    return enter_source(draft=draft, actor=office.dispatcher.actor, at=AT)


def again(source: SuperiorSource) -> SuperiorSource:
    return SuperiorSource.objects.get(pk=source.pk)


def test_orders_come_in_once_over_several_pages(server: SuperiorServer):
    server.orders = [order(f"RX{n}") for n in range(5)]
    source = source_of(make_office(), server)
    assert fetch_from(source, at=AT) == 5
    assert again(source).cursor == "5"
    assert again(source).asked_at == AT
    assert Concern.objects.filter(channel="superior").count() == 5
    assert fetch_from(again(source), at=AT + timedelta(minutes=1)) == 0
    server.orders.append(order("RX0", due_at="2026-11-09T18:00:00+08:00"))
    server.orders.append(order("RX9"))
    assert fetch_from(again(source), at=AT + timedelta(minutes=2)) == 1
    assert SuperiorOrder.objects.get(number="RX0").their_due_at == datetime(2026, 11, 9, 10, tzinfo=UTC)


def test_a_quiet_system_leaves_a_trace_every_ten_minutes_only(server: SuperiorServer):
    source = source_of(make_office(), server)
    for minute in range(21):
        fetch_from(again(source), at=AT + timedelta(minutes=minute))
    assert server.asked == 21
    assert AuditEntry.objects.filter(verb="concerns.source_asked").count() == 3


def test_what_cannot_be_taken_is_kept_with_the_reason_and_holds_nothing_up(server: SuperiorServer):
    server.orders = [order("RX1", words=""), {"number": "RX2"}, "nonsense", order("RX4")]
    source = source_of(make_office(), server)
    assert fetch_from(source, at=AT) == 1
    assert SuperiorOrder.objects.get().number == "RX4"
    kept = {row.number: row for row in RefusedOrder.objects.all()}
    assert set(kept) == {"RX1", "RX2", ""}
    assert len({row.reason for row in kept.values()}) == 3
    assert all(
        (row.state, row.refused_at, row.source_id) == ("waiting", AT, source.pk) for row in kept.values()
    )
    assert again(source).trouble == ""
    fetch_from(again(source), at=AT + timedelta(minutes=1))
    assert RefusedOrder.objects.filter(state="waiting").count() == 3


def test_the_reason_names_the_part_at_fault(server: SuperiorServer):
    server.orders = [order("RX1", due_at="月底"), order("RX2", issued_at="")]
    fetch_from(source_of(make_office(), server), at=AT)
    reasons = {row.number: row.reason for row in RefusedOrder.objects.all()}
    assert str(COLUMNS[3].label) in reasons["RX1"]
    assert str(COLUMNS[2].label) not in reasons["RX1"]
    assert str(COLUMNS[2].label) in reasons["RX2"]


def test_of_what_cannot_be_taken_only_what_an_order_needs_is_kept_and_that_sealed(server: SuperiorServer):
    server.orders = [order("RX1", issued_at="2027-10-30T09:00:00+08:00", caller="李某", id_card="0000")]
    fetch_from(source_of(make_office(), server), at=AT)
    told = RefusedOrder.objects.get().told
    assert json.loads(told) == {
        name: order("RX1")[name] for name in ("number", "words", "place", "phone", "due_at")
    } | {"issued_at": "2027-10-30T09:00:00+08:00"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM concerns_refusedorder")
        stored = str(cursor.fetchall())
    assert "RX1" in stored
    assert "13800001111" not in stored
    assert "u8def" not in stored  # of the words, as JSON writes them


def test_an_order_that_is_told_again_rightly_settles_its_refusal(server: SuperiorServer):
    server.orders = [order("RX1", words="")]
    source = source_of(make_office(), server)
    fetch_from(source, at=AT)
    server.orders += [order("RX1", words=""), order("RX1")]
    fetch_from(again(source), at=AT + timedelta(minutes=5))
    row, taken = RefusedOrder.objects.get(), SuperiorOrder.objects.get()
    assert (row.state, row.superior, row.told) == ("taken", taken, "")
    assert (row.refused_at, row.settled_at) == (AT, AT + timedelta(minutes=5))
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert list(verbs).count("concerns.order_refused") == 2
    assert list(verbs).count("concerns.refusal_settled") == 1


def test_an_order_of_the_future_is_taken_again_once_its_time_has_come(server: SuperiorServer):
    office = make_office()
    server.orders = [order("RX1", issued_at="2026-11-03T09:00:00+08:00")]
    fetch_from(source_of(office, server), at=AT)
    refused, actor = RefusedOrder.objects.get(), office.dispatcher.actor
    with pytest.raises(InvalidError):
        take_again(refused.pk, actor=actor, at=AT + timedelta(hours=1))
    assert not SuperiorOrder.objects.exists()
    taken = take_again(refused.pk, actor=actor, at=AT + timedelta(days=1))
    assert (taken.is_new, taken.superior.number) == (True, "RX1")
    assert Concern.objects.values_list("phone", flat=True).get() == "13800001111"
    refused.refresh_from_db()
    assert (refused.state, refused.settled_by) == ("taken", actor.label)
    with pytest.raises(MissingError):
        take_again(refused.pk, actor=actor, at=AT + timedelta(days=1))


def test_numbers_that_are_of_no_use_make_one_row_each(server: SuperiorServer):
    long = "9" * 65
    server.orders = [order(""), order("", words="别的"), order(long), order(""), order(long)]
    fetch_from(source_of(make_office(), server), at=AT)
    assert sorted(RefusedOrder.objects.values_list("number", flat=True)) == ["", "", long[:64]]


def test_a_number_whose_digits_are_lost_is_never_taken_for_the_orders(server: SuperiorServer):
    lost = 1.2345678901234568e17
    server.orders = [order(lost), order(lost, words="别的"), order("1.2e+17")]
    server.orders += [order(123456789012345678), order(20260001.0)]
    server.orders += [order(" "), order(7.5)]
    office = make_office()
    assert fetch_from(source_of(office, server), at=AT) == 2
    taken = SuperiorOrder.objects.values_list("number", flat=True)
    assert set(taken) == {"123456789012345678", "20260001"}
    # Two orders that share what is left of their numbers stay two.
    assert list(RefusedOrder.objects.values_list("number", flat=True)) == [""] * 5
    with pytest.raises(InvalidError):
        take_again(RefusedOrder.objects.earliest("id").pk, actor=office.dispatcher.actor, at=AT)


@pytest.mark.parametrize(("status", "said"), [(500, "500"), (401, "401"), (302, "302")])
def test_a_system_that_does_not_answer_is_in_trouble_until_it_does(server: SuperiorServer, status, said):
    server.orders, server.status = [order("RX1")], status
    source = source_of(make_office(), server)
    assert fetch_from(source, at=AT) == 0
    assert said in again(source).trouble
    assert again(source).asked_at is None
    fetch_from(again(source), at=AT + timedelta(minutes=1))
    assert AuditEntry.objects.filter(verb="concerns.source_asked").count() == 1
    server.status = 200
    assert fetch_from(again(source), at=AT + timedelta(minutes=2)) == 1
    assert again(source).trouble == ""


def test_a_host_that_is_not_listed_is_never_reached(server: SuperiorServer, settings):
    settings.OUTBOUND_HOSTS = []
    source = source_of(make_office(), server)
    assert fetch_from(source, at=AT) == 0
    assert "JIEZHI_OUTBOUND" in again(source).trouble
    assert server.asked == 0


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1:1/", "http://127.0.0.1:1/", "file:///etc/passwd", "http://"]
)
def test_only_listed_web_addresses_are_asked(url: str, settings):
    settings.OUTBOUND_HOSTS = ["127.0.0.1:1"]
    with pytest.raises(OutboundError):
        ask("GET", url)


def test_a_listed_name_that_leads_to_this_machine_is_refused(settings, monkeypatch):
    settings.OUTBOUND_HOSTS = ["hotline.example:80"]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("127.0.0.1", 80))])
    with pytest.raises(OutboundError, match="this machine"):
        ask("GET", "http://hotline.example/")


def finished_order(office: Office, superior: SuperiorOrder) -> WorkOrder:
    """The order of an order from above, closed."""
    finished = WorkOrder.objects.create(
        sub_district=office.street, number="GD1", matter=office.lamp, flow=office.lamp.flow, state="closed",
        brief="修复路灯", reply="已修复", lead=office.lighting, opened_at=AT, opened_on=AT.date(),
        step_entered_at=AT, resolved_at=AT, closed_at=AT, origin_kind="concerns.concern",
        origin_id=superior.concern_id, limit_amount=1, limit_unit="working_days",
    )  # fmt: skip
    Concern.objects.filter(pk=superior.concern_id).update(order=finished, state="received")
    return finished


def test_a_reply_is_brought_once_even_when_the_worker_repeats(server: SuperiorServer):
    office = make_office()
    server.orders = [order("RX/1 甲")]
    source = source_of(office, server)
    fetch_from(source, at=AT)
    superior = SuperiorOrder.objects.get()
    finished_order(office, superior)
    hand_over_replies(superior_ids=[superior.pk], actor=office.dispatcher.actor, at=AT)
    server.status = 503
    drain(at=AT)
    assert server.replies == {}
    server.status = 200
    settle(AT + timedelta(minutes=5))
    OutboxDelivery.objects.filter(handler__contains="deliver_handed_over").update(state="waiting")
    SuperiorOrder.objects.update(delivered_at=None)
    settle(AT + timedelta(minutes=10))
    ((number, told),) = server.replies.values()
    assert number == "RX/1 甲"
    assert told == {
        "department": office.lighting.name,
        "reply": "已修复",
        "resolved_at": "2026-11-02T10:00:00+08:00",
        "satisfied": None,
    }
    assert SuperiorOrder.objects.get().delivered_at is not None


def test_the_reply_after_a_reopening_is_brought_as_well_and_only_once_it_is_handed_over(
    server: SuperiorServer,
):
    office, again_at = make_office(), AT + timedelta(hours=2)
    server.orders = [order("RX1")]
    fetch_from(source_of(office, server), at=AT)
    superior = SuperiorOrder.objects.get()
    finished = finished_order(office, superior)
    hand_over_replies(superior_ids=[superior.pk], actor=office.dispatcher.actor, at=AT)
    settle(AT)
    orders, job = WorkOrder.objects.filter(pk=finished.pk), office.dispatcher.actor
    orders.update(state="in_hand", resolved_at=None, closed_at=None)
    await_reply_again(order_id=finished.pk, actor=job, at=AT + timedelta(hours=1))
    # A delivery that began before ends only now: it was about the reply of before.
    note_delivered(superior_id=superior.pk, replied_at=AT, actor=job, at=again_at)
    orders.update(state="closed", reply="换了整流器", resolved_at=again_at, closed_at=again_at)
    OutboxDelivery.objects.filter(handler__contains="deliver_handed_over").update(state="waiting")
    settle(again_at)
    assert [told["reply"] for _number, told in server.replies.values()] == ["已修复"]
    hand_over_replies(superior_ids=[superior.pk], actor=job, at=again_at)
    settle(again_at)
    assert [told["reply"] for _number, told in server.replies.values()] == ["已修复", "换了整流器"]
    superior.refresh_from_db()
    assert superior.delivered_at is not None


def handed_over(office: Office, server: SuperiorServer, *, at: datetime) -> SuperiorOrder:
    """An order from above whose reply was handed over, to a system that is down."""
    server.orders = [order("RX1")]
    fetch_from(source_of(office, server), at=AT)
    superior = SuperiorOrder.objects.get()
    finished_order(office, superior)
    hand_over_replies(superior_ids=[superior.pk], actor=office.dispatcher.actor, at=at)
    server.status = 503
    drain(at=at)
    return superior


def parts_of(office: Office) -> dict[str, int]:
    return {str(part): n for part, n in superior_counts(office.dispatcher.actor, SuperiorFilter()).items()}


def test_a_reply_that_does_not_arrive_stays_open_and_is_brought_again_from_the_page_once(
    server: SuperiorServer,
):
    office, now = make_office(), timezone.now()
    superior = handed_over(office, server, at=now - timedelta(minutes=16))
    OutboxDelivery.objects.filter(handler__contains="deliver_handed_over").update(state="dead")
    client = english_client(office.dispatcher)
    assert parts_of(office) == {"open": 1, "done": 0, "all": 1}
    for address in ("/desk/above/", f"/desk/requests/{superior.concern_id}/"):
        assert "Reply not delivered since" in text_of(client.get(address))
    server.status = 200
    again_at = f"/desk/above/{superior.pk}/resend/"
    for _time in range(2):
        assert "is on its way again" in text_of(client.post(again_at, follow=True))
    OutboxDelivery.objects.filter(state="dead").update(state="waiting")
    settle(timezone.now() + timedelta(minutes=1))
    assert [number for number, _told in server.replies.values()] == ["RX1"]
    assert parts_of(office) == {"open": 0, "done": 1, "all": 1}
    assert "No reply to RX1 is on its way." in text_of(client.post(again_at, follow=True))
    assert AuditEntry.objects.filter(verb="concerns.reply_sent_again").count() == 2


def test_the_page_says_that_a_reply_is_being_brought_or_why_it_is_not(server: SuperiorServer):
    office = make_office()
    handed_over(office, server, at=timezone.now())
    client = english_client(office.dispatcher)
    page = text_of(client.get("/desk/above/"))
    assert "Reply being brought" in page
    assert "Bring it again" not in page
    SuperiorSource.objects.update(trouble="对方返回 503。")
    page = text_of(client.get("/desk/above/"))
    assert "Reply not delivered: 对方返回 503。" in page
    assert "Bring it again" in page


def test_a_reply_that_was_sent_again_after_its_answer_was_lost_is_told_by_the_same_key(
    server: SuperiorServer,
):
    office = make_office()
    superior = handed_over(office, server, at=AT)
    server.status = 200
    settle(AT + timedelta(minutes=5))
    with pytest.raises(InvalidError):
        resend_reply(superior_id=superior.pk, actor=office.dispatcher.actor, at=AT)
    SuperiorOrder.objects.update(delivered_at=None)
    resend_reply(superior_id=superior.pk, actor=office.dispatcher.actor, at=AT)
    settle(AT + timedelta(minutes=10))
    assert len(server.replies) == 1
    superior.refresh_from_db()
    assert superior.delivered_at is not None


def test_the_timer_asks_every_street_and_the_secret_is_sealed(server: SuperiorServer):
    server.orders = [order("RX1")]
    sources = [source_of(make_office(), server) for _ in range(2)]
    fetch_orders_from_above(AT)
    assert SuperiorOrder.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM concerns_superiorsource")
        assert all(SECRET not in row[0] for row in cursor.fetchall())
    assert again(sources[0]).secret == SECRET


def test_another_address_begins_anew_and_an_empty_secret_keeps_the_old_one(server: SuperiorServer):
    office = make_office()
    server.orders = [order("RX1")]
    source = source_of(office, server)
    fetch_from(source, at=AT)
    draft = SourceDraft("演示热线", 6, LimitUnit.WORKING_HOURS, "http_json", server.address + "/v2")
    change_source(source_id=source.pk, draft=draft, actor=office.dispatcher.actor, at=AT)
    changed = again(source)
    assert (changed.cursor, changed.secret, changed.return_amount) == ("", SECRET, 6)


def test_what_a_person_handed_over_before_the_program_does_is_not_awaited(server: SuperiorServer):
    office = make_office()
    superior = superior_order(office)
    finished_order(office, superior)
    hand_over_replies(superior_ids=[superior.pk], actor=office.dispatcher.actor, at=AT)
    draft = SourceDraft("演示热线", 6, LimitUnit.WORKING_HOURS, "http_json", server.address)
    change_source(source_id=superior.source_id, draft=draft, actor=office.dispatcher.actor, at=AT)
    superior.refresh_from_db()
    assert superior.delivered_at == superior.replied_at == AT
    assert not superior.is_on_its_way


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"name": "演示热线"}, {"return_amount": 0}, {"adapter": "fax"}, {"address": "hotline"}],
)
def test_a_source_that_makes_no_sense_is_refused(server: SuperiorServer, changes):
    office = make_office()
    source_of(office, server)
    values = {
        "name": "另一热线", "return_amount": 4, "return_unit": LimitUnit.WORKING_HOURS,
        "adapter": "http_json", "address": server.address,
    } | changes  # fmt: skip
    with pytest.raises(InvalidError):
        enter_source(draft=SourceDraft(**values), actor=office.dispatcher.actor, at=AT)
