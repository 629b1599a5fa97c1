"""Repeatable work: counts of wrong tries and old slips are forgotten."""

from datetime import datetime, timedelta

from jiezhi.accounts.models import EntryCode, SignInTries
from jiezhi.kit.worker import every


@every(timedelta(hours=1))
def forget_tries(at: datetime) -> None:
    """Forget counts whose time is over, a day after the last wrong try at most."""
    SignInTries.objects.filter(ends_at__lte=at).delete()


@every(timedelta(days=1))
def forget_slips(at: datetime) -> None:
    """Forget slips that open nothing any more; the audit keeps that there was one."""
    EntryCode.objects.filter(expires_at__lte=at).delete()
