"""The timers of supervision: the rules that time calls down, and the five-minute clock of emergencies."""

from datetime import datetime, timedelta
from uuid import UUID

from jiezhi.kit.actor import Actor, system_job
from jiezhi.kit.worker import every
from jiezhi.supervision.actions import call_next, put_mark_by_rule
from jiezhi.supervision.mark_queries import late_marks_due
from jiezhi.supervision.queries import responses_due


@every(timedelta(minutes=10))
def put_due_marks(at: datetime) -> None:
    """Remind of late answers, and put cards on orders whose limit has passed; a bounded number each time."""
    for mark in late_marks_due(at=at):
        put_mark_by_rule(
            order_id=mark.order_id, kind=mark.kind, rule=mark.rule, actor=_job(mark.sub_district_id), at=at
        )


@every(timedelta(seconds=20))
def call_next_on_duty(at: datetime) -> None:
    """Call the next on duty where nobody has answered an emergency in time."""
    for response_id, street_id in responses_due(at=at):
        call_next(response_id=response_id, actor=_job(street_id), at=at)


def _job(sub_district_id: UUID) -> Actor:
    return system_job("supervision.rules", sub_district_id=sub_district_id, permissions=frozenset())
