"""How meetings and the work they assigned stand, in words and colour."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.core.deadlines import LimitUnit, TimeLeft, Tone, WorkingCalendar, time_left, tone
from jiezhi.meetings.choices import MeetingState, Nth, Weekday
from jiezhi.meetings.models import JointMeeting, MeetingSeries
from jiezhi.meetings.queries import is_missed
from jiezhi.workorders.choices import CLOCK_RUNS
from jiezhi.workorders.models import WorkOrder

STATE_TONES = {
    MeetingState.COLLECTING: "info",
    MeetingState.AGENDA_CLOSED: "info",
    MeetingState.HELD: "warn",
    MeetingState.PUBLISHED: "ok",
}


@dataclass(frozen=True)
class Standing:
    """A tag: its words and its colour."""

    text: str
    tone: str


@dataclass(frozen=True)
class Countdown:
    """The time that work has left, as the countdown component prints it."""

    text: str
    tone: str
    due_at: datetime | None


def rule_words(series: MeetingSeries) -> str:
    """Give the rule of a series as people say it: the second Wednesday of the month, 14:30."""
    if series.month_day is not None:
        day = _("day %(day)d of the month") % {"day": series.month_day}
    else:
        day = _("%(nth)s %(weekday)s of the month") % {
            "nth": Nth(series.nth).label,
            "weekday": Weekday(series.weekday).label,
        }
    return f"{day} {series.begins:%H:%M}"


def meeting_standing(meeting: JointMeeting, *, on: date) -> Standing:
    """Say how a meeting stands; that it was missed, or waits for its minutes, follows from its day."""
    if is_missed(meeting, on=on):
        return Standing(_("Missed"), "bad")
    if not meeting.is_held and meeting.meets_on < on:
        return Standing(_("Waiting for its minutes"), "warn")
    return Standing(meeting.get_state_display(), STATE_TONES[MeetingState(meeting.state)])


def countdown_of(order: WorkOrder, office: WorkingCalendar, *, at: datetime) -> Countdown:
    """Say how much time assigned work has left, on the clock of its order; no statement is made."""
    if order.due_at is None:
        return Countdown(_("Not dispatched yet"), Tone.SOON, None)
    if order.resolved_at is not None:
        is_late = order.resolved_at > order.due_at
        return Countdown(
            _("Done late") if is_late else _("Done in time"),
            Tone.LATE if is_late else Tone.CALM,
            order.due_at,
        )
    if order.state not in CLOCK_RUNS:
        return Countdown(_("The clock stands still"), Tone.SOON, order.due_at)
    unit = LimitUnit(order.limit_unit)
    left = time_left(office, at, order.due_at, started_at=order.dispatched_at, unit=unit)
    return Countdown(_left_words(left), tone(left), order.due_at)


def _left_words(left: TimeLeft) -> str:
    minutes = left.minutes_working if left.counts_working_time else left.minutes_natural
    hours = abs(minutes) // 60
    length = ngettext("%(n)d working hour", "%(n)d working hours", hours) % {"n": hours}
    return (_("%(time)s overdue") if left.is_overdue else _("%(time)s left")) % {"time": length}
