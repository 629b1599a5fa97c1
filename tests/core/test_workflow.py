import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.workflow import Flow, IllegalStepError, Step, Transition

ORDER = Flow(
    "order",
    start="open",
    ends=frozenset({"closed", "cancelled"}),
    transitions=(
        Transition("dispatch", ("open", "sent_back"), "dispatched"),
        Transition("accept", frozenset({"dispatched"}), "accepted"),
        Transition("send_back", ("dispatched", "accepted"), "sent_back"),
        Transition("resolve", ("accepted",), "resolved"),
        Transition("close", ("resolved",), "closed"),
        Transition("cancel", ("open", "sent_back"), "cancelled"),
        Transition("reopen", ("closed",), "open"),
    ),
)
NAMES = st.sampled_from("abcde")
FLOWS = st.builds(
    Flow,
    name=st.just("any"),
    start=NAMES,
    ends=st.frozensets(NAMES, max_size=2),
    transitions=st.lists(
        st.builds(Transition, st.sampled_from("uvw"), st.frozensets(NAMES, max_size=3), NAMES), max_size=8
    ).map(tuple),
)


def changed(**parts):
    return Flow(
        **{"name": "order", "start": "open", "ends": ORDER.ends, "transitions": ORDER.transitions, **parts}
    )


def test_a_verb_leads_where_the_table_says():
    assert ORDER.target_of("dispatch", "sent_back") == "dispatched"
    assert ORDER.verbs_from("open") == ("dispatch", "cancel")
    assert ORDER.verbs_from("nowhere") == ()
    assert ORDER.states == {
        "open", "dispatched", "accepted", "sent_back", "resolved", "closed", "cancelled",
    }  # fmt: skip
    assert ORDER.steps[:2] == (
        Step("open", "dispatch", "dispatched"),
        Step("sent_back", "dispatch", "dispatched"),
    )


def test_an_illegal_verb_is_refused_with_what_is_possible():
    with pytest.raises(IllegalStepError) as caught:
        ORDER.target_of("close", "open")
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (error.verb, error.state, error.allowed) == ("close", "open", ("dispatch", "cancel"))
    assert str(error) == "'close' cannot be done in the state 'open'; possible here: dispatch, cancel."


def test_the_shortest_way_is_found():
    assert ORDER.path_verbs("open", "closed") == ("dispatch", "accept", "resolve", "close")
    assert ORDER.path_verbs("open", "open") == ()
    assert ORDER.path_verbs("dispatched", "cancelled") == ("send_back", "cancel")
    assert ORDER.path_verbs("dispatched", "sent_back") == ("send_back",)
    detour = changed(transitions=(*ORDER.transitions, Transition("decline", ("open",), "closed")))
    assert detour.path_verbs("open", "closed") == ("decline",)
    around = changed(transitions=(Transition("decline", ("open",), "closed"), *ORDER.transitions))
    assert around.path_verbs("open", "closed") == ("decline",)
    assert ORDER.path_verbs("cancelled", "open") is None


def test_a_sound_flow_has_no_faults():
    assert ORDER.faults() == ()


@pytest.mark.parametrize(
    ("flow", "fault"),
    [
        (changed(ends=frozenset()), "has no end"),
        (changed(ends=ORDER.ends | {"lost"}), "No way leads to the state 'lost'."),
        (
            changed(transitions=(*ORDER.transitions, Transition("park", ("open",), "parked"))),
            "'parked' to an end",
        ),
        (
            changed(transitions=(*ORDER.transitions, Transition("close", ("resolved",), "open"))),
            "more than once",
        ),
        (
            changed(transitions=(*ORDER.transitions, Transition("dispatch", ("closed",), "open"))),
            "not a reopening",
        ),
        (changed(transitions=(*ORDER.transitions, Transition("vanish", (), "closed"))), "in no state"),
        (changed(reopening_verbs=frozenset()), "'closed' is left by 'reopen'"),
    ],
)
def test_each_kind_of_fault_is_told(flow, fault):
    told = flow.faults()
    assert len(told) == 1
    assert fault in told[0]


@given(flow=FLOWS, data=st.data())
def test_a_random_walk_never_leaves_the_table(flow, data):
    state = flow.start
    rows = {(step.state, step.verb, step.target) for step in flow.steps}
    for _ in range(12):
        if not flow.verbs_from(state):
            break
        verb = data.draw(st.sampled_from(flow.verbs_from(state)))
        target = flow.target_of(verb, state)
        assert (state, verb, target) in rows
        state = target


@given(flow=FLOWS, verb=st.sampled_from("uvwx"), state=NAMES)
def test_a_verb_is_possible_exactly_where_it_is_listed(flow, verb, state):
    if verb in flow.verbs_from(state):
        assert flow.target_of(verb, state) in flow.states
    else:
        with pytest.raises(IllegalStepError):
            flow.target_of(verb, state)


@given(flow=FLOWS)
def test_a_flow_without_faults_reaches_an_end_from_every_state(flow):
    ends_everywhere = all(
        flow.path_verbs(flow.start, state) is not None
        and any(flow.path_verbs(state, end) is not None for end in flow.ends)
        for state in flow.states
    )
    if not flow.faults():
        assert ends_everywhere
    if not ends_everywhere:
        assert flow.faults()


@given(flow=FLOWS, source=NAMES, target=NAMES)
def test_a_path_arrives_when_it_is_walked(flow, source, target):
    state = source
    for verb in flow.path_verbs(source, target) or ():
        state = flow.target_of(verb, state)
    assert flow.path_verbs(source, target) is None or state == target


def test_a_long_way_that_is_tried_first_does_not_hide_the_short_one():
    rows = (("near", "s", "b"), ("far", "s", "c"), ("go", "c", "x"), ("go", "x", "t"), ("go", "b", "t"))
    flow = Flow("two ways", "s", frozenset({"t"}), tuple(Transition(verb, (a,), b) for verb, a, b in rows))
    assert flow.path_verbs("s", "t") == ("near", "go")
