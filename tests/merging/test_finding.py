"""What is likely one thing: shown to the dispatcher with reasons, told to residents without anybody's words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jiezhi.concerns.actions import join_concern
from jiezhi.concerns.models import Concern
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.merging.actions import RulesDraft, change_rules, decide_pair, propose_pairs
from jiezhi.merging.choices import PairDecision, PairState
from jiezhi.merging.models import DuplicatePair, MergeRules
from jiezhi.merging.queries import known_matters, likely_orders, orders_like, pairs_among
from jiezhi.merging.tasks import find_duplicates
from jiezhi.notices.models import Notice
from jiezhi.places.queries import Spot
from jiezhi.workorders.models import WorkOrder
from tests.budget import spend_at_most
from tests.faces.portal.story import Resident, make_resident
from tests.factories import Office, dispatched_order, make_office, settle, staff_client, submitted_concern
from tests.factories.above import superior_order
from tests.factories.merging import done, reported, says
from tests.factories.programs import make_program
from tests.factories.workorders import MONDAY, spot_of
from tests.merging.test_merging import GOOD

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NIGHT = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
"""02:00 in the office."""
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def office() -> Office:
    return make_office()


def offer_lamps(office: Office) -> MergeRules:
    draft = RulesDraft(100, 45, 30, 14, 7, frozenset({office.lamp.pk}))
    return change_rules(draft=draft, actor=office.dispatcher.actor, at=MONDAY)


def known(office: Office, words: str, *, spot: Spot | None = None, at: datetime = MONDAY) -> list[str]:
    found = known_matters(sub_district_id=office.street.pk, words=words, spot=spot or spot_of(office), at=at)
    return [each.matter for each in found]


def test_the_same_thing_is_found_by_place_wording_or_number_and_says_why(office: Office) -> None:
    earlier = submitted_concern(office, "3号楼前的路灯不亮，三天没人修", phone="13800000000").concern
    order = dispatched_order(office)
    deed = {"order_id": order.pk, "seen_version": None, "actor": office.dispatcher.actor, "at": MONDAY}
    join_concern(concern_id=earlier.pk, **deed)
    same_words = superior_order(office, words="3号楼前的路灯不亮没人修").concern
    same_phone = superior_order(office, words="楼道里堆满了纸箱", phone="13800000000").concern
    neither = superior_order(office, words="楼道里堆满了纸箱").concern
    with spend_at_most(4):
        by_words = likely_orders(office.dispatcher.actor, same_words, at=MONDAY)
    by_phone = likely_orders(office.dispatcher.actor, same_phone, at=MONDAY)
    assert [row.order for row in by_words] == [row.order for row in by_phone] == [order]
    assert by_words[0].can_join
    assert any("%" in reason for reason in by_words[0].reasons)
    assert "电话" in by_phone[0].reasons[0] or "telephone" in by_phone[0].reasons[0]
    assert likely_orders(office.dispatcher.actor, neither, at=MONDAY) == []
    assert likely_orders(office.dispatcher.actor, same_words, at=MONDAY + 40 * DAY) == []


def test_what_was_finished_lately_is_shown_and_cannot_be_joined(office: Office) -> None:
    concern, order = reported(office)
    done(office, order, at=MONDAY)
    says(concern, GOOD, at=MONDAY)
    again = submitted_concern(office, "3号楼前的路灯又不亮", at=MONDAY + DAY).concern
    (shown,) = likely_orders(office.dispatcher.actor, again, at=MONDAY + DAY)
    assert (shown.order, shown.can_join, shown.can_absorb_it) == (order, False, False)
    assert likely_orders(office.dispatcher.actor, again, at=MONDAY + 15 * DAY) == []


def test_nothing_of_another_street_is_ever_found(office: Office) -> None:
    other = make_office()
    reported(other)
    offer_lamps(office)
    concern = submitted_concern(office).concern
    assert likely_orders(office.dispatcher.actor, concern, at=MONDAY) == []
    assert known(office, concern.words) == []


def test_the_dispatcher_joins_with_one_key(office: Office) -> None:
    _first, order = reported(office, at=NOW)
    concern = submitted_concern(office, "3号楼前的路灯坏了", at=NOW).concern
    client = staff_client(office.dispatcher)
    page = client.get(reverse("desk:concern", args=[concern.pk])).content.decode()
    assert order.number in page
    assert 'data-key="m"' in page
    client.post(reverse("desk:join", args=[concern.pk]), {"order": order.pk, "version": concern.version})
    concern.refresh_from_db()
    assert concern.order == order


def test_residents_are_told_of_public_matters_only_and_of_nothing_that_presses(office: Office) -> None:
    _concern, order = reported(office)
    assert known(office, "3号楼路灯不亮") == []
    offer_lamps(office)
    with spend_at_most(6):
        assert known(office, "3号楼路灯不亮") == [office.lamp.name]
    assert known(office, "3号楼路灯不亮", spot=Spot()) == []
    assert known(office, "路灯不亮，灯杆漏电起火了") == []
    assert known(office, "孩子入学怎么办理") == []
    for changes in ({"urgency": "emergency"}, {"urgency": "normal", "reopened_count": 1}):
        WorkOrder.objects.filter(pk=order.pk).update(**changes)
        assert known(office, "3号楼路灯不亮") == []


def to_known(resident: Resident, words: str = "3号楼路灯不亮，晚上看不见路") -> str:
    resident.post("request/words/", words=words, start="1")
    estate = str(resident.office.estate.pk)
    answer = resident.post("request/place/", estate=estate, place_note="3号楼")
    return answer.url


@pytest.fixture
def story(office: Office) -> tuple[Resident, Concern, WorkOrder]:
    offer_lamps(office)
    concern, order = reported(office, "我家门前路灯不亮，我是三单元的", phone="13800000001", at=NOW - DAY)
    return make_resident(office), concern, order


@pytest.mark.parametrize("elder", ["", "20"])
def test_a_resident_joins_what_is_known_with_a_code_of_their_own(story, elder: str) -> None:
    resident, first, order = story
    if elder:
        resident.client.cookies["jiezhi_elder"] = elder
    assert to_known(resident) == resident.url("request/known/")
    page = resident.get("request/known/").content.decode()
    assert order.matter.name in page
    assert resident.office.estate.name in page
    for secret in (first.words, first.number, order.number, order.brief, "13800000001"):
        assert secret not in page
    assert resident.post("request/known/", joins=str(order.pk)).url == resident.url("request/photos/")
    resident.post("request/photos/", next="1")
    resident.post("request/contact/", contact="phone", phone="13900000002")
    key = resident.get("request/check/").context["draft"].key
    assert "Reported by others too" in resident.get("request/check/").content.decode()
    resident.post("request/check/", submission_key=key)
    concern = Concern.objects.get(submission_key=key)
    assert (concern.order, concern.state) == (order, "received")
    assert concern.code_digest != first.code_digest
    assert "With the department" in resident.get(f"mine/{concern.number}/").content.decode()
    settle(datetime.now(UTC))
    assert Notice.objects.filter(
        kind="merging.report_joined", reader=resident.office.dispatcher.user
    ).exists()
    done(resident.office, order, at=datetime.now(UTC))
    settle(datetime.now(UTC))
    assert {each.concern for each in concern.callbacks.model.objects.all()} == {first, concern}


def test_a_resident_says_that_theirs_is_another_one(story) -> None:
    resident, _first, _order = story
    to_known(resident)
    assert resident.post("request/known/").status_code == 422
    assert resident.post("request/known/", joins="no").url == resident.url("request/photos/")
    resident.post("request/photos/", next="1")
    resident.post("request/contact/", contact="anonymous")
    key = resident.get("request/check/").context["draft"].key
    resident.post("request/check/", submission_key=key)
    assert Concern.objects.get(submission_key=key).state == "submitted"


def test_what_is_reported_done_meanwhile_is_not_joined(story) -> None:
    resident, _first, order = story
    to_known(resident)
    resident.post("request/known/", joins=str(order.pk))
    resident.post("request/photos/", next="1")
    resident.post("request/contact/", contact="anonymous")
    key = resident.get("request/check/").context["draft"].key
    done(resident.office, order, at=NOW)
    resident.post("request/check/", submission_key=key)
    concern = Concern.objects.get(submission_key=key)
    assert (concern.state, concern.order) == ("submitted", None)


def test_nobody_joins_an_order_that_they_were_not_told_of(story) -> None:
    resident, _first, _order = story
    hidden = dispatched_order(resident.office, resident.office.rubbish, at=NOW)
    to_known(resident)
    assert resident.post("request/known/", joins=str(hidden.pk)).status_code == 422


def test_staff_ask_at_the_telephone_whether_it_is_known(story) -> None:
    resident, _first, order = story
    client = staff_client(resident.office.dispatcher)
    sent = {
        "channel": "phone",
        "words": "3号楼路灯不亮，看不见路",
        "estate": resident.office.estate.pk,
        "relation": "self",
        "key": "01a22487-f7c7-76ae-9c8e-d6225fbef2f7",
    }
    page = client.post(reverse("desk:enter"), sent)
    assert str(order.pk) in page.content.decode()
    assert Concern.objects.count() == 1
    client.post(reverse("desk:enter"), {**sent, "joins": str(order.pk)})
    assert Concern.objects.get(submission_key=sent["key"]).order == order
    other = {**sent, "key": "01a22487-f7c7-76ae-9c8e-d6225fbef2f8", "joins": "no"}
    client.post(reverse("desk:enter"), other)
    assert Concern.objects.get(submission_key=other["key"]).order is None


def test_a_night_proposes_pairs_and_merges_nothing(office: Office) -> None:
    _first, one = reported(office)
    _second, other = reported(office, at=MONDAY + timedelta(minutes=5))
    reported(office, "垃圾堆放在楼道里", matter=office.rubbish)
    find_duplicates(MONDAY)
    assert not DuplicatePair.objects.exists()
    with spend_at_most(3):
        assert len(pairs_among(office.street.pk, at=NIGHT)) == 1
    find_duplicates(NIGHT)
    find_duplicates(NIGHT + timedelta(hours=1))
    pair = DuplicatePair.objects.get()
    assert {pair.one, pair.other} == {one, other}
    assert not WorkOrder.objects.filter(merged_into__isnull=False).exists()
    client = staff_client(office.dispatcher)
    page = client.get(reverse("merging:pairs")).content.decode()
    assert one.number in page
    assert other.number in page
    client.post(reverse("merging:decide", args=[pair.pk]), {"decision": "keep_other"})
    pair.refresh_from_db()
    pair.one.refresh_from_db()
    assert (pair.state, pair.one.merged_into_id) == (PairState.MERGED, pair.other_id)
    assert pair.decided_by == office.dispatcher.actor.label


def test_what_is_two_things_is_not_proposed_again(office: Office) -> None:
    reported(office)
    reported(office)
    found = pairs_among(office.street.pk, at=NIGHT)
    propose_pairs(found=found, actor=office.dispatcher.actor, at=NIGHT)
    pair = DuplicatePair.objects.get()
    decide = {"pair_id": pair.pk, "actor": office.dispatcher.actor, "at": NIGHT}
    assert decide_pair(decision=PairDecision.APART, **decide) is None
    assert pairs_among(office.street.pk, at=NIGHT) == []
    with pytest.raises(MissingError):
        decide_pair(decision=PairDecision.KEEP_ONE, **decide)


def test_two_orders_are_merged_by_number_and_parted_on_the_page(office: Office) -> None:
    _first, one = reported(office)
    _second, other = reported(office)
    assert [row.order for row in orders_like(office.dispatcher.actor, one, at=MONDAY)] == [other]
    client = staff_client(office.dispatcher)
    url = reverse("merging:merge", args=[one.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"number": "GD0", "stays": "other"}).status_code == 422
    client.post(url, {"number": other.number.lower(), "stays": "other", "version": one.version})
    one.refresh_from_db()
    assert one.merged_into == other
    page = client.get(reverse("workorders:order", args=[one.pk])).content.decode()
    assert reverse("merging:undo", args=[one.pk]) in page
    assert one.number in client.get(reverse("workorders:order", args=[other.pk])).content.decode()
    WorkOrder.objects.filter(pk=one.pk).update(closed_at=NOW)
    client.post(reverse("merging:undo", args=[one.pk]), {"note": "两盏灯"})
    one.refresh_from_db()
    assert (one.merged_into, one.state) == (None, "dispatched")


def test_rules_are_kept_by_who_keeps_the_lists(office: Office) -> None:
    keeper = staff_client(office.dispatcher)
    sent = {"near_m": 50, "alike_percent": 60, "days": 20, "finished_days": 3, "undo_days": 2}
    url = reverse("merging:rules")
    keeper.post(url, {**sent, "offered": [str(office.lamp.pk)]})
    rules = MergeRules.objects.get(pk=office.street.pk)
    assert (rules.near_m, rules.undo_days, list(rules.offered.all())) == (50, 2, [office.lamp])
    assert keeper.post(url, {**sent, "days": 0}).status_code == 422
    assert staff_client(office.officer).post(url, sent).status_code == 403
    assert Client().post(url, sent).status_code == 302
    strange = RulesDraft(50, 60, 20, 3, 2, frozenset({make_office().lamp.pk}))
    with pytest.raises(InvalidError):
        change_rules(draft=strange, actor=office.dispatcher.actor, at=MONDAY)


def test_a_program_asks_what_is_known_and_joins_it_for_the_resident(office: Office) -> None:
    offer_lamps(office)
    first, order = reported(office, "我家门前路灯不亮，我是三单元的", at=NOW - DAY)
    client = make_program(office).client
    body = {"words": "3号楼路灯不亮，看不见路", "estate_id": str(office.estate.pk)}

    def post(path: str, sent: dict[str, object], key: str = "case-2026-1") -> HttpResponse:
        headers = {"Idempotency-Key": key}
        return client.post(f"/api/v1{path}", sent, content_type="application/json", headers=headers)

    answer = post("/concerns/known", body)
    (told,) = answer.json()["items"]
    assert (told["matter"], told["place"]) == (office.lamp.name, office.estate.name)
    assert first.number not in answer.content.decode()
    receipt = post("/concerns", body | {"joins": told["id"]}).json()
    assert post("/concerns", body | {"joins": told["id"]}).json() == receipt
    assert Concern.objects.get(number=receipt["number"]).order == order
    hidden = dispatched_order(office, office.rubbish, at=NOW)
    other = post("/concerns", body | {"joins": str(hidden.pk)}, "case-2026-2").json()
    assert Concern.objects.get(number=other["number"]).order is None
