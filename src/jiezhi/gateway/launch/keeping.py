"""How long used launches are remembered: as long as they could be sent again."""

from datetime import datetime, timedelta

from jiezhi.gateway.launch.models import SpentLaunch

KEPT = timedelta(minutes=10)


def forget_launches(at: datetime) -> int:
    """Drop launches that have expired: their time refuses them now."""
    dropped, _kinds = SpentLaunch.objects.filter(expires_at__lt=at - KEPT).delete()
    return dropped
