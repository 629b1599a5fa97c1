"""The flows that matters follow, as tables: from which states a verb may be done, and where it leads.

Read a line as: "accept: from *dispatched* to *in hand*". A matter names its flow; its limits are rows.
"""

from jiezhi.core.workflow import Flow, Transition
from jiezhi.organisation.choices import FlowName
from jiezhi.workorders.choices import OrderState as S
from jiezhi.workorders.choices import Verb

_COMMON = (
    Transition(Verb.DISPATCH, (S.OPENED, S.SENT_BACK), S.DISPATCHED),
    Transition(Verb.ACCEPT, (S.DISPATCHED,), S.IN_HAND),
    Transition(Verb.SEND_BACK, (S.DISPATCHED, S.IN_HAND), S.SENT_BACK),
    Transition(Verb.REASSIGN, (S.DISPATCHED, S.IN_HAND), S.DISPATCHED),
    Transition(Verb.EXTEND, (S.IN_HAND,), S.IN_HAND),
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
