"""Everything that can be done with joint meetings, one verb a function."""

from jiezhi.meetings.actions.agenda import TopicDraft, close_agenda, move_topic, propose_topic
from jiezhi.meetings.actions.assigning import (
    WorkDraft,
    assign_work,
    mark_work_done,
    refuse_work,
    take_work_up_again,
)
from jiezhi.meetings.actions.minutes import (
    append_correction,
    publish_minutes,
    record_attendance,
    write_minute,
)
from jiezhi.meetings.actions.series import SeriesDraft, end_series, plan_meetings, set_up_series

__all__ = [
    "SeriesDraft",
    "TopicDraft",
    "WorkDraft",
    "append_correction",
    "assign_work",
    "close_agenda",
    "end_series",
    "mark_work_done",
    "move_topic",
    "plan_meetings",
    "propose_topic",
    "publish_minutes",
    "record_attendance",
    "refuse_work",
    "set_up_series",
    "take_work_up_again",
    "write_minute",
]
