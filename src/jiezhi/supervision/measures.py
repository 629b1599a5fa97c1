"""What is measured of working together: every participant's time, answers to calls, chains, and emergencies.

All are about what began in the period, and collaboration done about what was due in it; whoever was asked, and
whatever was late, belongs to a department and an order, never to a person.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiezhi.chains.queries import chains_started, minutes_a_day, plan_of
from jiezhi.core.measures import median
from jiezhi.core.supervision import RESPONSE_LIMIT
from jiezhi.kit.measure import EVERY_SPLIT, Figure, Figures, Measure, Question, Split, Unit, register_measure
from jiezhi.kit.measure_parts import sum_of_parts
from jiezhi.organisation.calendars import working_calendar
from jiezhi.supervision.queries import responses_in
from jiezhi.workorders.choices import SupportKind
from jiezhi.workorders.measures import outcome_counts
from jiezhi.workorders.supports import support_counts

ABOUT = "collaboration"
MINUTE = timedelta(minutes=1)
Group = UUID | date | None
Counts = Mapping[Group, Mapping[str, int]]


def _shares(*parts: Counts) -> Figures:
    """Add counts of yes and of all up, group by group."""
    sums: dict[Group, list[int]] = {}
    for counts in parts:
        for group, row in counts.items():
            found = sums.setdefault(group, [0, 0])
            found[0] += row["yes"]
            found[1] += row["all"]
    return {group: Figure.of(yes, whole) for group, (yes, whole) in sums.items()}


def participants_on_time(question: Question) -> Figures:
    """Give of every participant's part, led or supporting, the share that was in time; two statements."""
    led = outcome_counts(question, yes="on_time", all="on_time,late")
    parts = support_counts(question, None, yes="in_time", all="in_time,late")
    return _shares(led, parts)


def _of_supports(kind: SupportKind | None, yes: str, no: str) -> Callable[[Question], Figures]:
    def compute(question: Question) -> Figures:
        return _shares(support_counts(question, kind, yes=yes, all=f"{yes},{no}"))

    return compute


def emergency_minutes(question: Question) -> Figures:
    """Give the median of minutes until an emergency was answered; one that nobody answers waits on; one statement."""
    groups: dict[Group, list[float]] = {} if question.split is not Split.NONE else {None: []}
    for group, began_at, answered_at in responses_in(question):
        groups.setdefault(group, []).append(((answered_at or question.at) - began_at) / MINUTE)
    return {group: Figure(median(waits), len(waits)) for group, waits in groups.items()}


def emergencies_in_time(question: Question) -> Figures:
    """Give the share of emergencies answered within five minutes, of those answered or past them; one statement."""
    rows: dict[Group, dict[str, int]] = (
        {} if question.split is not Split.NONE else {None: {"yes": 0, "all": 0}}
    )
    for group, began_at, answered_at in responses_in(question):
        waited = (answered_at or question.at) - began_at
        is_known = answered_at is not None or waited > RESPONSE_LIMIT
        found = rows.setdefault(group, {"yes": 0, "all": 0})
        found["yes"] += is_known and waited <= RESPONSE_LIMIT
        found["all"] += is_known
    return _shares(rows)


def chains_on_plan(question: Question) -> Figures:
    """Give the share of chains that end, or ended, no later than planned, half a day allowed; three statements."""
    if question.split not in (Split.NONE, Split.COMMUNITY):
        return {}
    chains = chains_started(question.actor, first_on=question.first_on, last_on=question.last_on)
    rows: dict[Group, dict[str, int]] = (
        {} if question.split is not Split.NONE else {None: {"yes": 0, "all": 0}}
    )
    if not chains:
        return _shares(rows)
    calendar = working_calendar(question.actor.tenant_id, since=question.first_on)
    for chain in chains:
        group = chain.community_id if question.split is Split.COMMUNITY else None
        found = rows.setdefault(group, {"yes": 0, "all": 0})
        found["yes"] += plan_of(chain, calendar, at=question.at).delay <= minutes_a_day(calendar) // 2
        found["all"] += 1
    return _shares(rows)


COLLABORATION = register_measure(
    Measure(
        key="collaboration_done",
        is_goal=True,
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Collaboration tasks done in time"),
        sentence=_(
            "Of what departments were asked to do together and that was due in the period, how much was done in time."
        ),
        unit=Unit.SHARE,
        source=_("Supports and calls of orders, work assigned by meetings, and steps of chains"),
        formula=_(
            "tasks done at or before their limit ÷ (tasks done + those that ended or are open past their limit); each "
            "support, each call, each piece of assigned work and each step of a chain that has begun is one task"
        ),
        sensitivity=_(
            "What was called off or declined before its limit is not in it, nor is a task whose clock stands still; "
            "granted extra time moves a task to the day when it is due then."
        ),
        higher_is_better=True,
        empty=_("No collaboration task of this period is done or late yet."),
        compute=sum_of_parts("collaboration_done"),
    )
)
PARTICIPANTS = register_measure(
    Measure(
        key="participants_on_time",
        is_goal=True,
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Every participant in time"),
        sentence=_(
            "Of the parts that departments had in orders, led or supporting, how many were done in time."
        ),
        unit=Unit.SHARE,
        source=_("Work orders and supports"),
        formula=_(
            "orders and supports done at or before their limit ÷ (those done + those late, ended or open past it); a "
            "support counts for its own department and by its own limit"
        ),
        sensitivity=_(
            "What was called off or declined before its limit is not in it; granted extra time moves the limit."
        ),
        higher_is_better=True,
        empty=_("No part of this period is done or late yet."),
        compute=participants_on_time,
    )
)
SUPPORTS = register_measure(
    Measure(
        key="supports_in_time",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Supports in time"),
        sentence=_("Of the supports asked in the period, how many were done by their own limit."),
        unit=Unit.SHARE,
        source=_("Supports"),
        formula=_("supports done in time ÷ (supports done + those that ended or are open past their limit)"),
        sensitivity=_("A short limit makes it worse; who declines within the limit is not counted."),
        higher_is_better=True,
        empty=_("No support of this period is done or late yet."),
        compute=_of_supports(SupportKind.SUPPORT, "in_time", "late"),
    )
)
ANSWERED = register_measure(
    Measure(
        key="supports_answered",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Supports answered in time"),
        sentence=_("Of the departments asked to support, how many said yes or no in time."),
        unit=Unit.SHARE,
        source=_("Supports"),
        formula=_("answers within the limit ÷ (answers + silence past the limit); a no is an answer"),
        sensitivity=_("Reporting done without a word before counts as the answer."),
        higher_is_better=True,
        empty=_("No answer of this period is due yet."),
        compute=_of_supports(SupportKind.SUPPORT, "answered", "unanswered"),
    )
)
WHISTLES = register_measure(
    Measure(
        key="whistles_in_time",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Reported for duty in time"),
        sentence=_("Of the departments that communities called, how many reported for duty in time."),
        unit=Unit.SHARE,
        source=_("Calls of communities"),
        formula=_(
            "departments that answered within the limit ÷ (those that answered + those silent past it)"
        ),
        sensitivity=_("It says that they answered, not that they helped; that is another figure."),
        higher_is_better=True,
        empty=_("No call of this period is due yet."),
        compute=_of_supports(SupportKind.WHISTLE, "answered", "unanswered"),
    )
)
HELPED = register_measure(
    Measure(
        key="whistles_helped",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Calls that helped"),
        sentence=_("Of the calls that communities have judged, how many helped."),
        unit=Unit.SHARE,
        source=_("Calls of communities"),
        formula=_("calls of which the community says that it helped ÷ calls judged"),
        sensitivity=_("Few are judged, so it jumps; it is about a matter, not about who came."),
        higher_is_better=True,
        empty=_("No call of this period has been judged yet."),
        compute=_of_supports(SupportKind.WHISTLE, "has_helped", "has_not_helped"),
    )
)
MINUTES = register_measure(
    Measure(
        key="emergency_minutes",
        is_goal=True,
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Median time to answer an emergency"),
        sentence=_("Half of the emergencies of the period were answered no later than after this."),
        unit=Unit.MINUTES,
        source=_("Emergencies"),
        formula=_(
            "median of minutes from the receipt of the request or report, or else from the dispatch, to the first "
            "answer; one that is open counts up to now; calling off counts as an answer"
        ),
        sensitivity=_(
            "A wrong urgency makes it meaningless: an everyday order as an emergency is soon answered."
        ),
        higher_is_better=False,
        empty=_("No emergency in this period."),
        compute=emergency_minutes,
    )
)
WITHIN = register_measure(
    Measure(
        key="emergencies_in_time",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Emergencies answered within five minutes"),
        sentence=_("Of the emergencies of the period, how many somebody answered within five minutes."),
        unit=Unit.SHARE,
        source=_("Emergencies"),
        formula=_(
            "answered within five minutes of the receipt, or else of the dispatch ÷ (answered + unanswered for "
            "longer); calling off counts as an answer"
        ),
        sensitivity=_("Answered means that somebody sees to it, not that the danger is over."),
        higher_is_better=True,
        empty=_("No emergency in this period."),
        compute=emergencies_in_time,
    )
)
CHAINS = register_measure(
    Measure(
        key="chains_on_plan",
        splits=(Split.COMMUNITY,),
        about=ABOUT,
        label=_("Chains on plan"),
        sentence=_("Of the chains of approvals started in the period, how many end, or ended, as planned."),
        unit=Unit.SHARE,
        source=_("Chains of approvals"),
        formula=_(
            "chains whose end is at most half a working day later than planned at the start ÷ chains started"
        ),
        sensitivity=_("Limits that are too long make it look good."),
        higher_is_better=True,
        empty=_("No chain was started in this period."),
        compute=chains_on_plan,
    )
)
