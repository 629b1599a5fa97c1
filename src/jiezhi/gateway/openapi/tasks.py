"""Repeatable work: old keys go."""

from datetime import datetime, timedelta

from jiezhi.gateway.openapi.keeping import forget_keys
from jiezhi.kit.worker import every


@every(timedelta(days=1))
def forget_old_keys(at: datetime) -> None:
    """Keep the table of keys small."""
    forget_keys(at)
