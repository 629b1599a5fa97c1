"""Everything that anybody may do with requests and orders, in whatever order and at whatever time."""

from hypothesis import HealthCheck, settings
from hypothesis.extra.django import TestCase
from hypothesis.stateful import run_state_machine_as_test

from jiezhi.concerns.choices import CALLBACK_ENDED
from jiezhi.concerns.models import Callback, Concern
from jiezhi.kit.invariant import all_invariants
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.workorders.choices import OrderState, UrgencyTier
from jiezhi.workorders.models import WorkOrder
from tests.factories import settle
from tests.laws.ahead import Ahead
from tests.laws.laws import Laws
from tests.laws.town import DONE
from tests.night import IS_NIGHT

PROMISED_BY = ("workorders", "concerns", "mediation", "meetings", "notices", "evidence", "organisation")
"""Apps whose promises are about rows; what is about files and keys has tests of its own."""


class Walk(Ahead, Laws):
    """One walk: at its end the news arrives, everybody on duty was called, and the office looks after itself."""

    def teardown(self) -> None:
        settle(self.at)
        self.call_everybody()
        settle(self.at)
        self._everybody_is_asked()
        self._emergencies_are_answered_or_told()
        self.chains_have_come_as_far_as_they_can()
        self.ask_for_figures()
        broken = [
            f"{name}: {breach.row} {breach.sentence}"
            for name, check in all_invariants().items()
            if name.split(".")[0] in PROMISED_BY
            for breach in check()
        ]
        assert not broken, broken

    def _everybody_is_asked(self) -> None:
        waiting = WorkOrder.objects.filter(
            sub_district=self.office.street, state=OrderState.AWAITING_CALLBACK
        )
        for order in waiting:
            rows = Callback.objects.filter(concern__order=order, round=order.reopened_count + 1)
            assert rows.count() == order.concerns.count()
            assert rows.exclude(state__in=CALLBACK_ENDED).exists(), order.number
        for concern in Concern.objects.filter(
            order__state=OrderState.CLOSED, order__sub_district=self.office.street
        ):
            assert concern.callbacks.exists(), concern.number

    def _emergencies_are_answered_or_told(self) -> None:
        rows = WorkOrder.objects.filter(
            sub_district=self.office.street, urgency=UrgencyTier.EMERGENCY, dispatched_at__isnull=False
        )
        for order in rows.exclude(entries__verb="answer"):
            responses = list(EmergencyResponse.objects.filter(order=order))
            assert responses, order.number
            for response in responses:
                is_over = response.answered_at is not None or response.called_off_at is not None
                assert is_over or response.exhausted_at is not None, order.number
                # What is told of after the lead took it on calls anew.
                if order.accepted_at is not None and response.began_at <= order.accepted_at:
                    assert is_over, order.number


class EveryWalkTest(TestCase):
    """The streets of all walks lie side by side in one transaction."""

    def test_nobody_is_lost_and_no_clock_lies_whatever_is_done(self) -> None:
        DONE.clear()
        run_state_machine_as_test(
            Walk,
            settings=settings(
                max_examples=150 if IS_NIGHT else 8,
                stateful_step_count=60 if IS_NIGHT else 20,
                deadline=None,
                derandomize=not IS_NIGHT,
                suppress_health_check=list(HealthCheck),
            ),
        )
        assert len(DONE) >= 20, DONE
