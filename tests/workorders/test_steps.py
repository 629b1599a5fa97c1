"""Each step of an order against its own limit: who held it, who broke it off, and what runs late now."""

from datetime import date, timedelta

import pytest

from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit.measure import Figure, Question, Split, every_measure
from jiezhi.organisation.models import StepLimit
from jiezhi.workorders import actions
from jiezhi.workorders.choices import SendBackReason, Verb
from jiezhi.workorders.models import OrderEntry
from jiezhi.workorders.steps import STEPS
from tests.factories import make_department, make_office
from tests.factories.hands import HOUR
from tests.factories.workorders import MONDAY, dispatched_order

pytestmark = pytest.mark.django_db

LIMITS = {"dispatched": 2, "in_hand": 3, "awaiting_check": 2, "sent_back": 1}
"""In hours of the clock."""


@pytest.fixture
def office():
    office = make_office()
    for step, amount in LIMITS.items():
        StepLimit.objects.create(
            sub_district=office.street, matter=office.rubbish, step=step, amount=amount, unit="natural_hours"
        )
    return office


def accept(office, order, hours):
    hand = {"seen_version": None, "actor": office.officer.actor}
    return actions.accept_order(order_id=order.pk, at=MONDAY + hours * HOUR, **hand)


def resolve(office, order, hours):
    hand = {"seen_version": None, "actor": office.officer.actor}
    return actions.resolve_order(order_id=order.pk, reply="已处理", at=MONDAY + hours * HOUR, **hand)


def hand_on(office, order, hours):
    return actions.reassign_order(
        order_id=order.pk, department_id=make_department(office.street).pk, note="改派", seen_version=None,
        actor=office.dispatcher.actor, at=MONDAY + hours * HOUR,
    )  # fmt: skip


def figures(office, *, at=MONDAY + 100 * HOUR, split=Split.NONE):
    asked = Question(office.leader.actor, MONDAY.date(), MONDAY.date(), at, split)
    return {each.key: each.compute(asked) for each in every_measure() if each.key in STEPS}


def whole(office, **asked):
    return {key: (found[None].part, found[None].whole) for key, found in figures(office, **asked).items()}


def test_each_deed_keeps_the_limit_of_the_step_that_it_ended(office):
    order = resolve(office, accept(office, dispatched_order(office, office.rubbish), 1), 5)
    kept = list(
        OrderEntry.objects.filter(order=order).order_by("at", "pk").values_list("verb", "step_due_at")
    )
    assert kept == [
        (Verb.OPEN, None),
        (Verb.DISPATCH, None),
        (Verb.ACCEPT, MONDAY + 2 * HOUR),
        (Verb.RESOLVE, MONDAY + 4 * HOUR),
    ]
    assert order.step_due_at == MONDAY + 7 * HOUR


def test_a_step_counts_when_it_ended_and_late_while_it_runs_over(office):
    resolve(office, accept(office, dispatched_order(office, office.rubbish), 1), 5)
    early = MONDAY + 6 * HOUR
    assert whole(office, at=early) == {
        "steps_on_time": (1, 2), "taken_on_time": (1, 1), "handled_on_time": (0, 1), "sent_on_time": (0, 0),
        "checked_on_time": (0, 0), "called_on_time": (0, 0),
    }  # fmt: skip
    later = whole(office, at=MONDAY + 8 * HOUR)
    assert (later["checked_on_time"], later["steps_on_time"]) == ((0, 1), (1, 3))


def test_handing_on_hides_no_step_that_was_late_and_counts_none_that_was_not(office):
    first = dispatched_order(office, office.rubbish)
    hand_on(office, first, 1)
    second = dispatched_order(office, office.rubbish)
    hand_on(office, second, 3)
    found = whole(office, at=MONDAY + 3 * HOUR)
    assert found["taken_on_time"] == (0, 1)
    by_body = figures(office, at=MONDAY + 3 * HOUR, split=Split.DEPARTMENT)["taken_on_time"]
    assert {pk: (row.part, row.whole) for pk, row in by_body.items() if row.whole} == {
        office.lighting.pk: (0, 1)
    }


def test_a_late_step_that_waits_for_an_outcome_stays_late_and_one_in_time_is_not_counted(office):
    for hours in (2, 9):
        order = accept(office, dispatched_order(office, office.rubbish), 1)
        actions.pause_order(
            order_id=order.pk, note="等待调解", actor=office.dispatcher.actor, at=MONDAY + hours * HOUR
        )
    assert whole(office)["handled_on_time"] == (0, 1)
    assert whole(office, at=MONDAY + 300 * HOUR)["steps_on_time"] == (2, 3)


def test_what_is_on_the_office_is_not_broken_down_by_department(office):
    order = dispatched_order(office, office.rubbish)
    actions.send_back_order(
        order_id=order.pk, reason=SendBackReason.NOT_OURS, note="不归我们", seen_version=None,
        actor=office.officer.actor, at=MONDAY + HOUR,
    )  # fmt: skip
    found = whole(office, at=MONDAY + 4 * HOUR)
    assert (found["taken_on_time"], found["sent_on_time"]) == ((1, 1), (0, 1))
    by_body = {each.key: Split.DEPARTMENT in each.splits for each in every_measure() if each.key in STEPS}
    assert {key for key, is_split in by_body.items() if is_split} == {"taken_on_time", "handled_on_time"}


def test_granted_time_moves_the_limit_of_the_step_too(office):
    order = accept(office, dispatched_order(office, office.rubbish), 1)
    ask = {"amount": 1, "unit": LimitUnit.WORKING_DAYS, "reason": "需要采购材料"}
    actions.ask_extension(order_id=order.pk, actor=office.officer.actor, at=MONDAY + HOUR, **ask)
    order = actions.decide_extension(
        order_id=order.pk, is_granted=True, note="", actor=office.leader.actor, at=MONDAY + HOUR
    )
    assert order.step_due_at > MONDAY + 4 * HOUR + timedelta(hours=12)
    assert OrderEntry.objects.get(order=order, verb=Verb.EXTEND).step_due_at is None
    resolve(office, order, 20)
    assert whole(office)["handled_on_time"] == (1, 1)


def test_the_parts_of_every_split_add_up_to_the_whole(office):
    for hours in range(5):
        resolve(office, accept(office, dispatched_order(office, office.rubbish), hours), 2 * hours + 1)
    dispatched_order(office, office.lamp)
    expected = whole(office)
    assert expected["steps_on_time"][0] not in (0, expected["steps_on_time"][1])
    for split in (Split.MONTH, Split.COMMUNITY, Split.MATTER, Split.DEPARTMENT):
        for key, found in figures(office, split=split).items():
            assert sum(row.part for row in found.values()) == expected[key][0], (split, key)
            assert sum(row.whole for row in found.values()) == expected[key][1], (split, key)
    months = figures(office, split=Split.MONTH)["taken_on_time"]
    assert months == {date(2026, 11, 1): Figure.of(*expected["taken_on_time"])}
