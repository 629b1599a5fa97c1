"""An order from above comes in once, keeps both clocks, can go back in time, and shares what is the same."""

from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jiezhi.concerns.actions import (
    answer_objection,
    await_reply_again,
    hand_over_replies,
    join_concern,
    raise_objection,
    take_superior_order,
)
from jiezhi.concerns.choices import ConcernState, ObjectionGround, ObjectionOutcome, SuperiorState
from jiezhi.concerns.errors import AlreadyReceivedError, NoObjectionError, ReturnWindowClosedError
from jiezhi.concerns.models import Concern, Objection, SuperiorOrder
from jiezhi.concerns.queries import concerns_to_receive
from jiezhi.concerns.superior_queries import superiors_with_reply
from jiezhi.kit.action import work_unit
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.models import AuditEntry
from jiezhi.workorders.actions import accept_order, fail_check, reopen_order, resolve_order
from jiezhi.workorders.choices import ReopenReason
from jiezhi.workorders.errors import WrongStepError
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import FINISH
from tests.factories import make_community, make_estate, make_office, settle, submitted_concern
from tests.factories.above import make_source, make_superior_draft, superior_order
from tests.factories.hands import order_in_hand, reported_order
from tests.factories.pages import english_client
from tests.factories.workorders import MONDAY, dispatched_order

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def object_to(superior: SuperiorOrder, office, *, at=MONDAY, basis="履职清单第12条") -> Objection:
    return raise_objection(
        superior_id=superior.pk,
        ground=ObjectionGround.TAKEN_BACK,
        basis=basis,
        actor=office.dispatcher.actor,
        at=at,
    )


def test_it_becomes_a_request_with_the_place_found_in_its_words() -> None:
    office = make_office()
    superior = superior_order(
        office, place="", words=f"{office.estate.name}3号楼路灯不亮", phone="13800000000"
    )
    concern = superior.concern
    assert (concern.estate_id, concern.community_id) == (office.estate.pk, office.community.pk)
    assert concern.channel == "superior"
    assert concern in concerns_to_receive(office.dispatcher.actor)
    assert superior.number.startswith("RX")


def test_two_places_with_equal_right_are_left_to_a_person() -> None:
    office = make_office()
    one = make_estate(make_community(office.street, west=121.0), "东园")
    other = make_estate(make_community(office.street, west=122.0), "西园")
    superior = superior_order(office, place="", words=f"{one.name}和{other.name}之间的路灯不亮")
    assert superior.concern.estate_id is None


def test_the_same_number_again_makes_nothing_new_and_takes_only_the_new_limit() -> None:
    office = make_office()
    first = superior_order(office, number="RX1")
    later = first.their_due_at + timedelta(days=2)
    draft = make_superior_draft(office, number=" RX1 ", words="别的话", their_due_at=later)
    again = take_superior_order(draft=draft, actor=office.dispatcher.actor, at=MONDAY + HOUR)
    assert not again.is_new
    assert again.superior.pk == first.pk
    assert SuperiorOrder.objects.count() == Concern.objects.count() == 1
    first.refresh_from_db()
    assert first.their_due_at == later
    assert first.concern.words != "别的话"


def test_another_source_may_use_the_same_number() -> None:
    office = make_office()
    superior_order(office, number="RX1")
    superior_order(office, number="RX1", source_id=make_source(office, name="区平台").pk)
    assert SuperiorOrder.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"number": " "}, {"words": " \n"}, {"issued_at": MONDAY + HOUR}],
    ids=["number", "words", "future"],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    office = make_office()
    with pytest.raises(InvalidError):
        superior_order(office, **wrong)
    assert not Concern.objects.exists()


def test_a_source_of_another_street_is_missing() -> None:
    with pytest.raises(MissingError):
        superior_order(make_office(), source_id=make_source(make_office()).pk)


def test_the_return_window_counts_working_hours() -> None:
    office = make_office()
    friday_evening = MONDAY - timedelta(days=3) + 7 * HOUR  # 17:00 in the office
    superior = superior_order(office, issued_at=friday_evening)
    local = superior.return_until.astimezone(ZoneInfo("Asia/Shanghai"))
    assert local.date() == MONDAY.date()
    assert superior.return_until > MONDAY


def test_an_objection_takes_it_out_of_the_dispatchers_hands_until_it_is_answered() -> None:
    office = make_office()
    superior = superior_order(office)
    object_to(superior, office)
    superior.concern.refresh_from_db()
    assert superior.concern.state == ConcernState.OBJECTED
    assert concerns_to_receive(office.dispatcher.actor) == []
    order = dispatched_order(office)
    with pytest.raises(AlreadyReceivedError):
        join_concern(
            concern_id=superior.concern_id,
            order_id=order.pk,
            seen_version=None,
            actor=office.dispatcher.actor,
            at=MONDAY,
        )


@pytest.mark.parametrize(
    ("outcome", "state", "concern_state"),
    [
        (ObjectionOutcome.UPHELD, SuperiorState.RETURNED, ConcernState.RETURNED),
        (ObjectionOutcome.REFUSED, SuperiorState.OPEN, ConcernState.SUBMITTED),
        (ObjectionOutcome.WITHDRAWN, SuperiorState.OPEN, ConcernState.SUBMITTED),
    ],
)
def test_what_the_superior_says_decides_where_it_goes(outcome, state, concern_state) -> None:
    office = make_office()
    superior = superior_order(office)
    object_to(superior, office)
    said = answer_objection(
        superior_id=superior.pk,
        outcome=outcome,
        answer="同意",
        actor=office.dispatcher.actor,
        at=MONDAY + HOUR,
    )
    superior.refresh_from_db()
    assert (superior.state, superior.concern.state) == (state, concern_state)
    assert (said.answer, said.answered_at) == ("同意", MONDAY + HOUR)
    with pytest.raises(NoObjectionError):
        answer_objection(superior_id=superior.pk, outcome=outcome, actor=office.dispatcher.actor, at=MONDAY)


def test_after_a_refusal_one_may_object_again_and_both_stay_on_record() -> None:
    office = make_office()
    superior = superior_order(office)
    object_to(superior, office)
    answer_objection(
        superior_id=superior.pk, outcome=ObjectionOutcome.REFUSED, actor=office.dispatcher.actor, at=MONDAY
    )
    object_to(superior, office, basis="另一份文件")
    assert [row.basis for row in Objection.objects.order_by("id")] == ["履职清单第12条", "另一份文件"]


def test_an_objection_names_what_it_rests_on() -> None:
    office = make_office()
    with pytest.raises(InvalidError):
        object_to(superior_order(office), office, basis="  ")
    assert not Objection.objects.exists()


def test_nobody_objects_twice_after_the_window_or_once_it_is_under_way() -> None:
    office = make_office()
    late, twice, dispatched = (superior_order(office) for _ in range(3))
    with pytest.raises(ReturnWindowClosedError):
        object_to(late, office, at=late.return_until + timedelta(seconds=1))
    object_to(twice, office)
    with pytest.raises(ReturnWindowClosedError):
        object_to(twice, office)
    join(dispatched.concern, dispatched_order(office), office)
    with pytest.raises(ReturnWindowClosedError):
        object_to(dispatched, office)
    assert Objection.objects.count() == 1


def join(concern: Concern, order: WorkOrder, office) -> WorkOrder:
    return join_concern(
        concern_id=concern.pk, order_id=order.pk, seen_version=None, actor=office.dispatcher.actor, at=MONDAY
    )


def test_a_joined_request_shares_owner_clock_and_callback() -> None:
    office = make_office()
    first = submitted_concern(office).concern
    order = order_in_hand(office)
    join(first, order, office)
    superior = superior_order(office)
    join(superior.concern, order, office)
    resolve_order(
        order_id=order.pk, reply="已修好", seen_version=None, actor=office.officer.actor, at=MONDAY + HOUR
    )
    settle(MONDAY + HOUR)
    assert set(order.concerns.all()) == {first, superior.concern}
    assert all(concern.callbacks.count() == 1 for concern in order.concerns.all())
    assert AuditEntry.objects.filter(verb="workorders.report_joined").count() == 2


def test_nothing_joins_an_order_that_is_reported_done() -> None:
    office = make_office()
    order = reported_order(office)
    superior = superior_order(office)
    with pytest.raises(WrongStepError):
        join(superior.concern, order, office)
    superior.concern.refresh_from_db()
    assert superior.concern.order_id is None


def test_replies_go_out_once_and_again_only_when_asked() -> None:
    office = make_office()
    superior = superior_order(office)
    order = order_in_hand(office)
    join(superior.concern, order, office)
    actor, source = office.dispatcher.actor, superior.source_id
    assert superiors_with_reply(actor, source) == []
    with pytest.raises(InvalidError):
        hand_over_replies(superior_ids=[superior.pk], actor=actor, at=MONDAY)
    resolve_order(
        order_id=order.pk, reply="已修好", seen_version=None, actor=office.officer.actor, at=MONDAY + HOUR
    )
    assert superiors_with_reply(actor, source) == [superior]
    assert hand_over_replies(superior_ids=[superior.pk], actor=actor, at=MONDAY + HOUR) == 1
    assert superiors_with_reply(actor, source) == []
    assert superiors_with_reply(actor, source, replied_since=MONDAY) == [superior]
    assert superiors_with_reply(actor, source, replied_since=MONDAY + 2 * HOUR) == []
    assert hand_over_replies(superior_ids=[superior.pk], actor=actor, at=MONDAY + 2 * HOUR) == 0
    superior.refresh_from_db()
    assert (superior.state, superior.replied_at) == (SuperiorState.REPLIED, MONDAY + HOUR)


def replied_order(office) -> tuple[SuperiorOrder, WorkOrder]:
    """An order from above whose reply went to the superior two hours after it came."""
    superior, order = superior_order(office), order_in_hand(office)
    join(superior.concern, order, office)
    done_again(order, office, reply="已修好", at=MONDAY + HOUR)
    actor = office.dispatcher.actor
    assert hand_over_replies(superior_ids=[superior.pk], actor=actor, at=MONDAY + 2 * HOUR) == 1
    return superior, order


def done_again(order: WorkOrder, office, *, reply: str, at) -> None:
    resolve_order(order_id=order.pk, reply=reply, seen_version=None, actor=office.officer.actor, at=at)
    settle(at)


def reopened(office, order: WorkOrder) -> None:
    WorkOrder.objects.filter(pk=order.pk).update(state="awaiting_callback")
    holder = system_job("test", sub_district_id=office.street.pk, permissions=frozenset({FINISH.code}))
    reopen_order(order_id=order.pk, reason=ReopenReason.NOT_SOLVED, actor=holder, at=MONDAY + 3 * HOUR)


def unfinished(office, order: WorkOrder) -> None:
    WorkOrder.objects.filter(pk=order.pk).update(state="awaiting_check", flow="event")
    fail_check(
        order_id=order.pk,
        note="还在闪",
        seen_version=None,
        actor=office.grid_worker.actor,
        at=MONDAY + 3 * HOUR,
    )


@pytest.mark.parametrize("taken_up", [reopened, unfinished])
def test_an_order_that_is_taken_up_again_owes_the_superior_another_reply(taken_up) -> None:
    office = make_office()
    superior, order = replied_order(office)
    SuperiorOrder.objects.update(delivered_at=MONDAY + 2 * HOUR)
    actor, source = office.dispatcher.actor, superior.source_id
    taken_up(office, order)
    settle(MONDAY + 3 * HOUR)
    superior.refresh_from_db()
    assert (superior.state, superior.replied_at, superior.delivered_at) == (SuperiorState.OPEN, None, None)
    told = AuditEntry.objects.get(verb="concerns.reply_awaited_again").facts
    assert told == {"number": superior.number, "replied_at": (MONDAY + 2 * HOUR).isoformat()}
    assert superiors_with_reply(actor, source) == []
    order.refresh_from_db()
    if order.accepted_at is None:
        accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=MONDAY + 4 * HOUR)
    done_again(order, office, reply="换了整流器", at=MONDAY + 5 * HOUR)
    assert superiors_with_reply(actor, source) == [superior]
    assert hand_over_replies(superior_ids=[superior.pk], actor=actor, at=MONDAY + 6 * HOUR) == 1


def test_news_that_comes_after_the_next_reply_changes_nothing() -> None:
    office = make_office()
    superior, order = replied_order(office)
    job = system_job("test", sub_district_id=office.street.pk, permissions=frozenset())
    superior.refresh_from_db()
    assert superior.replied_at is not None
    with work_unit(actor=job, at=MONDAY + 3 * HOUR):
        assert await_reply_again(order_id=order.pk, actor=job, at=MONDAY + 3 * HOUR) == 0
    superior.refresh_from_db()
    assert superior.state == SuperiorState.REPLIED


def test_a_lost_download_is_fetched_again_from_the_page() -> None:
    office = make_office()
    superior, _order = replied_order(office)
    SuperiorOrder.objects.update(replied_at=timezone.now() - timedelta(days=29))
    client = english_client(office.dispatcher)
    page = client.get("/desk/above/").content.decode()
    assert "Export replies to 演示热线 again" in page
    assert 'name="again"' in page
    answer = client.post(f"/desk/above/replies/{superior.source_id}/", {"again": "1"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert superior.number in rows[1]
    SuperiorOrder.objects.update(replied_at=timezone.now() - timedelta(days=31))
    assert "Export replies to" not in client.get("/desk/above/").content.decode()


def test_replies_are_chosen_and_ticked_once_the_reporter_is_satisfied() -> None:
    office, superiors = make_office(), {}
    for name in ("satisfied", "unhappy", "uncalled", "unchecked"):
        superior, order = superior_order(office), order_in_hand(office)
        join(superior.concern, order, office)
        done_again(order, office, reply="已修好", at=MONDAY + HOUR)
        superiors[name] = superior
    for name, changes in (
        ("satisfied", {"state": "closed", "closed_at": MONDAY, "was_solved": True, "was_satisfied": True}),
        ("unhappy", {"state": "closed", "closed_at": MONDAY, "was_solved": True, "was_satisfied": False}),
        ("uncalled", {"state": "awaiting_callback"}),
        ("unchecked", {"state": "awaiting_check"}),
    ):
        WorkOrder.objects.filter(concerns__superior=superiors[name]).update(**changes)
    client = english_client(office.dispatcher)
    page = f"/desk/above/replies/{superiors['satisfied'].source_id}/"
    rows = {row.superior.pk: (row.wanting, row.is_chosen) for row in client.get(page).context["rows"]}
    assert rows == {
        superiors["satisfied"].pk: ("", True),
        superiors["unhappy"].pk: ("Not satisfied at the callback", False),
        superiors["uncalled"].pk: ("Not called back", False),
        superiors["unchecked"].pk: ("On-site check still due", False),
    }
    assert "Tick the replies" in client.post(page).content.decode()
    assert not SuperiorOrder.objects.filter(state="replied").exists()
    chosen = [superiors["satisfied"], superiors["uncalled"]]
    answer = client.post(page, {"superior": [row.pk for row in chosen]})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert {row[0] for row in sheet[1:]} == {row.number for row in chosen}
    assert set(SuperiorOrder.objects.filter(state="replied")) == set(chosen)
    late = client.post(page, {"superior": [chosen[0].pk]})
    assert late.status_code == 422
    assert "no longer stands ready" in late.content.decode()
