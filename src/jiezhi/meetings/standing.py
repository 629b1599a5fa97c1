"""How meetings stand, in words and colour; how their work stands, `workorders.standing` says."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiezhi.meetings.choices import MeetingState
from jiezhi.meetings.models import JointMeeting, MeetingSeries
from jiezhi.meetings.queries import is_missed

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


def rule_words(series: MeetingSeries) -> str:
    """Give the rule of a series as people say it: the second Wednesday of the month, 14:30."""
    if series.month_day is not None:
        day = _("day %(day)d of the month") % {"day": series.month_day}
    else:
        day = _("%(nth)s %(weekday)s of the month") % {
            "nth": series.get_nth_display(),
            "weekday": series.get_weekday_display(),
        }
    return f"{day} {series.begins:%H:%M}"


def meeting_standing(meeting: JointMeeting, *, on: date) -> Standing:
    """Say how a meeting stands; that it was missed, or waits for its minutes, follows from its day."""
    if is_missed(meeting, on=on):
        return Standing(_("Missed"), "bad")
    if not meeting.is_held and meeting.meets_on < on:
        return Standing(_("Waiting for its minutes"), "warn")
    return Standing(meeting.get_state_display(), STATE_TONES[MeetingState(meeting.state)])
