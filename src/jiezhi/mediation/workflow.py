"""The flow of a mediation as a table: from which states a verb may be done, and where it leads.

Read a line as: "agree: from *being mediated* to *agreement reached*".
"""

from jiezhi.core.workflow import Flow, Transition
from jiezhi.mediation.choices import MediationState as S
from jiezhi.mediation.choices import MediationVerb as V

MEDIATION = Flow(
    name="mediation",
    start=S.REGISTERED,
    ends=frozenset({S.KEPT, S.BROKEN, S.REFERRED, S.ENDED}),
    transitions=(
        Transition(V.BEGIN, (S.REGISTERED,), S.UNDER_WAY),
        Transition(V.SIT, (S.UNDER_WAY,), S.UNDER_WAY),
        Transition(V.EXTEND, (S.UNDER_WAY,), S.UNDER_WAY),
        Transition(V.AGREE, (S.UNDER_WAY,), S.AGREED),
        Transition(V.APPLY, (S.AGREED,), S.CONFIRMING),
        Transition(V.CONFIRM, (S.CONFIRMING,), S.CONFIRMED),
        Transition(V.DENY, (S.CONFIRMING,), S.AGREED),
        Transition(V.FIND_KEPT, (S.AGREED, S.CONFIRMED), S.KEPT),
        Transition(V.FIND_BROKEN, (S.AGREED, S.CONFIRMED), S.BROKEN),
        Transition(V.REFER, (S.REGISTERED, S.UNDER_WAY, S.BROKEN), S.REFERRED),
        Transition(V.END, (S.REGISTERED, S.UNDER_WAY), S.ENDED),
    ),
    reopening_verbs=frozenset({V.REFER}),
)
"""A broken agreement can still go to a court or another body."""

OPEN = (S.REGISTERED, S.UNDER_WAY)
"""States in which the order that a mediation came from waits."""
OUTCOMES = (V.AGREE, V.REFER, V.END)
"""Verbs with which it goes on."""
SIGNED = (S.AGREED, S.CONFIRMING, S.CONFIRMED, S.KEPT, S.BROKEN)
"""States that an agreement was reached for."""
