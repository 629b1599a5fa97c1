"""Two orders about one thing become one: nobody is lost, each is called back, and it can be taken back."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from jiezhi.concerns.actions import (
    Confirmation,
    Verdict,
    ask_reopening,
    confirm_concern,
    excuse_callback,
    join_concern,
)
from jiezhi.concerns.choices import CallbackState
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.models import Callback, Concern
from jiezhi.concerns.standing import standing_of
from jiezhi.concerns.story import own_history, steps_of
from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit.errors import DomainError, InvalidError, StaleError
from jiezhi.kit.measure import Question
from jiezhi.kit.models import AuditEntry
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.merging.measures import CONFIRMED, MERGED, REPEATS, repeats_by_matter
from jiezhi.notices.models import Notice
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.actions import accept_order, accept_support, ask_extension, send_back_order
from jiezhi.workorders.choices import SendBackReason
from jiezhi.workorders.errors import (
    AlreadyReopenedError,
    MergeRefusedError,
    PartRefusedError,
    WrongStepError,
)
from jiezhi.workorders.measures import order_counts
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import OrderFilter, filtered_orders
from tests.factories import Office, make_office, make_staff, settle
from tests.factories.above import superior_order
from tests.factories.merging import MINUTE, done, reported, says
from tests.factories.workorders import MONDAY, asked_support, submitted_concern

pytestmark = pytest.mark.django_db
GOOD, BAD = Verdict(was_solved=True, was_satisfied=True), Verdict(was_solved=False, was_satisfied=False)
LATER = MONDAY + timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return make_office()


def merge(office: Office, absorbed: WorkOrder, staying: WorkOrder, **more: object) -> WorkOrder:
    facts = {"actor": office.dispatcher.actor, "at": LATER, **more}
    return merge_orders(absorbed_id=absorbed.pk, staying_id=staying.pk, **facts)


def undo(office: Office, absorbed: WorkOrder, note: str = "是两盏灯", at=LATER + MINUTE) -> WorkOrder:
    return undo_merge(absorbed_id=absorbed.pk, note=note, actor=office.dispatcher.actor, at=at)


def row_of(order: WorkOrder) -> dict[str, object]:
    row = WorkOrder.objects.filter(pk=order.pk).values().get()
    return {name: value for name, value in row.items() if name != "version"}


def test_one_order_stays_with_its_lead_and_every_reporter(office: Office) -> None:
    first, staying = reported(office)
    second, absorbed = reported(office, "3号楼路灯坏了", at=MONDAY + MINUTE)
    merge(office, absorbed, staying, note="同一盏灯")
    settle(LATER)
    absorbed.refresh_from_db()
    before, staying_version = staying.lead_id, staying.version
    staying.refresh_from_db()
    assert (absorbed.state, absorbed.merged_into_id, absorbed.closed_at) == ("closed", staying.pk, LATER)
    assert (staying.state, staying.lead_id, staying.version) == ("dispatched", before, staying_version)
    assert (staying.absorbed_count, list(staying.absorbed.all())) == (1, [absorbed])
    assert set(staying.concerns.all()) == {first, second}
    told = {entry.verb: entry.note for order in (absorbed, staying) for entry in order.entries.all()}
    assert told["merge"] == f"{staying.number} 同一盏灯"
    assert told["absorb"] == f"{absorbed.number} 同一盏灯"
    assert Notice.objects.filter(kind="workorders.merged", reader=office.officer.user).count() == 1
    assert AuditEntry.objects.filter(verb="concerns.reporters_moved").count() == 1


def test_a_merged_order_counts_once_and_goes_on_nowhere_else(office: Office) -> None:
    _first, staying = reported(office)
    _second, absorbed = reported(office)
    day = MONDAY.date()
    question = Question(office.dispatcher.actor, day, day, LATER)
    assert order_counts(question)[None] == 2
    merge(office, absorbed, staying)
    assert order_counts(question)[None] == 1
    listed = filtered_orders(
        office.dispatcher.actor, OrderFilter(opened_from=day, opened_until=day), at=LATER
    )
    assert list(listed) == [staying]
    figures = [measure.compute(question)[None] for measure in (MERGED, REPEATS, CONFIRMED)]
    assert [(figure.part, figure.whole) for figure in figures] == [(1, 2), (1, 2), (0, 0)]
    assert repeats_by_matter(question) == [(office.lamp.name, 1, 1)]
    with pytest.raises(WrongStepError, match=staying.number):
        accept_order(order_id=absorbed.pk, seen_version=None, actor=office.officer.actor, at=LATER)


def test_every_reporter_is_called_back_and_the_last_answer_closes(office: Office) -> None:
    first, staying = reported(office)
    second, absorbed = reported(office)
    third, other = reported(office)
    merge(office, absorbed, staying)
    merge(office, other, staying)
    done(office, staying, at=LATER)
    settle(LATER)
    assert Callback.objects.filter(state=CallbackState.WAITING).count() == 3
    assert says(second, GOOD, at=LATER).state == "awaiting_callback"
    second = Concern.objects.select_related("order__lead").get(pk=second.pk)
    standing = standing_of(second, second.callbacks.all(), at=LATER)
    assert not standing.may_answer
    excuse = {"note": "上午下午各打一次，无人接听", "actor": office.dispatcher.actor, "at": LATER}
    assert excuse_callback(concern_id=third.pk, **excuse).state == "awaiting_callback"
    closed = says(first, GOOD, at=LATER)
    assert (closed.state, closed.was_solved, closed.was_satisfied) == ("closed", True, True)


def test_one_who_is_not_satisfied_reopens_for_all_and_all_are_asked_anew(office: Office) -> None:
    first, staying = reported(office)
    second, absorbed = reported(office)
    merge(office, absorbed, staying)
    done(office, staying, at=LATER)
    settle(LATER)
    assert says(second, BAD, at=LATER).state == "dispatched"
    assert first.callbacks.get().state == CallbackState.LAPSED
    done(office, staying, at=LATER + DAY)
    settle(LATER + DAY)
    assert says(second, BAD, at=LATER + DAY).state == "awaiting_callback"
    again = says(first, BAD, at=LATER + DAY)
    assert (again.state, again.reopened_count) == ("dispatched", 2)
    done(office, staying, at=LATER + 2 * DAY)
    settle(LATER + 2 * DAY)
    says(first, BAD, at=LATER + 2 * DAY)
    closed = says(second, GOOD, at=LATER + 2 * DAY)
    assert (closed.state, closed.was_solved) == ("closed", False)
    assert sorted(Callback.objects.values_list("round", "state")) == [
        (1, "answered"),
        (1, "lapsed"),
        *[(2, "answered")] * 2,
        *[(3, "answered")] * 2,
    ]


def test_who_was_content_asks_once_to_take_it_up_again_though_another_did_before(office: Office) -> None:
    first, staying = reported(office)
    second, absorbed = reported(office)
    merge(office, absorbed, staying)
    done(office, staying, at=LATER)
    says(first, BAD, at=LATER)
    done(office, staying, at=LATER + DAY)
    says(first, GOOD, at=LATER + DAY)
    assert says(second, GOOD, at=LATER + DAY).state == "closed"
    with pytest.raises(AlreadyReopenedError, match="为您"):
        asks_again(first, at=LATER + DAY)
    assert asks_again(second, at=LATER + DAY).reopened_count == 2
    done(office, staying, at=LATER + 2 * DAY)
    says(first, GOOD, at=LATER + 2 * DAY)
    assert says(second, BAD, at=LATER + 2 * DAY).state == "closed"
    with pytest.raises(AlreadyReopenedError):
        asks_again(second, at=LATER + 2 * DAY)


def taken_up_again(concern: Concern) -> list[str]:
    """What the portal says beside each line that the order was taken up again, oldest first."""
    held = Concern.objects.select_related("order__lead").get(pk=concern.pk)
    rounds, lines = list(held.callbacks.all()), own_history(held)
    steps = steps_of(held, exchanges=[], callbacks=rounds, history=lines)
    return [step.text for step in steps[::-1] if step.title == "重新办理"]


def test_who_was_content_reads_that_another_reporter_was_not_and_nobody_else_does(office: Office) -> None:
    with translation.override("zh-hans"):
        first, staying = reported(office)
        second, absorbed = reported(office)
        merge(office, absorbed, staying)
        done(office, staying, at=LATER)
        settle(LATER)
        says(first, GOOD, at=LATER)
        says(second, BAD, at=LATER + MINUTE)
        assert taken_up_again(first) == ["另一位反映人表示未解决。"]
        assert taken_up_again(second) == [""]
        done(office, staying, at=LATER + DAY)
        settle(LATER + DAY)
        says(second, GOOD, at=LATER + DAY)
        says(first, Verdict(was_solved=True, was_satisfied=False), at=LATER + DAY)
        assert taken_up_again(first) == ["另一位反映人表示未解决。", ""]
        assert taken_up_again(second) == ["", "另一位反映人表示不满意。"]


def asks_again(concern: Concern, *, at: datetime) -> WorkOrder:
    holder = code_holder(sub_district_id=concern.sub_district_id, code_digest=concern.code_digest)
    return ask_reopening(concern_id=concern.pk, words="又不亮了", actor=holder, at=at)


def test_a_moved_reporter_reads_one_story_under_their_own_code(office: Office) -> None:
    first, staying = reported(office)
    second, absorbed = reported(office, at=MONDAY + MINUTE)
    merge(office, absorbed, staying)
    done(office, staying, at=LATER + MINUTE)
    stories = []
    for concern in (first, second):
        held = Concern.objects.select_related("order__lead").get(pk=concern.pk)
        steps = steps_of(held, exchanges=[], callbacks=[], history=own_history(held))
        stories.append([(step.at, step.title) for step in steps][::-1])
    assert [at for at, _title in stories[1]] == [
        *[MONDAY + MINUTE] * 3,
        LATER,
        *[LATER + MINUTE] * 2,
    ]
    assert len({title for at, title in stories[0] + stories[1] if at == LATER}) == 2
    assert stories[0][-2:] == stories[1][-2:]


def test_undoing_gives_both_back_as_they_were(office: Office) -> None:
    first, staying = reported(office)
    second, absorbed = reported(office)
    accept_order(order_id=absorbed.pk, seen_version=None, actor=office.officer.actor, at=MONDAY)
    before = row_of(staying), row_of(absorbed) | {"step_entered_at": LATER + MINUTE}
    merge(office, absorbed, staying)
    late = submitted_concern(office, "路灯还是不亮").concern
    join_concern(
        concern_id=late.pk, order_id=staying.pk, seen_version=None, actor=office.dispatcher.actor, at=LATER
    )
    undo(office, absorbed)
    settle(LATER + MINUTE)
    assert (row_of(staying), row_of(absorbed)) == before
    assert set(staying.concerns.all()) == {first, late}
    assert list(absorbed.concerns.all()) == [second]
    assert [entry.verb for entry in absorbed.entries.order_by("at", "id")][-2:] == ["merge", "part"]
    assert Notice.objects.filter(kind="workorders.parted", reader=office.officer.user).count() == 1
    merge(office, absorbed, staying, at=LATER + DAY)
    assert set(staying.concerns.all()) == {first, second, late}


def test_what_was_done_for_all_forbids_undoing_and_is_named(office: Office) -> None:
    _first, staying = reported(office)
    _second, absorbed = reported(office)
    merge(office, absorbed, staying)
    done(office, staying, at=LATER)
    with pytest.raises(PartRefusedError, match="11-02 11:00"):
        undo(office, absorbed)
    absorbed.refresh_from_db()
    assert absorbed.merged_into_id == staying.pk


def test_a_merge_of_merged_orders_is_undone_last_one_first(office: Office) -> None:
    first, one = reported(office)
    second, two = reported(office)
    third, three = reported(office)
    merge(office, one, two)
    merge(office, two, three, at=LATER + MINUTE)
    assert set(three.concerns.all()) == {first, second, third}
    with pytest.raises(PartRefusedError):
        undo(office, one, at=LATER + 2 * MINUTE)
    undo(office, two, at=LATER + 2 * MINUTE)
    undo(office, one, at=LATER + 3 * MINUTE)
    for concern, order in ((first, one), (second, two), (third, three)):
        assert list(order.concerns.all()) == [concern]


def test_a_merge_is_undone_within_its_days_and_with_a_reason(office: Office) -> None:
    _first, staying = reported(office)
    _second, absorbed = reported(office)
    merge(office, absorbed, staying)
    with pytest.raises(InvalidError):
        undo(office, absorbed, note=" ")
    with pytest.raises(PartRefusedError, match="7"):
        undo(office, absorbed, at=LATER + 8 * DAY)
    with pytest.raises(PartRefusedError, match=staying.number):
        undo(office, staying)


def _into_itself(office: Office) -> tuple[WorkOrder, WorkOrder]:
    return (reported(office)[1],) * 2


def _other_steps(office: Office) -> tuple[WorkOrder, WorkOrder]:
    return reported(office)[1], reported(office, matter=office.rubbish)[1]


def _answered(office: Office) -> tuple[WorkOrder, WorkOrder]:
    order = reported(office)[1]
    return done(office, order, at=MONDAY), reported(office)[1]


def _more_pressing(office: Office) -> tuple[WorkOrder, WorkOrder]:
    order = reported(office)[1]
    WorkOrder.objects.filter(pk=order.pk).update(urgency="urgent")
    return order, reported(office)[1]


def _unanswered_emergency(office: Office) -> tuple[WorkOrder, WorkOrder]:
    orders = reported(office)[1], reported(office)[1]
    WorkOrder.objects.filter(pk__in=[order.pk for order in orders]).update(urgency="emergency")
    return orders


def _reopened(office: Office) -> tuple[WorkOrder, WorkOrder]:
    concern, order = reported(office)
    done(office, order, at=MONDAY)
    says(concern, BAD, at=MONDAY)
    return order, reported(office)[1]


def _with_work_begun(office: Office) -> tuple[WorkOrder, WorkOrder]:
    order = reported(office)[1]
    support, hand = asked_support(office, order), make_staff(office.committee, OFFICER)
    accept_support(support_id=support.pk, actor=hand.actor, at=MONDAY)
    return order, reported(office)[1]


def _with_open_wish(office: Office) -> tuple[WorkOrder, WorkOrder]:
    order = reported(office)[1]
    accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=MONDAY)
    order.refresh_from_db()
    ask_extension(
        order_id=order.pk,
        amount=1,
        unit=LimitUnit(order.limit_unit),
        reason="等配件",
        actor=office.officer.actor,
        at=MONDAY,
    )
    return order, reported(office)[1]


REFUSED = (
    _into_itself,
    _other_steps,
    _answered,
    _more_pressing,
    _unanswered_emergency,
    _reopened,
    _with_work_begun,
    _with_open_wish,
)


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_would_lose_a_right_or_an_answer_is_not_merged(office: Office, make) -> None:
    absorbed, staying = make(office)
    reporters = list(Concern.objects.order_by("pk").values_list("pk", "order_id"))
    with pytest.raises(MergeRefusedError):
        merge(office, absorbed, staying)
    assert list(Concern.objects.order_by("pk").values_list("pk", "order_id")) == reporters
    assert not WorkOrder.objects.filter(merged_into__isnull=False).exists()


def test_an_order_that_changed_since_it_was_read_is_not_merged(office: Office) -> None:
    _first, staying = reported(office)
    _second, absorbed = reported(office)
    send_back_order(
        order_id=absorbed.pk,
        reason=SendBackReason.NOT_OURS,
        note="不归我们",
        seen_version=None,
        actor=office.officer.actor,
        at=MONDAY,
    )
    with pytest.raises(StaleError):
        merge(office, absorbed, staying, seen_version=absorbed.version)
    merge(office, absorbed, staying)
    undo(office, absorbed)
    absorbed.refresh_from_db()
    assert absorbed.state == "sent_back"


def test_an_order_from_above_keeps_its_number_and_clock_and_gets_the_reply_of_the_one_that_stays(
    office: Office,
) -> None:
    superior = superior_order(office)
    _first, staying = reported(office)
    absorbed = confirm_concern(
        concern_id=superior.concern_id,
        confirmation=Confirmation(matter_id=office.lamp.pk, brief="修复路灯"),
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    clock = superior.number, superior.their_due_at, superior.return_until
    merge(office, absorbed, staying)
    done(office, staying, at=LATER)
    superior.refresh_from_db()
    assert (superior.number, superior.their_due_at, superior.return_until) == clock
    assert superior.state == "open"
    assert superior.concern.order.reply == "已更换灯泡"


def test_nobody_without_the_right_merges(office: Office) -> None:
    _first, staying = reported(office)
    _second, absorbed = reported(office)
    for who in (office.officer, office.grid_worker):
        with pytest.raises(DomainError):
            merge(office, absorbed, staying, actor=who.actor)
    absorbed.refresh_from_db()
    assert absorbed.merged_into_id is None
