"""Repeatable work: old keys go."""

from datetime import datetime, timedelta

from jiezhi.gateway.openapi.models import GivenKey
from jiezhi.kit.worker import every

KEYS_KEPT = timedelta(days=30)


@every(timedelta(days=1))
def forget_old_keys(at: datetime) -> None:
    """Drop keys that nobody sends again; a request that was made stays found by its key all the same."""
    GivenKey.objects.filter(given_at__lt=at - KEYS_KEPT).delete()
