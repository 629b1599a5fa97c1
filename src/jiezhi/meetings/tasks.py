"""The timer by which the next meeting of each series exists before anybody calls it."""

from datetime import datetime, timedelta

from django.utils import timezone

from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import every
from jiezhi.meetings.actions import plan_meetings
from jiezhi.meetings.permissions import KEEP
from jiezhi.meetings.queries import plans_due, series_running


@every(timedelta(hours=1))
def plan_due_meetings(at: datetime) -> None:
    """Plan what is missing; a worker that was away for months finds every month that passed."""
    for series in series_running():
        if plans_due(series, on=timezone.localdate(at)):
            keeper = system_job(
                "meetings.plan", sub_district_id=series.sub_district_id, permissions=frozenset({KEEP.code})
            )
            plan_meetings(series_id=series.pk, actor=keeper, at=at)
