"""The measures against a recount in plain Python, for every breakdown, and only within the reader's area."""

import statistics
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.utils import translation

from jiezhi.insight.periods import Period
from jiezhi.insight.queries import demand_by_community, measures_by_department, measures_now
from jiezhi.kit.measure import Figure, Question, Split, all_measures, register_measure
from jiezhi.workorders.actions import reopen_order
from jiezhi.workorders.choices import ReopenReason
from jiezhi.workorders.measures import RATE_OUTCOMES, order_counts
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import OrderFilter, filtered_orders
from tests.factories import dispatched_order, make_community, make_department, make_office
from tests.factories.figures import random_orders
from tests.factories.hands import HOUR, reported_order
from tests.factories.workorders import MONDAY

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

SINCE = datetime(2026, 9, 1, tzinfo=UTC)
PERIOD = Period(date(2026, 10, 1), date(2026, 10, 31))
AT = datetime(2026, 11, 2, 4, tzinfo=UTC)
"""Two days after the period: some of its open orders are overdue, and some have their limit ahead."""
RATES = {measure.key: measure for measure in all_measures() if measure.key in RATE_OUTCOMES}
KEYS = [Split.NONE, Split.COMMUNITY, Split.DEPARTMENT]


@pytest.fixture
def offices():
    """Two streets full of orders; the second must never be counted for the first."""
    made = []
    for seed in (1, 2):
        office = make_office()
        leads = [office.lighting, office.front_desk, make_department(office.street)]
        communities = [office.community, make_community(office.street)]
        random_orders(office, 300, seed=seed, since=SINCE, leads=leads, communities=communities)
        made.append(office)
    return made


def recount(orders: list[WorkOrder], key: str) -> Figure:
    """Count by hand."""
    if key == "handling":
        hours = [order.handling_min / 60 for order in orders if order.resolved_at]
        return Figure(statistics.median(hours) if hours else None, len(hours))
    say: dict[str, Callable[[WorkOrder], bool | None]] = {
        "on_time": was_in_time,
        "cross_on_time": lambda order: was_in_time(order) if order.is_cross_department else None,
        "solved": lambda order: order.was_solved,
        "satisfied": lambda order: order.was_satisfied,
    }
    answers = [answer for answer in map(say[key], orders) if answer is not None]
    return Figure(sum(answers) / len(answers) if answers else None, len(answers), sum(answers))


def was_in_time(order: WorkOrder) -> bool | None:
    """Say whether an order was in time; nothing while its limit lies ahead or its clock stands still."""
    if order.resolved_at:
        return order.resolved_at <= order.due_at
    return False if order.state == "in_hand" and order.due_at < AT else None


def group_of(order: WorkOrder, split: Split) -> UUID | None:
    return {Split.NONE: None, Split.COMMUNITY: order.community_id, Split.DEPARTMENT: order.lead_id}[split]


@pytest.mark.parametrize("split", KEYS)
def test_every_measure_equals_a_recount_and_takes_one_statement(offices, split, django_assert_num_queries):
    office = offices[0]
    actor = office.leader.actor
    rows = [
        order
        for order in WorkOrder.objects.all()
        if order.sub_district_id == office.street.pk and PERIOD.first_on <= order.opened_on <= PERIOD.last_on
    ]
    assert 50 < len(rows) < 250
    groups: dict[UUID | None, list[WorkOrder]] = {}
    for row in rows:
        groups.setdefault(group_of(row, split), []).append(row)
    question = Question(actor, PERIOD.first_on, PERIOD.last_on, AT, split)
    assert order_counts(question) == {group: len(members) for group, members in groups.items()}
    for measure in all_measures():
        with django_assert_num_queries(1):
            figures = measure.compute(question)
        for group, members in groups.items():
            wanted, got = recount(members, measure.key), figures[group]
            assert (got.whole, got.part) == (wanted.whole, wanted.part), measure.key
            assert got.value == pytest.approx(wanted.value)
        assert set(figures) == set(groups)


def test_the_lists_behind_a_rate_hold_exactly_its_orders(offices):
    actor = offices[0].dispatcher.actor
    opened = OrderFilter(opened_from=PERIOD.first_on, opened_until=PERIOD.last_on)
    for measured in measures_now(actor, PERIOD, at=AT):
        if measured.measure.key not in RATE_OUTCOMES:
            continue
        yes, no = (
            filtered_orders(actor, replace(opened, outcome=name), at=AT).count()
            for name in RATE_OUTCOMES[measured.measure.key]
        )
        assert (measured.now.part, measured.now.whole) == (yes, yes + no)
        assert yes
        assert no


def test_leaving_late_orders_open_makes_no_rate_better_and_reporting_them_done_none_worse(offices):
    office = offices[0]
    question = Question(office.leader.actor, PERIOD.first_on, PERIOD.last_on, AT)
    before = {key: RATES[key].compute(question)[None] for key in ("on_time", "cross_on_time")}
    overdue = filtered_orders(office.leader.actor, OrderFilter(is_late=True), at=AT)
    assert overdue.filter(
        opened_on__range=(PERIOD.first_on, PERIOD.last_on), is_cross_department=True
    ).exists()
    overdue.update(state="closed", resolved_at=AT, closed_at=AT)
    assert {key: RATES[key].compute(question)[None] for key in before} == before


@pytest.mark.parametrize(
    ("state", "late_by", "figure"),
    [
        ("in_hand", -HOUR, Figure(None, 0, 0)),
        ("in_hand", HOUR * 0, Figure(None, 0, 0)),
        ("in_hand", HOUR, Figure(0.0, 1, 0)),
        ("dispatched", HOUR, Figure(0.0, 1, 0)),
        ("sent_back", HOUR, Figure(None, 0, 0)),
    ],
)
def test_an_open_order_counts_as_late_from_its_limit_on_while_its_clock_runs(state, late_by, figure):
    office = make_office()
    order = dispatched_order(office)
    WorkOrder.objects.filter(pk=order.pk).update(state=state, due_at=MONDAY + 30 * HOUR)
    at = MONDAY + 30 * HOUR + late_by
    question = Question(office.leader.actor, MONDAY.date(), MONDAY.date(), at)
    assert RATES["on_time"].compute(question) == {None: figure}
    late = filtered_orders(office.leader.actor, OrderFilter(outcome="late"), at=at)
    assert late.count() == figure.whole


def test_a_department_sees_figures_of_its_own_orders_only(offices):
    office = offices[0]
    actor = office.officer.actor
    question = Question(actor, PERIOD.first_on, PERIOD.last_on, AT)
    own = WorkOrder.objects.filter(
        lead=office.lighting, opened_on__range=(PERIOD.first_on, PERIOD.last_on)
    ).count()
    assert order_counts(question) == {None: own}


def test_nothing_to_count_is_none_and_never_zero():
    actor = make_office().leader.actor
    for measured in measures_now(actor, PERIOD, at=AT):
        assert measured.now.value is None
        assert measured.now.whole == 0
        assert str(measured.measure.empty)
    demand = demand_by_community(actor, PERIOD, at=AT)
    assert ([place.orders for place in demand.places], demand.outside, demand.orders) == ([0], 0, 0)
    assert measures_by_department(actor, PERIOD, at=AT) == []


def test_a_key_is_given_once():
    with pytest.raises(ValueError, match="two measures"):
        register_measure(all_measures()[0])


def test_what_reopening_does_to_a_figure_is_said_beside_it():
    """A No whose order is taken up again waits for the next answer: no figure may claim to leave nothing out."""
    office = make_office()
    order = reported_order(office)
    WorkOrder.objects.filter(pk=order.pk).update(was_solved=False, was_satisfied=False)
    reopen_order(
        order_id=order.pk, reason=ReopenReason.NOT_SOLVED, actor=office.dispatcher.actor, at=MONDAY + HOUR
    )
    month = Question(office.leader.actor, MONDAY.date(), MONDAY.date(), MONDAY + HOUR)
    with translation.override("en"):
        for measure in all_measures():
            assert measure.compute(month)[None].whole == 0
            assert "reopen" in str(measure.sensitivity)
