"""Repeatable work: keys that no telephone sends again go, and what was seen at a door."""

from datetime import datetime, timedelta

from jiezhi.fieldwork.actions import forget_words
from jiezhi.fieldwork.models import TakenDeed
from jiezhi.fieldwork.queries import visits_with_old_words
from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import every

KEYS_KEPT = timedelta(days=400)
"""A telephone may lie in a drawer over a long leave; a key costs a hundred bytes."""
WORDS_KEPT = timedelta(days=730)
"""Whoever goes there again wants to know of last winter and the one before, and nobody of the time before that."""


@every(timedelta(days=1))
def forget_old_deeds(at: datetime) -> None:
    """Drop keys that are too old to come again."""
    TakenDeed.objects.filter(taken_at__lt=at - KEYS_KEPT).delete()


@every(timedelta(hours=1))
def forget_old_words(at: datetime) -> None:
    """Delete door and words of visits that are over; a bounded number each time, and each is its own deed."""
    for visit_id, street_id in visits_with_old_words(before=at - WORDS_KEPT):
        job = system_job("fieldwork.forget_words", sub_district_id=street_id, permissions=frozenset())
        forget_words(visit_id=visit_id, actor=job, at=at)
