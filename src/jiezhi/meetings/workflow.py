"""What can be done with a meeting in which state, as a table: read a line as "publish: from *held* to *published*"."""

from jiezhi.core.workflow import Flow, Transition
from jiezhi.meetings.choices import MeetingState as S
from jiezhi.meetings.choices import MeetingVerb

MEETING = Flow(
    name="meeting",
    start=S.COLLECTING,
    ends=frozenset({S.PUBLISHED}),
    transitions=(
        Transition(MeetingVerb.PROPOSE, (S.COLLECTING,), S.COLLECTING),
        Transition(MeetingVerb.ARRANGE, (S.COLLECTING,), S.COLLECTING),
        Transition(MeetingVerb.CLOSE_AGENDA, (S.COLLECTING,), S.AGENDA_CLOSED),
        Transition(MeetingVerb.BEGIN_MINUTES, (S.COLLECTING, S.AGENDA_CLOSED, S.HELD), S.HELD),
        Transition(MeetingVerb.WRITE, (S.HELD,), S.HELD),
        Transition(MeetingVerb.ASSIGN, (S.HELD,), S.HELD),
        Transition(MeetingVerb.PUBLISH, (S.HELD,), S.PUBLISHED),
        Transition(MeetingVerb.CORRECT, (S.PUBLISHED,), S.PUBLISHED),
    ),
    reopening_verbs=frozenset({MeetingVerb.CORRECT}),
)
"""Published minutes are never changed: a correction is appended to them."""
