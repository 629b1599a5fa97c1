"""Repeatable work of kit: old sessions go, the audit is sealed."""

from datetime import datetime, timedelta

from jiezhi.kit.sealing import seal_audit
from jiezhi.kit.sessions import SessionStore
from jiezhi.kit.worker import every


@every(timedelta(seconds=20))
def seal_new_audit_rows(_at: datetime) -> None:
    """Chain what was done since the last time."""
    while seal_audit():
        continue


@every(timedelta(hours=1))
def clear_sessions(_at: datetime) -> None:
    """Forget sessions that have expired."""
    SessionStore.clear_expired()
