"""How long keys are kept."""

from datetime import datetime, timedelta

from jiezhi.gateway.openapi.models import GivenKey

KEYS_KEPT = timedelta(days=30)


def forget_keys(at: datetime) -> int:
    """Drop keys that nobody sends again; a request that was made stays found by its key all the same."""
    dropped, _kinds = GivenKey.objects.filter(given_at__lt=at - KEYS_KEPT).delete()
    return dropped
