"""Supports beside a lead (协办), and departments that a community calls by its whistle (吹哨报到).

One order has one lead and any number of supports. Each support has a task, a limit and an answer of its own, so that
a support that is silent is seen by itself, and never keeps the order from ending.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiezhi.core.authority import BodyKind, HandOver, authority_over
from jiezhi.core.workflow import Flow, Transition


class SupportStep(StrEnum):
    """Where a support stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"
    LAPSED = "lapsed"
    CALLED_OFF = "called_off"


OPEN_STEPS = frozenset({SupportStep.ASKED, SupportStep.ACCEPTED})
"""Steps in which something of the support is still to be done."""

SUPPORT_FLOW = Flow(
    name="support",
    start=SupportStep.ASKED,
    ends=frozenset(
        {SupportStep.DECLINED, SupportStep.DONE, SupportStep.LAPSED, SupportStep.CALLED_OFF},
    ),
    transitions=(
        Transition("accept", (SupportStep.ASKED,), SupportStep.ACCEPTED),
        Transition("decline", (SupportStep.ASKED, SupportStep.ACCEPTED), SupportStep.DECLINED),
        Transition("report", (SupportStep.ASKED, SupportStep.ACCEPTED), SupportStep.DONE),
        Transition("call_off", (SupportStep.ASKED, SupportStep.ACCEPTED), SupportStep.CALLED_OFF),
        Transition("lapse", (SupportStep.ASKED, SupportStep.ACCEPTED), SupportStep.LAPSED),
    ),
    reopening_verbs=frozenset(),
)
"""What may be done with a support. Nothing leads out of an end: who is asked again is asked anew."""


class Promptness(StrEnum):
    """Whether something was done by when it was due."""

    RUNNING = "running"
    IN_TIME = "in_time"
    LATE = "late"
    NOT_COUNTED = "not_counted"


def promptness(
    *, due_at: datetime, done_at: datetime | None, ended_at: datetime | None, at: datetime
) -> Promptness:
    """Whether a support, or the answer to a call, came in time.

    Late is late while it is open: waiting longer never makes it better. What ended without being done (declined,
    called off, lapsed) counts as late only if its limit had passed by then; before that it is nobody's delay.

    Args:
        due_at: the limit.
        done_at: when it was done; None while it is not.
        ended_at: when it ended without being done; None otherwise.
        at: now.

    Examples:
        >>> from datetime import UTC, timedelta
        >>> noon = datetime(2026, 11, 2, 4, tzinfo=UTC)
        >>> hour = timedelta(hours=1)
        >>> str(promptness(due_at=noon, done_at=noon, ended_at=None, at=noon + hour))
        'in_time'
        >>> str(promptness(due_at=noon, done_at=None, ended_at=None, at=noon + hour))
        'late'
        >>> str(promptness(due_at=noon, done_at=None, ended_at=noon - hour, at=noon + hour))
        'not_counted'
    """
    if done_at is not None:
        return Promptness.IN_TIME if done_at <= due_at else Promptness.LATE
    if ended_at is not None:
        return Promptness.LATE if ended_at > due_at else Promptness.NOT_COUNTED
    return Promptness.LATE if at > due_at else Promptness.RUNNING


def support_way(kind: BodyKind, *, has_agreement: bool, is_listed: bool) -> HandOver | None:
    """The way in which a department is brought in to support; None when it may not be brought in at all.

    The same authority as for a whole order, except that nothing is passed up: the matter stays with its lead, so a
    district bureau is called even where the list names it.

    Args:
        kind: what the department is to the office.
        has_agreement: whether an agreement for the matter is in force with it.
        is_listed: whether the responsibility list names it for this matter at this place.

    Examples:
        >>> str(support_way(BodyKind.BUREAU, has_agreement=False, is_listed=True))
        'called'
        >>> support_way(BodyKind.COMMUNITY, has_agreement=False, is_listed=False) is None
        True
    """
    ways = authority_over(kind, has_agreement=has_agreement, is_listed=is_listed).modes
    return next((way for way in ways if way is not HandOver.TRANSFERRED), None)


@dataclass(frozen=True)
class Standing:
    """A support as far as the end of its order depends on it.

    Args:
        department: whose.
        step: where it stands.
    """

    department: str
    step: SupportStep


def still_open(supports: Iterable[Standing]) -> tuple[Standing, ...]:
    """The supports that keep a lead from reporting done without giving a reason.

    Examples:
        >>> done, asked = Standing("fire", SupportStep.DONE), Standing("police", SupportStep.ASKED)
        >>> [each.department for each in still_open([done, asked])]
        ['police']
    """
    return tuple(each for each in supports if each.step in OPEN_STEPS)


def asked_again(supports: Iterable[Standing], named: Collection[str]) -> tuple[Standing, ...]:
    """The supports that a reopened order asks again: those named, once each, and nobody else.

    Args:
        supports: all of the order so far, the newest last.
        named: the departments that are wanted again.

    Examples:
        >>> first, second = Standing("fire", SupportStep.DONE), Standing("fire", SupportStep.LAPSED)
        >>> asked_again([first, second, Standing("police", SupportStep.DONE)], {"fire"}) == (second,)
        True
    """
    newest = {each.department: each for each in supports}
    return tuple(each for name, each in newest.items() if name in named and each.step not in OPEN_STEPS)
