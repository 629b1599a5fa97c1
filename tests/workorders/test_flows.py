"""The tables themselves: none has a fault, and no walk through them gets stuck or closes unnoticed."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jiezhi.core.workflow import IllegalStepError
from jiezhi.organisation.choices import FlowName
from jiezhi.workorders.choices import CLOCK_RUNS, UNFINISHED, OrderState, Verb
from jiezhi.workorders.workflow import FLOWS


def test_every_flow_that_a_matter_may_name_is_a_table_without_faults():
    assert set(FLOWS) == set(FlowName.values)
    assert {name: flow.faults() for name, flow in FLOWS.items()} == dict.fromkeys(FLOWS, ())


def test_tables_speak_only_of_known_states_and_verbs():
    for flow in FLOWS.values():
        assert flow.states <= set(OrderState.values)
        assert {step.verb for step in flow.steps} <= set(Verb.values)
    assert set(UNFINISHED) == set(OrderState) - {OrderState.CLOSED}
    assert set(CLOCK_RUNS) < set(UNFINISHED)


@pytest.mark.parametrize("name", [FlowName.CONCERN, FlowName.EVENT])
def test_nobody_closes_a_request_without_passing_the_callback(name):
    into_closed = {step.state for step in FLOWS[name].steps if step.target == OrderState.CLOSED}
    assert into_closed == {OrderState.AWAITING_CALLBACK}


def test_an_event_is_resolved_only_towards_the_check():
    assert FLOWS[FlowName.EVENT].target_of(Verb.RESOLVE, OrderState.IN_HAND) == OrderState.AWAITING_CHECK
    assert Verb.CLOSE not in FLOWS[FlowName.EVENT].verbs_from(OrderState.AWAITING_CHECK)


class Walk(RuleBasedStateMachine):
    """Any order, taken by any verbs in any order."""

    @initialize(name=st.sampled_from(sorted(FLOWS)))
    def open(self, name):
        self.flow = FLOWS[name]
        self.state = self.flow.start
        self.done: list[str] = []

    @rule(choice=st.randoms(use_true_random=False))
    def take_an_allowed_verb(self, choice):
        verb = choice.choice(self.flow.verbs_from(self.state))
        self.state = self.flow.target_of(verb, self.state)
        self.done.append(verb)

    @rule(verb=st.sampled_from(Verb.values))
    def try_any_verb(self, verb):
        if verb in self.flow.verbs_from(self.state):
            return
        with pytest.raises(IllegalStepError) as refusal:
            self.flow.target_of(verb, self.state)
        assert refusal.value.allowed == self.flow.verbs_from(self.state)

    @invariant()
    def an_end_is_in_reach(self):
        assert any(self.flow.path_verbs(self.state, end) is not None for end in self.flow.ends)

    @invariant()
    def only_reopening_leaves_the_end(self):
        if self.state in self.flow.ends:
            assert self.flow.verbs_from(self.state) == (Verb.REOPEN,)

    @precondition(lambda self: self.state in (OrderState.AWAITING_CHECK, OrderState.AWAITING_CALLBACK))
    @invariant()
    def what_waits_for_an_answer_was_reported_done(self):
        assert Verb.RESOLVE in self.done


TestWalk = Walk.TestCase
