"""More time: asked for by the department, decided by a leader, counted from the limit."""

from datetime import UTC, datetime, timedelta

import pytest

from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit.errors import InvalidError, StaleError
from jiezhi.organisation.choices import LimitUnits
from jiezhi.workorders import actions
from jiezhi.workorders.choices import ExtensionState, ReopenReason, SendBackReason, Verb
from jiezhi.workorders.errors import (
    ExtensionRefusedError,
)
from jiezhi.workorders.models import Extension
from tests.factories import dispatched_order, make_matter, make_office
from tests.factories.hands import HOUR, order_in_hand
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def office():
    return make_office()


def ask(office, order, *, at, amount=2, unit=LimitUnit.WORKING_DAYS, reason="需要采购材料"):
    return actions.ask_extension(
        order_id=order.pk, amount=amount, unit=unit, reason=reason, actor=office.officer.actor, at=at
    )


def decide(office, order, *, at, is_granted=True, note=""):
    return actions.decide_extension(
        order_id=order.pk, is_granted=is_granted, note=note, actor=office.leader.actor, at=at
    )


def test_granted_time_is_counted_from_the_limit(office):
    order = order_in_hand(office)
    ask(office, order, at=MONDAY + HOUR)
    order = decide(office, order, at=MONDAY + DAY)
    assert order.due_at == datetime(2026, 11, 11, 9, 0, tzinfo=UTC)
    assert order.entries.filter(verb=Verb.EXTEND).count() == 1


def test_one_more_natural_day_is_one_day(office):
    """The limit ends at 24:00, which is the next date already."""
    matter = make_matter(office.street, limit=(2, LimitUnits.NATURAL_DAYS))
    order = order_in_hand(office, matter)
    assert order.due_at == datetime(2026, 11, 4, 16, 0, tzinfo=UTC)
    ask(office, order, at=MONDAY, amount=1, unit=LimitUnit.NATURAL_DAYS)
    assert decide(office, order, at=MONDAY).due_at == datetime(2026, 11, 5, 16, 0, tzinfo=UTC)


def test_refused_time_changes_nothing_and_needs_a_reason(office):
    order = order_in_hand(office)
    ask(office, order, at=MONDAY)
    with pytest.raises(InvalidError):
        decide(office, order, at=MONDAY, is_granted=False)
    after = decide(office, order, at=MONDAY, is_granted=False, note="人手充足")
    assert after.due_at == order.due_at
    with pytest.raises(StaleError):
        decide(office, order, at=MONDAY)


@pytest.mark.parametrize(
    "asked",
    [{"amount": 6}, {"unit": LimitUnit.WORKING_HOURS}, {"at": MONDAY + 14 * DAY}],
    ids=["more than the limit", "another unit", "after the limit"],
)
def test_time_beyond_the_rules_is_refused(office, asked):
    order = order_in_hand(office)
    with pytest.raises(ExtensionRefusedError):
        ask(office, order, **{"at": MONDAY, **asked})
    assert Extension.objects.count() == 0


def test_all_extra_time_together_is_no_more_than_the_limit(office):
    order = order_in_hand(office)
    most = order.limit_amount
    ask(office, order, at=MONDAY, amount=1)
    decide(office, order, at=MONDAY)
    with pytest.raises(ExtensionRefusedError):
        ask(office, order, at=MONDAY, amount=most)
    ask(office, order, at=MONDAY, amount=most - 1)
    decide(office, order, at=MONDAY, is_granted=False, note="先完成已承诺的部分")
    ask(office, order, at=MONDAY, amount=most - 1)
    decide(office, order, at=MONDAY)
    with pytest.raises(ExtensionRefusedError, match="合计已等于原时限"):
        ask(office, order, at=MONDAY, amount=1)


def test_a_reopened_order_may_be_given_extra_time_again(office):
    order = order_in_hand(office)
    ask(office, order, at=MONDAY, amount=order.limit_amount)
    decide(office, order, at=MONDAY)
    hand = {"actor": office.officer.actor, "seen_version": None}
    actions.resolve_order(order_id=order.pk, reply="已更换灯泡", at=MONDAY + HOUR, **hand)
    reopener = office.dispatcher.actor
    actions.reopen_order(
        order_id=order.pk, reason=ReopenReason.NOT_SOLVED, actor=reopener, at=MONDAY + 2 * HOUR
    )
    actions.accept_order(order_id=order.pk, at=MONDAY + 3 * HOUR, **hand)
    ask(office, order, at=MONDAY + 3 * HOUR, amount=1)
    assert decide(office, order, at=MONDAY + 4 * HOUR).entries.filter(verb=Verb.EXTEND).count() == 2


def test_only_one_wish_is_open_and_only_while_in_hand(office):
    order = dispatched_order(office)
    with pytest.raises(ExtensionRefusedError):
        ask(office, order, at=MONDAY)
    order = order_in_hand(office)
    ask(office, order, at=MONDAY)
    with pytest.raises(ExtensionRefusedError):
        ask(office, order, at=MONDAY)


def test_an_open_wish_lapses_when_the_order_leaves_the_department(office):
    order = order_in_hand(office)
    wish = ask(office, order, at=MONDAY)
    actions.send_back_order(
        order_id=order.pk,
        reason=SendBackReason.NOT_OURS,
        note="不在本所管辖范围",
        seen_version=None,
        actor=office.officer.actor,
        at=MONDAY + HOUR,
    )
    wish.refresh_from_db()
    assert (wish.state, wish.decided_at) == (ExtensionState.LAPSED, MONDAY + HOUR)
    with pytest.raises(StaleError):
        decide(office, order, at=MONDAY + HOUR)
