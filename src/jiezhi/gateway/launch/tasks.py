"""Repeatable work: launches that have expired go."""

from datetime import datetime, timedelta

from jiezhi.gateway.launch.models import SpentLaunch
from jiezhi.kit.worker import every

LAUNCHES_KEPT = timedelta(minutes=10)


@every(timedelta(hours=1))
def forget_spent_launches(at: datetime) -> None:
    """Drop launches that have expired: their time refuses them now."""
    SpentLaunch.objects.filter(expires_at__lt=at - LAUNCHES_KEPT).delete()
