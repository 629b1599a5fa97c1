"""The timer of property governance: answers that are late are noted once, on the company's record."""

from datetime import datetime, timedelta

from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import every
from jiezhi.property.actions import note_late_call
from jiezhi.property.queries import calls_past_due


@every(timedelta(minutes=10))
def note_late_calls(at: datetime) -> None:
    """Note what companies have not answered in time; a bounded number each time."""
    for call_id, street_id in calls_past_due(at=at):
        job = system_job("property.calls", sub_district_id=street_id, permissions=frozenset())
        note_late_call(call_id=call_id, actor=job, at=at)
