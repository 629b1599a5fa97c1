"""Repeatable work: old counts go."""

from datetime import datetime, timedelta

from jiezhi.gateway.clients.metering import forget_windows
from jiezhi.kit.worker import every


@every(timedelta(minutes=10))
def forget_old_windows(at: datetime) -> None:
    """Keep the table of counts small."""
    forget_windows(at)
