"""Repeatable work: launches that have expired go."""

from datetime import datetime, timedelta

from jiezhi.gateway.launch.keeping import forget_launches
from jiezhi.kit.worker import every


@every(timedelta(hours=1))
def forget_spent_launches(at: datetime) -> None:
    """Keep the table of used launches small."""
    forget_launches(at)
