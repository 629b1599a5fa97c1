"""Each step of an order against its own limit: who held it, who broke it off, and what runs late now."""

from dataclasses import replace
from datetime import date

import pytest

from jiezhi.kit.actor import Scope
from jiezhi.kit.measure import Figure, Question, Split, every_measure
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import StepLimit
from jiezhi.workorders import actions
from jiezhi.workorders.choices import OrderState, SendBackReason, Verb
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.steps import STEPS
from tests.factories import make_department, make_office
from tests.factories.hands import HOUR
from tests.factories.workorders import MONDAY, dispatched_order

pytestmark = pytest.mark.django_db

LIMITS = {"dispatched": 2, "awaiting_check": 2, "awaiting_callback": 3, "sent_back": 1}
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


def send_back(office, order):
    return actions.send_back_order(
        order_id=order.pk, reason=SendBackReason.NOT_OURS, note="不归我们", seen_version=None,
        actor=office.officer.actor, at=MONDAY + HOUR,
    )  # fmt: skip


def measured(key):
    return next(each for each in every_measure() if each.key == key)


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
        (Verb.RESOLVE, None),
    ]
    assert order.step_due_at == MONDAY + 7 * HOUR


def test_a_step_counts_when_it_ended_and_late_while_it_runs_over(office):
    resolve(office, accept(office, dispatched_order(office, office.rubbish), 1), 5)
    early = MONDAY + 6 * HOUR
    assert whole(office, at=early) == {
        "steps_on_time": (1, 1), "taken_on_time": (1, 1), "sent_on_time": (0, 0), "checked_on_time": (0, 0),
        "called_on_time": (0, 0),
    }  # fmt: skip
    later = whole(office, at=MONDAY + 8 * HOUR)
    assert (later["checked_on_time"], later["steps_on_time"]) == ((0, 1), (1, 2))


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


def test_what_is_on_the_office_is_not_broken_down_by_department(office):
    order = dispatched_order(office, office.rubbish)
    send_back(office, order)
    found = whole(office, at=MONDAY + 4 * HOUR)
    assert (found["taken_on_time"], found["sent_on_time"]) == ((1, 1), (0, 1))
    by_body = {each.key: Split.DEPARTMENT in each.splits for each in every_measure() if each.key in STEPS}
    assert {key for key, is_split in by_body.items() if is_split} == {"taken_on_time"}


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


def test_what_the_dispatcher_sends_out_by_request_is_a_step_of_the_office_in_time(office):
    utility = make_department(office.street, kind=DepartmentKind.UTILITY)
    for hours in (2, 5):
        order = dispatched_order(office, office.rubbish)
        send_back(office, order)
        hand = {"seen_version": None, "actor": office.dispatcher.actor}
        order = actions.dispatch_order(
            order_id=order.pk, department_id=utility.pk, at=MONDAY + hours * HOUR, **hand
        )
        assert order.state == OrderState.REQUESTED
    assert whole(office, at=MONDAY + 5 * HOUR)["sent_on_time"] == (1, 2)


def test_an_order_from_before_limits_were_kept_counts_neither_way(office):
    for _number in range(3):
        accept(office, dispatched_order(office, office.rubbish), 1)
    dispatched_order(office, office.rubbish)
    OrderEntry.objects.update(step_due_at=None, step_lead=None)
    WorkOrder.objects.update(keeps_steps=False)
    assert whole(office)["taken_on_time"] == (0, 0)
    accept(office, dispatched_order(office, office.rubbish), 1)
    assert whole(office)["taken_on_time"] == (1, 1)


def test_a_part_of_the_street_reads_its_own_late_steps_and_nobody_elses(office):
    order = dispatched_order(office, office.rubbish)
    new_lead = hand_on(office, order, 3).lead_id

    def read_by(department_id):
        actor = replace(office.leader.actor, scope=Scope(department_ids=frozenset({department_id})))
        asked = Question(actor, MONDAY.date(), MONDAY.date(), MONDAY + 3 * HOUR)
        figure = measured("taken_on_time").compute(asked)[None]
        return figure.part, figure.whole

    assert read_by(office.lighting.pk) == (0, 1)
    assert read_by(new_lead) == (0, 0)


def test_a_step_begins_anew_when_a_merge_is_undone(office):
    staying, absorbed = (dispatched_order(office, office.rubbish) for _number in range(2))
    who = office.dispatcher.actor
    merge_orders(absorbed_id=absorbed.pk, staying_id=staying.pk, actor=who, at=MONDAY + HOUR)
    accept(office, staying, 1)
    undo_merge(absorbed_id=absorbed.pk, note="是两件事", actor=who, at=MONDAY + 5 * HOUR)
    assert whole(office, at=MONDAY + 5 * HOUR)["taken_on_time"] == (1, 1)
    assert whole(office, at=MONDAY + 8 * HOUR)["taken_on_time"] == (1, 2)
