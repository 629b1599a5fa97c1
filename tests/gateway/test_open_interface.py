"""Programs read and write through the same deeds as the pages, and nothing else gets in or out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiezhi.concerns.models import Concern
from jiezhi.gateway.openapi.api.orders import list_orders
from jiezhi.gateway.openapi.door import MOST_BYTES
from jiezhi.gateway.openapi.models import GivenKey
from jiezhi.gateway.openapi.queries import read_cursor, write_cursor
from jiezhi.gateway.openapi.tasks import forget_old_keys
from jiezhi.kit.models import AuditEntry
from jiezhi.workorders.models import OrderEntry, WorkOrder
from tests.factories import dispatched_order, make_office, submitted_concern
from tests.factories.hands import order_in_hand
from tests.factories.programs import LetIn, make_program

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
WORDS = "3号楼王阿姨家门前的路灯不亮"
PHONE = "13800001234"


def post(let_in: LetIn, path: str, sent, **headers: str):
    return let_in.client.post(f"{V1}{path}", sent, content_type="application/json", headers=headers)


def test_pages_go_on_where_the_one_before_ended_though_orders_come_in_meanwhile():
    office = make_office()
    for _ in range(5):
        dispatched_order(office)  # all at one moment: the id decides
    client = make_program(office).client
    first = client.get(f"{V1}/orders?limit=2").json()
    newest = dispatched_order(office, at=datetime(2026, 11, 3, 2, tzinfo=UTC))
    second = client.get(f"{V1}/orders?limit=2&cursor={first['next']}").json()
    third = client.get(f"{V1}/orders?limit=2&cursor={second['next']}").json()
    seen = [item["number"] for page in (first, second, third) for item in page["items"]]
    assert len(seen) == len(set(seen)) == 5
    assert third["next"] is None
    assert newest.number not in seen


NAIVE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize("cursor", ["x", "%F0%9F", "MjAyNiAxMQ", write_cursor(NAIVE, UUID(int=1))])
def test_a_cursor_of_somebody_elses_making_is_refused(cursor: str):
    answer = make_program(make_office()).client.get(f"{V1}/orders?cursor={cursor}")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:jiezhi:problem:invalid")


def test_a_cursor_names_the_row_it_was_made_for():
    at, pk = datetime(2026, 11, 2, 2, 0, 0, 123456, tzinfo=UTC), uuid4()
    assert read_cursor(write_cursor(at, pk)) == (at, pk)


def test_a_list_is_narrowed_and_costs_the_same_however_long_it_is():
    office = make_office()
    order_in_hand(office)
    client = make_program(office).client
    client.get(f"{V1}/orders")
    with CaptureQueriesContext(connection) as short:
        assert len(client.get(f"{V1}/orders").json()["items"]) == 1
    waiting = dispatched_order(office)
    dispatched_order(office, office.rubbish)
    with CaptureQueriesContext(connection) as longer:
        client.get(f"{V1}/orders")
    assert len(longer) == len(short)
    query = f"state=dispatched&matter_id={office.lamp.pk}&opened_from=2026-11-02&opened_until=2026-11-02"
    found = client.get(f"{V1}/orders?{query}").json()["items"]
    assert [item["number"] for item in found] == [waiting.number]
    assert client.get(f"{V1}/orders?department_id={office.committee.pk}").json()["items"] == []


@pytest.mark.parametrize(
    "query",
    ["stat=closed", "state=closed&state=opened", "limit=5&limit=6", "limit=101", "limit=0", "state=x"],
)
def test_a_parameter_that_is_strange_doubled_or_out_of_bounds_is_refused(query: str):
    answer = make_program(make_office()).client.get(f"{V1}/orders?{query}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_department_accepts_sends_back_and_reports_done_through_its_program():
    office = make_office()
    order, other = dispatched_order(office), dispatched_order(office)
    let_in = make_program(office)
    taken = post(let_in, f"/orders/{order.pk}/accept", {"version": order.version}).json()
    assert (taken["state"], taken["lead"]["id"]) == ("in_hand", str(office.lighting.pk))
    stale = post(let_in, f"/orders/{order.pk}/resolve", {"version": order.version, "reply": "已修复"})
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:jiezhi:problem:stale")
    done = post(
        let_in, f"/orders/{order.pk}/resolve", {"version": taken["version"], "reply": "灯已修好"}
    ).json()
    assert (done["state"], done["reply"]) == ("awaiting_callback", "灯已修好")
    sent = {"version": other.version, "reason": "not_ours", "note": "不属于路灯所"}
    assert post(let_in, f"/orders/{other.pk}/send-back", sent).json()["state"] == "sent_back"
    entries = OrderEntry.objects.filter(actor_kind="program").values_list("verb", "actor_label")
    assert {verb for verb, _ in entries} == {"accept", "resolve", "send_back"}
    assert {let_in.program.name in label for _, label in entries} == {True}
    audited = AuditEntry.objects.filter(actor_kind="program")
    assert set(audited.values_list("actor_id", flat=True)) == {str(let_in.program.pk)}


def test_a_program_does_not_act_for_another_department_though_it_sees_the_order():
    office = make_office()
    order = dispatched_order(office)
    let_in = make_program(office, department=office.front_desk, sees_whole_street=True)
    assert let_in.client.get(f"{V1}/orders/{order.pk}").status_code == 200
    answer = post(let_in, f"/orders/{order.pk}/accept", {"version": order.version})
    assert answer.status_code == 403
    order.refresh_from_db()
    assert order.state == "dispatched"


def test_history_tells_what_was_done_and_neither_by_whom_nor_in_which_words():
    office = make_office()
    order = order_in_hand(office)
    OrderEntry.objects.filter(order=order).update(note="王阿姨说的", said_by="值班台")
    answer = make_program(office).client.get(f"{V1}/orders/{order.pk}/history")
    assert [entry["verb"] for entry in answer.json()["items"]] == ["open", "dispatch", "accept"]
    text = answer.content.decode()
    assert "王阿姨" not in text
    assert "值班台" not in text
    assert office.officer.user.name not in text
    assert str(office.officer.user.pk) not in text


def test_a_request_is_made_once_per_key_and_followed_by_its_code():
    office = make_office()
    let_in = make_program(office)
    sent = {
        "words": WORDS,
        "estate_id": str(office.estate.pk),
        "phone": "138 0000-1234",
        "place_note": "3号楼",
    }
    first = post(let_in, "/concerns", sent, **{"Idempotency-Key": "case-2026-1"})
    again = post(let_in, "/concerns", sent, **{"Idempotency-Key": "case-2026-1"})
    assert (first.status_code, first.json()) == (201, again.json())
    concern = Concern.objects.get()
    assert (concern.channel, concern.words, concern.phone) == ("program", WORDS, PHONE)
    assert concern.community_id == office.community.pk
    other = post(let_in, "/concerns", sent | {"words": "别的"}, **{"Idempotency-Key": "case-2026-1"})
    assert (other.status_code, other.json()["type"]) == (422, "urn:jiezhi:problem:idempotency_key_reused")
    stranger = make_program(office)
    assert (
        post(stranger, "/concerns", sent, **{"Idempotency-Key": "case-2026-1"}).json()["number"]
        != concern.number
    )
    code = {"Query-Code": first.json()["code"]}
    without = let_in.client.get(f"{V1}/concerns/{concern.number}", headers=code)
    assert (without.status_code, without.json()["type"]) == (403, "urn:jiezhi:problem:digits_refused")
    told = let_in.client.get(f"{V1}/concerns/{concern.number}", headers=code | {"Phone-Digits": PHONE[-4:]})
    assert told.json()["label"]
    for secret in (WORDS, PHONE, "3号楼"):
        assert secret not in told.content.decode()


def test_wrong_digits_are_counted_and_the_right_ones_held_back():
    office = make_office()
    client, made = make_program(office).client, submitted_concern(office, phone=PHONE)
    address, code = f"{V1}/concerns/{made.concern.number}", {"Query-Code": made.code}
    answers = [client.get(address, headers=code | {"Phone-Digits": f"{n:04}"}).status_code for n in range(5)]
    assert answers == [403] * 5
    right = client.get(address, headers=code | {"Phone-Digits": PHONE[-4:]})
    assert (right.status_code, right.json()["type"]) == (429, "urn:jiezhi:problem:too_many_calls")
    assert 0 < int(right.headers["Retry-After"]) <= 15 * 60
    other = submitted_concern(office)
    found = client.get(f"{V1}/concerns/{other.concern.number}", headers={"Query-Code": other.code})
    assert found.status_code == 200, "another resident of the same program is not held up"


def test_without_a_key_or_with_a_wrong_code_nothing_is_made_and_nothing_told():
    office = make_office()
    let_in = make_program(office)
    assert post(let_in, "/concerns", {"words": WORDS}).status_code == 422
    assert not Concern.objects.exists()
    made = submitted_concern(office)
    for number, code in ((made.concern.number, "0" * 16), ("SQ00000000-0001", made.code)):
        answer = let_in.client.get(f"{V1}/concerns/{number}", headers={"Query-Code": code})
        assert answer.status_code == 404
    foreign = make_program(make_office()).client
    answer = foreign.get(f"{V1}/concerns/{made.concern.number}", headers={"Query-Code": made.code})
    assert answer.status_code == 404


def test_the_reply_is_told_when_the_work_is_reported_done_and_not_before():
    office = make_office()
    made = submitted_concern(office)
    order = order_in_hand(office)
    Concern.objects.filter(pk=made.concern.pk).update(order=order, state="received")
    WorkOrder.objects.filter(pk=order.pk).update(reply="灯已修好")
    client = make_program(office).client

    def told():
        return client.get(f"{V1}/concerns/{made.concern.number}", headers={"Query-Code": made.code}).json()

    assert (told()["is_reported_done"], told()["reply"]) == (False, "")
    WorkOrder.objects.filter(pk=order.pk).update(state="awaiting_callback")
    assert (told()["is_reported_done"], told()["reply"]) == (True, "灯已修好")


def test_old_keys_are_forgotten_and_the_request_stays_found():
    office = make_office()
    let_in = make_program(office)
    made = post(let_in, "/concerns", {"words": WORDS}, **{"Idempotency-Key": "case-2026-1"}).json()
    GivenKey.objects.update(given_at=datetime(2020, 1, 1, tzinfo=UTC))
    forget_old_keys(datetime.now(UTC))
    assert not GivenKey.objects.exists()
    assert post(let_in, "/concerns", {"words": WORDS}, **{"Idempotency-Key": "case-2026-1"}).json() == made
    forget_old_keys(datetime.now(UTC) + timedelta(days=31))
    other = post(let_in, "/concerns", {"words": "另一件事"}, **{"Idempotency-Key": "case-2026-1"})
    assert other.status_code == 422, other.content
    assert not GivenKey.objects.exists(), "a refusal leaves nothing behind"


@pytest.mark.parametrize(
    "body",
    [
        b'{"version": 1, "version": 2}', b'{"version": NaN}', b"{", b"\xff\xfe", b"[]", b"1",
        b'{"version": 1, "state": "closed"}', b'{"version": -1}', b'{"version": 99999999999999999999}',
    ],
)  # fmt: skip
def test_a_body_that_is_not_as_agreed_changes_nothing(body: bytes):
    office = make_office()
    order = dispatched_order(office)
    answer = make_program(office).client.post(
        f"{V1}/orders/{order.pk}/accept", body, content_type="application/json"
    )
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    order.refresh_from_db()
    assert (order.state, order.version) == ("dispatched", 1)


def test_no_field_of_the_models_gets_in_beside_the_schema():
    """Mass assignment: every column of an order and of a request, sent along, is refused and changes nothing."""
    office = make_office()
    order = dispatched_order(office)
    before = WorkOrder.objects.filter(pk=order.pk).values().get()
    let_in = make_program(office)
    columns = {field.attname for field in (*WorkOrder._meta.fields, *Concern._meta.fields)}
    agreed = {
        f"/orders/{order.pk}/accept": {"version": 1},
        f"/orders/{order.pk}/resolve": {"version": 1, "reply": "好"},
        f"/orders/{order.pk}/send-back": {"version": 1, "reason": "not_ours", "note": "非本单位"},
        "/concerns": {"words": WORDS},
    }
    takes = {"/concerns": {"words", "estate_id", "community_id", "lon", "lat", "place_note", "phone"}}
    tried = 0
    for path, sent in agreed.items():
        for column in columns - set(sent) - takes.get(path, set()):
            answer = post(let_in, path, sent | {column: 1}, **{"Idempotency-Key": f"key-{tried:08}"})
            assert answer.status_code == 422, (path, column)
            tried += 1
    assert tried > 100
    assert WorkOrder.objects.filter(pk=order.pk).values().get() == before
    assert not Concern.objects.exists()


def test_a_body_longer_than_any_call_needs_is_refused_unread():
    answer = post(make_program(make_office()), "/concerns", {"words": "x" * MOST_BYTES})
    assert (answer.status_code, answer.json()["most_bytes"]) == (413, MOST_BYTES)


def test_messages_come_in_the_language_that_is_asked_for():
    client = make_program(make_office()).client
    path = f"{V1}/orders/{uuid4()}"
    chinese, english = client.get(path), client.get(path, headers={"Accept-Language": "en"})
    assert chinese.json()["title"] == "您的辖区内没有这张工单。"
    assert english.json()["title"] == "There is no such work order in your area."


def test_lists_places_and_measures_are_those_of_the_own_street():
    office, other = make_office(), make_office()
    client = make_program(office).client
    names = {item["name"] for item in client.get(f"{V1}/matters").json()["items"]}
    assert names == {office.lamp.name, office.rubbish.name, office.enquiry.name}
    departments = {item["id"] for item in client.get(f"{V1}/departments").json()["items"]}
    assert str(office.lighting.pk) in departments
    assert str(other.lighting.pk) not in departments
    communities = client.get(f"{V1}/communities").json()
    assert communities["type"] == "FeatureCollection"
    assert [feature["id"] for feature in communities["features"]] == [str(office.community.pk)]
    estate = client.get(f"{V1}/estates").json()["features"][0]
    assert estate["geometry"] == {"type": "Point", "coordinates": [office.estate.lon, office.estate.lat]}


def test_a_measure_comes_with_its_definition_and_counts_what_the_lists_show():
    office = make_office()
    dispatched_order(office)
    client = make_program(office).client
    told = client.get(f"{V1}/measures?first_on=2026-11-01&last_on=2026-11-30").json()
    on_time = next(item for item in told["items"] if item["key"] == "on_time")
    assert on_time["formula"]
    assert on_time["unit"] == "share"
    elsewhere = make_program(office, department=office.front_desk).client
    empty = elsewhere.get(f"{V1}/measures?first_on=2026-11-01&last_on=2026-11-30").json()["items"]
    assert {item["whole"] for item in empty} == {0}
    assert client.get(f"{V1}/measures?first_on=2026-11-30&last_on=2026-11-01").status_code == 422


@pytest.mark.parametrize("rest", ["nothing/here", "orders/x/accept", "orders/%0ABn%3F/resolve", "%0A"])
def test_an_address_that_is_none_is_told_in_the_same_form(rest: str):
    answer = make_program(make_office()).client.get(f"{V1}/{rest}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_an_operation_keeps_its_own_name_and_words():
    assert list_orders.__doc__.startswith("List the work orders")
