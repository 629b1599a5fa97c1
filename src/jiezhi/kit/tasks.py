"""Repeatable work of kit: old sessions and unused uploads go, the audit is sealed."""

from datetime import datetime, timedelta

from jiezhi.kit.pictures import sweep_unattached
from jiezhi.kit.sealing import seal_audit
from jiezhi.kit.sessions import SessionStore
from jiezhi.kit.worker import every

UPLOADS_KEPT = timedelta(days=8)
"""A backup copies files after the database: what its snapshot names must outlive it by days."""


@every(timedelta(seconds=20))
def seal_new_audit_rows(_at: datetime) -> None:
    """Chain what was done since the last time."""
    while seal_audit():
        continue


@every(timedelta(hours=1))
def clear_sessions(_at: datetime) -> None:
    """Forget sessions that have expired."""
    SessionStore.clear_expired()


@every(timedelta(days=1))
def sweep_uploads(at: datetime) -> None:
    """Forget pictures that found no owner."""
    sweep_unattached(at - UPLOADS_KEPT)
