"""Repeatable work: keys that no telephone sends again go."""

from datetime import datetime, timedelta

from jiezhi.fieldwork.models import TakenDeed
from jiezhi.kit.worker import every

KEYS_KEPT = timedelta(days=400)
"""A telephone may lie in a drawer over a long leave; a key costs a hundred bytes."""


@every(timedelta(days=1))
def forget_old_deeds(at: datetime) -> None:
    """Drop keys that are too old to come again."""
    TakenDeed.objects.filter(taken_at__lt=at - KEYS_KEPT).delete()
