"""Repeatable work: pictures that found no owner go."""

from datetime import datetime, timedelta

from jiezhi.kit.worker import every
from jiezhi.pictures.keeping import sweep_unattached

UPLOADS_KEPT = timedelta(days=8)
"""A backup copies files after the database: what its snapshot names must outlive it by days."""


@every(timedelta(days=1))
def sweep_uploads(at: datetime) -> None:
    """Forget pictures that found no owner."""
    sweep_unattached(at - UPLOADS_KEPT)
