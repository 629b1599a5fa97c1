"""The flows that matters follow, as tables: from which states a verb may be done, and where it leads.

Read a line as: "accept: from *dispatched* to *in hand*". A matter names its flow; its limits are rows.
"""

from jiezhi.core.workflow import Flow, Transition
from jiezhi.organisation.choices import FlowName
from jiezhi.workorders.choices import ANSWER_AWAITED, LEAD_ACTS, HandOverMode, Verb
from jiezhi.workorders.choices import OrderState as S

_ASKABLE = (S.OPENED, S.SENT_BACK, *LEAD_ACTS)

_COMMON = (
    Transition(Verb.DISPATCH, (S.OPENED, S.SENT_BACK), S.DISPATCHED),
    Transition(Verb.REQUEST, _ASKABLE, S.REQUESTED),
    Transition(Verb.CALL, _ASKABLE, S.CALLED),
    Transition(Verb.TRANSFER, _ASKABLE, S.TRANSFERRED),
    Transition(Verb.ACCEPT, (S.DISPATCHED,), S.IN_HAND),
    Transition(Verb.AGREE, (S.REQUESTED,), S.IN_HAND),
    Transition(Verb.REPORT_IN, (S.CALLED,), S.IN_HAND),
    Transition(Verb.TAKE, (S.TRANSFERRED,), S.IN_HAND),
    Transition(Verb.DECLINE, (*ANSWER_AWAITED, S.IN_HAND), S.SENT_BACK),
    Transition(Verb.SEND_BACK, (S.DISPATCHED, S.IN_HAND), S.SENT_BACK),
    Transition(Verb.REASSIGN, LEAD_ACTS, S.DISPATCHED),
    Transition(Verb.EXTEND, (S.IN_HAND,), S.IN_HAND),
    Transition(Verb.PAUSE, (S.IN_HAND,), S.WAITING),
    Transition(Verb.GO_ON, (S.WAITING,), S.IN_HAND),
)

ENQUIRY = Flow(
    name=FlowName.ENQUIRY,
    start=S.OPENED,
    ends=frozenset({S.CLOSED}),
    transitions=(
        *_COMMON,
        Transition(Verb.ANSWER, (S.OPENED, S.SENT_BACK), S.CLOSED),
        Transition(Verb.RESOLVE, (S.IN_HAND,), S.CLOSED),
        Transition(Verb.REOPEN, (S.CLOSED,), S.DISPATCHED),
    ),
)
"""An enquiry ends with its answer, given on the spot or by a department."""

CONCERN = Flow(
    name=FlowName.CONCERN,
    start=S.OPENED,
    ends=frozenset({S.CLOSED}),
    transitions=(
        *_COMMON,
        Transition(Verb.RESOLVE, (S.IN_HAND,), S.AWAITING_CALLBACK),
        Transition(Verb.CLOSE, (S.AWAITING_CALLBACK,), S.CLOSED),
        Transition(Verb.REOPEN, (S.AWAITING_CALLBACK, S.CLOSED), S.DISPATCHED),
    ),
)
"""A request is handled, then the person who made it is asked."""

EVENT = Flow(
    name=FlowName.EVENT,
    start=S.OPENED,
    ends=frozenset({S.CLOSED}),
    transitions=(
        *_COMMON,
        Transition(Verb.RESOLVE, (S.IN_HAND,), S.AWAITING_CHECK),
        Transition(Verb.PASS_CHECK, (S.AWAITING_CHECK,), S.AWAITING_CALLBACK),
        Transition(Verb.FAIL_CHECK, (S.AWAITING_CHECK,), S.IN_HAND),
        Transition(Verb.CLOSE, (S.AWAITING_CALLBACK,), S.CLOSED),
        Transition(Verb.REOPEN, (S.AWAITING_CALLBACK, S.CLOSED), S.DISPATCHED),
    ),
)
"""The seven steps of urban management: collect, open, dispatch, handle, report, check on site, evaluate."""

TASK = Flow(
    name=FlowName.TASK,
    start=S.OPENED,
    ends=frozenset({S.CLOSED}),
    transitions=(
        *_COMMON,
        Transition(Verb.RESOLVE, (S.IN_HAND,), S.CLOSED),
        Transition(Verb.REOPEN, (S.CLOSED,), S.DISPATCHED),
    ),
)
"""Work assigned by a meeting: no resident waits for it; whoever assigned it may say once that it is not done."""

FLOWS = {flow.name: flow for flow in (ENQUIRY, CONCERN, EVENT, TASK)}
"""Every flow by its name; `tests/workorders` holds that none has a fault and each name of a matter is here."""

HAND_OVER_VERBS = {
    HandOverMode.DIRECT: Verb.DISPATCH,
    HandOverMode.AGREED: Verb.DISPATCH,
    HandOverMode.REQUESTED: Verb.REQUEST,
    HandOverMode.CALLED: Verb.CALL,
    HandOverMode.TRANSFERRED: Verb.TRANSFER,
}
"""The verb by which an order goes out, by the way it is handed over."""

RETURN_VERBS = {
    HandOverMode.DIRECT: Verb.SEND_BACK,
    HandOverMode.AGREED: Verb.SEND_BACK,
    HandOverMode.REQUESTED: Verb.DECLINE,
    HandOverMode.CALLED: Verb.DECLINE,
    HandOverMode.TRANSFERRED: Verb.DECLINE,
}
"""The one verb by which it comes back: whoever was asked declines by right, whoever was ordered sends back."""


def usual_states(flow: str, mode: HandOverMode) -> tuple[S, ...]:
    """Give the states through which an order goes when all goes well: nothing comes back, waits or is contradicted."""
    table = FLOWS[FlowName(flow)]
    states = [S(table.start), S(table.target_of(HAND_OVER_VERBS[mode], table.start)), S.IN_HAND]
    for verb in (Verb.RESOLVE, Verb.PASS_CHECK, Verb.CLOSE):
        if states[-1] not in table.ends and verb in table.verbs_from(states[-1]):
            states.append(S(table.target_of(verb, states[-1])))
    return tuple(states)


def return_verb(hand_over: str) -> Verb:
    """Give the verb by which an order comes back; one that was never handed over by a known way is sent back."""
    return RETURN_VERBS[HandOverMode(hand_over)] if hand_over else Verb.SEND_BACK
