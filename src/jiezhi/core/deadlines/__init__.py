"""Deadlines on a Chinese working calendar: limits, urgency, pauses, extensions and what is left.

`due_at` gives a deadline, `time_left` and `tone` say how it stands (`ManyTones` of thousands),
`scale_limit` shortens a limit by urgency; `WorkingCalendar` knows holidays, make-up workdays (调休) and working hours.
"""

from jiezhi.core.deadlines.due import Pause, due_at
from jiezhi.core.deadlines.limits import DEFAULT_FACTORS, Limit, LimitUnit, Urgency, scale_limit
from jiezhi.core.deadlines.many import ManyTones
from jiezhi.core.deadlines.remaining import TimeLeft, Tone, counted_from, time_left, tone
from jiezhi.core.deadlines.working_calendar import WorkingCalendar
from jiezhi.core.deadlines.written import parse_limit
from jiezhi.core.deadlines.years import YearWarning, year_warning

__all__ = [
    "DEFAULT_FACTORS",
    "Limit",
    "LimitUnit",
    "ManyTones",
    "Pause",
    "TimeLeft",
    "Tone",
    "Urgency",
    "WorkingCalendar",
    "YearWarning",
    "counted_from",
    "due_at",
    "parse_limit",
    "scale_limit",
    "time_left",
    "tone",
    "year_warning",
]
