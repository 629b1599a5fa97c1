"""Merging calls off whom the list or a person asked beside the lead, and parting asks them again."""

from datetime import timedelta

import pytest

from jiezhi.kit.models import AuditEntry
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.notices.models import Notice
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.actions import SupportWish, accept_support, ask_supports, call_off_support
from jiezhi.workorders.choices import SupportKind
from jiezhi.workorders.errors import MergeRefusedError
from jiezhi.workorders.models import Support, WorkOrder
from tests.factories import Office, make_department, make_office, make_staff, settle
from tests.factories.merging import MINUTE, reported
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make_office()


def asked(office: Office, order: WorkOrder, name: str = "派出所") -> Support:
    wish = SupportWish(make_department(office.street, name).pk, "协助断电", (3, "working_days"))
    return ask_supports(order_id=order.pk, wishes=[wish], actor=office.dispatcher.actor, at=MONDAY)[0]


def merge(office: Office, absorbed: WorkOrder, staying: WorkOrder, at=LATER) -> WorkOrder:
    return merge_orders(absorbed_id=absorbed.pk, staying_id=staying.pk, actor=office.dispatcher.actor, at=at)


def part(office: Office, absorbed: WorkOrder, at=LATER + MINUTE) -> WorkOrder:
    return undo_merge(absorbed_id=absorbed.pk, note="是两盏灯", actor=office.dispatcher.actor, at=at)


def parts(order: WorkOrder) -> list[tuple[str, str]]:
    rows = Support.objects.filter(order=order).order_by("id")
    return list(rows.values_list("department__name", "state"))


def test_merging_calls_off_whoever_has_not_answered_and_tells_them_into_which_order(office) -> None:
    absorbed, staying = reported(office)[1], reported(office)[1]
    support = asked(office, absorbed)
    hand = make_staff(support.department, OFFICER)
    settle(MONDAY)
    merge(office, absorbed, staying)
    settle(LATER)
    support.refresh_from_db()
    assert (support.state, support.ended_at, support.answered_at) == ("called_off", LATER, None)
    assert staying.number in support.note
    notice = Notice.objects.get(reader=hand.user, kind="workorders.support_merged")
    assert notice.facts == {"number": absorbed.number, "into": staying.number}
    assert not Notice.objects.filter(reader=hand.user, kind="workorders.support_ended").exists()
    facts = AuditEntry.objects.get(verb="workorders.support_called_off").facts
    assert (facts["number"], facts["support"]) == (absorbed.number, str(support.pk))


def test_parting_asks_again_whom_the_merge_called_off_with_their_limits_and_nobody_else(office) -> None:
    absorbed, staying = reported(office)[1], reported(office)[1]
    wanted, unwanted = asked(office, absorbed), asked(office, absorbed, "市监所")
    call_off_support(
        support_id=unwanted.pk, note="不需要了", actor=office.dispatcher.actor, at=MONDAY + MINUTE
    )
    merge(office, absorbed, staying)
    part(office, absorbed, at=LATER + timedelta(days=1))
    assert parts(absorbed) == [("派出所", "called_off"), ("市监所", "called_off"), ("派出所", "asked")]
    anew = Support.objects.get(order=absorbed, state="asked")
    assert (anew.task, anew.limit_amount, anew.limit_unit) == ("协助断电", 3, "working_days")
    assert anew.asked_at == LATER + timedelta(days=1)
    assert anew.due_at > wanted.due_at
    assert not Support.objects.filter(order=staying).exists()


def test_merged_and_parted_twice_each_is_asked_once(office) -> None:
    absorbed, staying = reported(office)[1], reported(office)[1]
    support = asked(office, absorbed)
    Support.objects.filter(pk=support.pk).update(
        kind=SupportKind.WHISTLE, asked_by_department=office.committee
    )
    for _round in range(2):
        merge(office, absorbed, staying)
        part(office, absorbed)
    assert parts(absorbed) == [("派出所", "called_off"), ("派出所", "called_off"), ("派出所", "asked")]
    anew = Support.objects.get(order=absorbed, state="asked")
    assert (anew.kind, anew.asked_by_department) == ("whistle", office.committee)


def test_where_a_department_has_begun_the_merge_is_refused_by_its_name_and_the_other_way_round_it_goes(
    office,
) -> None:
    order, other = reported(office)[1], reported(office)[1]
    support, idle = asked(office, order), asked(office, order, "市监所")
    hand = make_staff(support.department, OFFICER)
    accept_support(support_id=support.pk, actor=hand.actor, at=MONDAY + MINUTE)
    with pytest.raises(MergeRefusedError) as refused:
        merge(office, order, other)
    assert "派出所" in refused.value.message
    assert idle.department.name not in refused.value.message
    assert parts(order) == [("派出所", "accepted"), ("市监所", "asked")]
    assert merge(office, other, order) == order
    assert parts(order) == [("派出所", "accepted"), ("市监所", "asked")]
