"""How a support stands, in words and colour, and the lines that it adds to the history of its order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.deadlines import Limit, LimitUnit, WorkingCalendar
from jiezhi.core.supports import Promptness, promptness
from jiezhi.workorders.choices import MODE_SIGNS, DeclineReason, HandOverMode, SupportState
from jiezhi.workorders.clock import answer_limit, part_limit
from jiezhi.workorders.models import Support
from jiezhi.workorders.standing import Countdown, TimelineEntry, countdown_on, shortened_words

SUPPORT_TONES = {
    SupportState.ASKED: "warn",
    SupportState.ACCEPTED: "info",
    SupportState.DECLINED: "bad",
    SupportState.DONE: "ok",
    SupportState.LAPSED: "plain",
    SupportState.CALLED_OFF: "plain",
}


@dataclass(frozen=True)
class SupportLine:
    """A support as a page prints it.

    Args:
        support: The row, with its department.
        tone: Of its state.
        way: How it was brought in, sign and word.
        limit: Its own limit in words.
        countdown: Of its end; says whether it was in time once it is done.
        answer: Of its answer, while there is none.
        is_pledged_late: Whether the department promises it for a day after its limit.
        why: Why it was declined, called off or left behind.
        rating: What the community says; empty while it says nothing.
    """

    support: Support
    tone: str
    way: str
    limit: str
    countdown: Countdown
    answer: Countdown | None
    is_pledged_late: bool
    why: str
    rating: str


def support_line(support: Support, urgency: str, calendar: WorkingCalendar, *, at: datetime) -> SupportLine:
    """Put a support into words; no statement is made.

    Args:
        support: With its department.
        urgency: Of its order, which shortens its limit.
        calendar: Of the street.
        at: Now.
    """
    mode = HandOverMode(support.hand_over)
    usual = Limit(support.limit_amount, LimitUnit(support.limit_unit))
    is_silent = support.state == SupportState.ASKED
    return SupportLine(
        support=support,
        tone=SUPPORT_TONES[SupportState(support.state)],
        way=f"{MODE_SIGNS[mode]} {mode.label}",
        limit=shortened_words(usual, part_limit(support, urgency), urgency),
        countdown=_countdown(support, urgency, calendar, at=at),
        answer=_answer_countdown(support, urgency, calendar, at=at) if is_silent else None,
        is_pledged_late=_is_pledged_late(support),
        why=_why(support),
        rating=_rating(support),
    )


def support_timeline(supports: Iterable[Support]) -> list[TimelineEntry]:
    """Tell what happened to the supports of an order, as lines of its history."""
    lines = []
    for row in supports:
        name = {"department": row.department.name}
        called = (
            _("%(department)s called by the community")
            if row.is_whistle
            else _("%(department)s asked to support")
        )
        lines.append(TimelineEntry(row.asked_at, called % name, row.asked_by, row.task, "info"))
        if row.answered_at and row.state != SupportState.DECLINED and row.answered_at != row.done_at:
            said = (
                _("%(department)s reports for duty")
                if row.is_whistle
                else _("%(department)s takes its part on")
            )
            lines.append(TimelineEntry(row.answered_at, said % name, _source(row), _pledge(row), "info"))
        if row.done_at:
            lines.append(
                TimelineEntry(
                    row.done_at,
                    _("%(department)s reports its part done") % name,
                    _source(row),
                    row.reply,
                    "ok",
                )
            )
        if row.ended_at:
            lines.append(TimelineEntry(row.ended_at, _ended(row), _source(row), _why(row), "warn"))
    return lines


def _ended(support: Support) -> str:
    titles = {
        SupportState.DECLINED: _("%(department)s declines its part"),
        SupportState.LAPSED: _("Done without %(department)s"),
        SupportState.CALLED_OFF: _("%(department)s called off"),
    }
    return titles[SupportState(support.state)] % {"department": support.department.name}


def _countdown(support: Support, urgency: str, calendar: WorkingCalendar, *, at: datetime) -> Countdown:
    judged = promptness(due_at=support.due_at, done_at=support.done_at, ended_at=support.ended_at, at=at)
    if support.done_at is not None:
        in_time = judged is Promptness.IN_TIME
        return Countdown(_("Done in time") if in_time else _("Done late"), due_at=support.due_at)
    if support.ended_at is not None:
        return Countdown(
            _("Overdue when it ended") if judged is Promptness.LATE else "", due_at=support.due_at
        )
    limit = part_limit(support, urgency)
    return countdown_on(limit, support.due_at, calendar, since=support.asked_at, at=at)


def _answer_countdown(
    support: Support, urgency: str, calendar: WorkingCalendar, *, at: datetime
) -> Countdown:
    """Count down to whichever ends first: the time for the answer, or the part itself."""
    if support.answer_due_at >= support.due_at:
        return _countdown(support, urgency, calendar, at=at)
    limit = answer_limit(support, urgency)
    return countdown_on(limit, support.answer_due_at, calendar, since=support.asked_at, at=at)


def _why(support: Support) -> str:
    reason = DeclineReason(support.reason).label if support.reason else ""
    return _(": ").join(str(part) for part in (reason, support.note) if part)


def _pledge(support: Support) -> str:
    if support.pledged_on is None:
        return support.pledge
    facts = {"pledge": support.pledge, "day": f"{support.pledged_on:%Y-%m-%d}"}
    if _is_pledged_late(support):
        return _("%(pledge)s (by %(day)s, which is after the limit)") % facts
    return _("%(pledge)s (by %(day)s)") % facts


def _is_pledged_late(support: Support) -> bool:
    # A limit in natural days ends at 24:00, which is 00:00 of the next date.
    last_on = timezone.localdate(support.due_at - timedelta(microseconds=1))
    return support.pledged_on is not None and support.pledged_on > last_on


def _source(support: Support) -> str:
    if not support.said_by:
        return support.department.name
    return _("%(post)s, %(channel)s") % {
        "post": support.said_by,
        "channel": support.get_said_through_display(),
    }


def _rating(support: Support) -> str:
    if support.has_come is None:
        return ""
    if not support.has_come:
        return _("The community says: they did not come")
    return (
        _("The community says: came and helped")
        if support.has_helped
        else _("The community says: came, did not help")
    )
