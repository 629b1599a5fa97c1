"""An order with supports, whatever is done to it in whatever order; and deeds on it at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jiezhi.kit.errors import DomainError
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders import actions
from jiezhi.workorders.actions import SupportWish
from jiezhi.workorders.choices import (
    OPEN_SUPPORT,
    DeclineReason,
    OrderState,
    ReopenReason,
    SendBackReason,
    SupportState,
)
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.supports import SUPPORTABLE
from tests.factories import Office, dispatched_order, make_department, make_office, make_staff
from tests.factories.hands import order_in_hand
from tests.factories.workorders import MONDAY, asked_support

HOUR = timedelta(hours=1)
numbers = st.integers(0, 2)


class Together(RuleBasedStateMachine):
    """One order, three departments beside its lead, and every deed that anybody may try."""

    def __init__(self) -> None:
        super().__init__()
        self.office = make_office()
        self.order = dispatched_order(self.office, self.office.rubbish)
        self.departments = [make_department(self.office.street) for _ in range(3)]
        self.hands = {row.pk: make_staff(row, OFFICER).actor for row in self.departments}
        self.hands[self.office.lighting.pk] = self.office.officer.actor
        self.at = MONDAY
        self.ended: dict[object, str] = {}

    def tried(self, deed: Callable[..., object], **given: object) -> None:
        """Try a deed; a refusal in words is an answer, too."""
        self.at += HOUR
        with suppress(DomainError):
            deed(**given, at=self.at)

    def lead(self) -> object:
        return self.hands[WorkOrder.objects.get(pk=self.order.pk).lead_id]

    def support(self, number: int) -> Support | None:
        rows = Support.objects.filter(order=self.order, department=self.departments[number])
        return rows.order_by("-asked_at", "-id").first()

    @rule(number=numbers)
    def ask(self, number):
        wish = SupportWish(self.departments[number].pk, "配合", (2, "working_hours"))
        self.tried(actions.ask_supports, order_id=self.order.pk, wishes=[wish], actor=self.lead())

    @rule(number=numbers)
    def whistle(self, number):
        wish = SupportWish(self.departments[number].pk, "到场")
        actor = self.office.community_worker.actor
        self.tried(actions.blow_whistle, order_id=self.order.pk, wishes=[wish], actor=actor)

    @rule(number=numbers, verb=st.sampled_from(["accept", "decline", "report", "call_off", "again"]))
    def move(self, number, verb):
        row = self.support(number)
        if row is None:
            return
        own, lead = self.hands[row.department_id], self.office.dispatcher.actor
        deeds = {
            "accept": (
                actions.accept_support,
                {"pledge": "到场", "pledged_on": self.at.date(), "actor": own},
            ),
            "decline": (
                actions.decline_support,
                {"reason": DeclineReason.NO_MEANS, "note": "人手不足", "actor": own},
            ),
            "report": (actions.report_support, {"reply": "已办", "actor": own}),
            "call_off": (actions.call_off_support, {"note": "不需要", "actor": lead}),
            "again": (actions.ask_support_again, {"task": "再来一次", "actor": lead}),
        }
        deed, given = deeds[verb]
        self.tried(deed, support_id=row.pk, **given)

    @rule()
    def accept(self):
        self.tried(actions.accept_order, order_id=self.order.pk, seen_version=None, actor=self.lead())

    @rule(reason=st.sampled_from(["", "他们没有回音"]))
    def resolve(self, reason):
        given = {
            "order_id": self.order.pk,
            "reply": "已完成",
            "seen_version": None,
            "without_supports": reason,
        }
        self.tried(actions.resolve_order, **given, actor=self.lead())

    @rule(passes=st.booleans())
    def check(self, passes):
        deed = actions.pass_check if passes else actions.fail_check
        given = {"order_id": self.order.pk, "note": "看过", "seen_version": None}
        self.tried(deed, **given, actor=self.office.grid_worker.actor)

    @rule()
    def close(self):
        actor = self.office.dispatcher.actor
        self.tried(
            actions.close_order, order_id=self.order.pk, was_solved=True, was_satisfied=True, actor=actor
        )

    @rule()
    def reopen(self):
        actor = self.office.dispatcher.actor
        self.tried(actions.reopen_order, order_id=self.order.pk, reason=ReopenReason.NOT_SOLVED, actor=actor)

    @rule()
    def send_back(self):
        given = {"order_id": self.order.pk, "reason": SendBackReason.NOT_OURS, "note": "不归我们"}
        self.tried(actions.send_back_order, **given, seen_version=None, actor=self.lead())

    @rule(number=numbers, hands_on=st.booleans())
    def give(self, number, hands_on):
        deed = actions.reassign_order if hands_on else actions.dispatch_order
        given = {"department_id": self.departments[number].pk, "note": "归口", "seen_version": None}
        self.tried(deed, order_id=self.order.pk, **given, actor=self.office.dispatcher.actor)

    @invariant()
    def the_order_is_not_lost(self):
        order = WorkOrder.objects.get(pk=self.order.pk)
        last = order.entries.order_by("-at", "-id").first()
        assert last is not None
        assert last.to_state == order.state
        assert order.lead_id is not None

    @invariant()
    def nobody_has_two_parts(self):
        order = WorkOrder.objects.get(pk=self.order.pk)
        parts = list(order.supports.filter(state__in=OPEN_SUPPORT).values_list("department_id", flat=True))
        assert len(parts) == len(set(parts))
        assert order.lead_id not in parts

    @invariant()
    def reported_done_means_no_open_support(self):
        order = WorkOrder.objects.get(pk=self.order.pk)
        if order.state not in SUPPORTABLE:
            assert not order.supports.filter(state__in=OPEN_SUPPORT).exists()

    @invariant()
    def no_clock_runs_backwards(self):
        for row in Support.objects.filter(order=self.order):
            assert row.due_at > row.asked_at
            assert row.answer_due_at > row.asked_at
            assert row.done_at is None or row.done_at >= row.asked_at

    @invariant()
    def what_has_ended_stays_as_it_ended(self):
        for row in Support.objects.filter(order=self.order).exclude(state__in=OPEN_SUPPORT):
            assert self.ended.setdefault(row.pk, row.state) == row.state


class TogetherTest(TestCase):
    """Each walk in a transaction of its own would be slow: the streets of all walks lie side by side."""

    def test_supports_hold_whatever_is_done_in_whatever_order(self):
        run_state_machine_as_test(
            Together,
            settings=settings(
                max_examples=12,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


def raced(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """Do two deeds at the same moment, and give which of them passed."""

    def run(deed: Callable[[], object]) -> str:
        try:
            deed()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return [each.result(30) for each in (pool.submit(run, first), pool.submit(run, second))]


def answers(office: Office, support: Support) -> dict[str, Callable[[], object]]:
    own, lead = office.community_worker.actor, office.officer.actor
    pk, later = support.pk, MONDAY + HOUR
    return {
        "accept": lambda: actions.accept_support(support_id=pk, actor=own, at=later),
        "decline": lambda: actions.decline_support(
            support_id=pk, reason=DeclineReason.NO_MEANS, note="人手不足", actor=own, at=later
        ),
        "report": lambda: actions.report_support(support_id=pk, reply="已办", actor=own, at=later),
        "call_off": lambda: actions.call_off_support(support_id=pk, note="不需要", actor=lead, at=later),
        "resolve": lambda: actions.resolve_order(
            order_id=support.order_id,
            reply="已完成",
            seen_version=None,
            without_supports="无需等待",
            actor=lead,
            at=later,
        ),
        "resolve_without_reason": lambda: actions.resolve_order(
            order_id=support.order_id, reply="已完成", seen_version=None, actor=lead, at=later
        ),
    }


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("accept", "call_off"),
        ("decline", "call_off"),
        ("report", "call_off"),
        ("report", "decline"),
        ("accept", "resolve"),
        ("report", "resolve"),
        ("decline", "resolve"),
        ("call_off", "resolve"),
        ("report", "resolve_without_reason"),
        ("resolve", "resolve"),
    ],
)
def test_two_deeds_at_the_same_moment_leave_one_truth(one, other):
    office = make_office()
    support = asked_support(office, order_in_hand(office))
    deeds = answers(office, support)
    passed = raced(deeds[one], deeds[other])
    assert "done" in passed
    support.refresh_from_db()
    order = WorkOrder.objects.get(pk=support.order_id)
    if order.state == OrderState.AWAITING_CALLBACK:
        assert support.state not in OPEN_SUPPORT
    ends = {"decline": "declined", "report": "done", "call_off": "called_off", "resolve": "lapsed"}
    won = {
        ends[name] for name, how in zip((one, other), passed, strict=True) if how == "done" and name in ends
    }
    assert support.state in won | {SupportState.ACCEPTED}
    assert order.entries.filter(verb="resolve").count() <= 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_department_is_asked_once_by_two_at_the_same_moment():
    office = make_office()
    order, police = order_in_hand(office), make_department(office.street)
    wish = SupportWish(police.pk, "配合")

    def ask(actor):
        return lambda: actions.ask_supports(order_id=order.pk, wishes=[wish], actor=actor, at=MONDAY)

    passed = raced(ask(office.officer.actor), ask(office.dispatcher.actor))
    assert sorted(passed) == ["done", "support_refused"]
    assert Support.objects.count() == 1
