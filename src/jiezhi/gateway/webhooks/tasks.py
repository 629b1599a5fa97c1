"""Repeatable work: old messages go."""

from datetime import datetime, timedelta

from django.conf import settings

from jiezhi.gateway.webhooks.models import Letter
from jiezhi.kit.worker import every


@every(timedelta(days=1))
def forget_old_letters(at: datetime) -> None:
    """Forget messages to programs, whatever became of them: their tries ended after a day."""
    Letter.objects.filter(written_at__lt=at - timedelta(days=settings.KEPT_DAYS["letters"])).delete()
