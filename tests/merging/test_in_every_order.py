"""Requests and orders, joined, merged, parted and answered in whatever order; and two deeds at the same moment."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jiezhi.concerns import actions as concerns
from jiezhi.concerns.actions import Confirmation, Verdict
from jiezhi.concerns.choices import CALLBACK_ENDED, ConcernState
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.hearing import is_no
from jiezhi.concerns.models import Callback, Concern
from jiezhi.kit.action import UnauditedError
from jiezhi.kit.actor import Actor, system_job
from jiezhi.kit.errors import DomainError
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.workorders import actions as orders
from jiezhi.workorders.choices import OrderState, SendBackReason
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_office, submitted_concern
from tests.factories.merging import done, reported, says
from tests.factories.workorders import MONDAY
from tests.workorders.test_supports_in_every_order import raced

HOUR = timedelta(hours=1)
MOST = 4
some = st.integers(0, MOST - 1)


def holder_of(concern: Concern) -> Actor:
    return code_holder(sub_district_id=concern.sub_district_id, code_digest=concern.code_digest)


class Merging(RuleBasedStateMachine):
    """Up to four requests, their orders, and every deed that a resident, a dispatcher or a department may try."""

    def __init__(self) -> None:
        super().__init__()
        self.office = make_office()
        self.dispatcher, self.officer = self.office.dispatcher.actor, self.office.officer.actor
        self.concerns: list[Concern] = []
        self.orders: list[WorkOrder] = []
        self.at = MONDAY

    def tried(self, deed: Callable[..., object], **given: object) -> None:
        """Try a deed; a refusal in words is an answer, too."""
        self.at += HOUR
        with suppress(DomainError):
            deed(**given, at=self.at)

    def order(self, number: int) -> WorkOrder | None:
        return self.orders[number % len(self.orders)] if self.orders else None

    def concern(self, number: int) -> Concern | None:
        return self.concerns[number % len(self.concerns)] if self.concerns else None

    @rule()
    def submit(self) -> None:
        if len(self.concerns) < MOST:
            self.concerns.append(submitted_concern(self.office, at=self.at).concern)

    @rule(number=some)
    def dispatch(self, number: int) -> None:
        concern = self.concern(number)
        if concern is not None:
            decided = Confirmation(matter_id=self.office.lamp.pk, brief="修复路灯")
            deed = {"concern_id": concern.pk, "confirmation": decided, "seen_version": None}
            self.tried(concerns.confirm_concern, **deed, actor=self.dispatcher)
            self.orders = list(WorkOrder.objects.filter(sub_district=self.office.street).order_by("pk"))

    @rule(number=some, other=some)
    def join(self, number: int, other: int) -> None:
        concern, order = self.concern(number), self.order(other)
        if concern is not None and order is not None:
            deed = {"concern_id": concern.pk, "order_id": order.pk, "seen_version": None}
            self.tried(concerns.join_concern, **deed, actor=self.dispatcher)

    @rule(number=some, other=some)
    def merge(self, number: int, other: int) -> None:
        one, two = self.order(number), self.order(other)
        if one is not None and two is not None:
            self.tried(merge_orders, absorbed_id=one.pk, staying_id=two.pk, actor=self.dispatcher)

    @rule(number=some)
    def undo(self, number: int) -> None:
        order = self.order(number)
        if order is not None:
            self.tried(undo_merge, absorbed_id=order.pk, note="是两件事", actor=self.dispatcher)

    @rule(number=some, sends_back=st.booleans())
    def take_on(self, number: int, sends_back: bool) -> None:
        order = self.order(number)
        if order is None:
            return
        deed = {"order_id": order.pk, "seen_version": None, "actor": self.officer}
        if sends_back:
            self.tried(orders.send_back_order, reason=SendBackReason.NOT_OURS, note="不归我们", **deed)
        else:
            self.tried(orders.accept_order, **deed)

    @rule(number=some)
    def resolve(self, number: int) -> None:
        order = self.order(number)
        if order is None:
            return
        deed = {"order_id": order.pk, "seen_version": None, "actor": self.officer}
        self.tried(orders.accept_order, **deed)
        self.tried(orders.resolve_order, reply="已修好", **deed)
        job = system_job("callbacks", sub_district_id=self.office.street.pk, permissions=frozenset())
        with suppress(UnauditedError):  # nobody is asked: nothing is done, or everybody was asked before
            self.tried(concerns.open_callbacks, order_id=order.pk, actor=job)

    @rule(number=some, is_good=st.booleans())
    def answer(self, number: int, is_good: bool) -> None:
        concern = self.concern(number)
        if concern is not None:
            verdict = Verdict(was_solved=is_good, was_satisfied=is_good)
            deed = {"concern_id": concern.pk, "verdict": verdict, "actor": holder_of(concern)}
            self.tried(concerns.answer_callback, **deed)

    @rule(number=some)
    def excuse(self, number: int) -> None:
        concern = self.concern(number)
        if concern is not None:
            deed = {"concern_id": concern.pk, "note": "无人接听", "actor": self.dispatcher}
            self.tried(concerns.excuse_callback, **deed)

    @rule(number=some)
    def ask_again(self, number: int) -> None:
        concern = self.concern(number)
        if concern is not None:
            deed = {"concern_id": concern.pk, "words": "又坏了", "actor": holder_of(concern)}
            self.tried(concerns.ask_reopening, **deed)

    @invariant()
    def every_request_is_with_an_order_that_answers_for_it(self) -> None:
        rows = Concern.objects.filter(sub_district=self.office.street).select_related("order")
        assert len(rows) == len(self.concerns)
        for concern in rows:
            assert (concern.state == ConcernState.RECEIVED) == (concern.order is not None)
            assert concern.order is None or concern.order.merged_into_id is None

    @invariant()
    def every_order_has_one_lead_and_merged_ones_lead_to_one_that_goes_on(self) -> None:
        rows = {row.pk: row for row in WorkOrder.objects.filter(sub_district=self.office.street)}
        for order in rows.values():
            assert order.lead_id == self.office.lighting.pk
            last = order.entries.order_by("-at", "-id")[0]
            assert last.to_state == order.state
            assert order.absorbed_count == sum(row.merged_into_id == order.pk for row in rows.values())
            assert order.merged_into_id is None or order.state == OrderState.CLOSED
            chain = [order.pk]
            while (into := rows[chain[-1]].merged_into_id) is not None:
                assert into not in chain
                chain.append(into)

    @invariant()
    def closed_means_that_everybody_answered_or_is_excused(self) -> None:
        closed = WorkOrder.objects.filter(
            sub_district=self.office.street, state=OrderState.CLOSED, merged_into=None
        )
        for order in closed:
            heard = Callback.objects.filter(
                concern__order=order, round=order.reopened_count + 1, state__in=CALLBACK_ENDED
            )
            assert heard.count() == order.concerns.count() > 0

    @invariant()
    def each_reporter_reopens_once_and_nobody_is_closed_over_who_never_did(self) -> None:
        """A first No always takes the order up again, whatever others said; a second one never does."""
        for concern in Concern.objects.filter(sub_district=self.office.street).prefetch_related("callbacks"):
            nos = [row for row in concern.callbacks.all() if is_no(row)]
            order = concern.order
            if nos and order is not None and order.merged_into_id is None:
                assert min(row.round for row in nos) <= order.reopened_count


class MergingTest(TestCase):
    """The streets of all walks lie side by side in one transaction."""

    def test_nobody_is_lost_whatever_is_done_in_whatever_order(self) -> None:
        run_state_machine_as_test(
            Merging,
            settings=settings(
                max_examples=25,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


Deeds = dict[str, Callable[[], object]]


def deeds_on(office: Office, one: WorkOrder, other: WorkOrder, late: Concern) -> Deeds:
    dispatcher, officer, at = office.dispatcher.actor, office.officer.actor, MONDAY + HOUR
    both, seen = {"actor": dispatcher, "at": at}, {"seen_version": None}
    return {
        "into_other": lambda: merge_orders(absorbed_id=one.pk, staying_id=other.pk, **both),
        "into_one": lambda: merge_orders(absorbed_id=other.pk, staying_id=one.pk, **both),
        "accept": lambda: orders.accept_order(order_id=one.pk, actor=officer, at=at, **seen),
        "accept_other": lambda: orders.accept_order(order_id=other.pk, actor=officer, at=at, **seen),
        "send_back": lambda: orders.send_back_order(
            order_id=one.pk, reason=SendBackReason.NOT_OURS, note="不归我们", actor=officer, at=at, **seen
        ),
        "join": lambda: concerns.join_concern(concern_id=late.pk, order_id=one.pk, **both, **seen),
    }


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("into_other", "into_one"),
        ("into_other", "into_other"),
        ("into_other", "accept"),
        ("into_other", "accept_other"),
        ("into_other", "send_back"),
        ("into_other", "join"),
    ],
)
def test_merging_while_something_else_is_done_loses_nobody(first: str, second: str) -> None:
    office = make_office()
    (a, one), (b, other) = reported(office), reported(office)
    late = submitted_concern(office).concern
    deeds = deeds_on(office, one, other, late)
    ends = raced(deeds[first], deeds[second])
    assert "done" in ends
    if second.startswith("into"):
        assert ends.count("done") == 1
    merged = list(WorkOrder.objects.filter(merged_into__isnull=False))
    assert len(merged) == (1 if ends[0] == "done" or second.startswith("into") else 0)
    for concern in Concern.objects.filter(pk__in=[a.pk, b.pk, late.pk]).select_related("order"):
        assert concern.order is None or concern.order.merged_into_id is None
        assert concern.order is not None or concern == late
    for order in merged:
        assert order.state == OrderState.CLOSED
        assert order.entries.filter(verb="merge").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("last_is_good", [True, False])
def test_two_who_answer_last_at_the_same_moment_leave_no_order_waiting(last_is_good: bool) -> None:
    office = make_office()
    (a, one), (b, other) = reported(office), reported(office)
    merge_orders(absorbed_id=one.pk, staying_id=other.pk, actor=office.dispatcher.actor, at=MONDAY)
    done(office, other, at=MONDAY)
    good = Verdict(was_solved=True, was_satisfied=True)
    last = Verdict(was_solved=last_is_good, was_satisfied=last_is_good)
    ends = raced(lambda: says(a, good, at=MONDAY + HOUR), lambda: says(b, last, at=MONDAY + HOUR))
    other.refresh_from_db()
    if last_is_good:
        assert (ends, other.state, other.was_solved) == (["done", "done"], OrderState.CLOSED, True)
    else:
        assert ends[1] == "done"
        assert (other.state, other.reopened_count) == (OrderState.DISPATCHED, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_reopening_while_another_order_is_merged_in_keeps_every_reporter_in_the_same_round() -> None:
    office = make_office()
    (a, one), (_b, other) = reported(office), reported(office)
    done(office, other, at=MONDAY)
    holder = Concern.objects.get(order=other)
    bad = Verdict(was_solved=False, was_satisfied=False)
    ends = raced(
        lambda: says(holder, bad, at=MONDAY + HOUR),
        lambda: merge_orders(
            absorbed_id=one.pk, staying_id=other.pk, actor=office.dispatcher.actor, at=MONDAY + HOUR
        ),
    )
    assert ends == ["done", "merge_refused"]
    a.refresh_from_db()
    assert a.order == one
