"""What must hold of notices, whatever was killed."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.invariant import Breach, invariant
from jiezhi.kit.outbox import undone
from jiezhi.notices.choices import MailState, SendingState
from jiezhi.notices.events import MailDue, SendingDue
from jiezhi.notices.models import Notice, Sending

LATELY = timedelta(days=30)
"""Older letters that never went out are of no use, and their news has been tidied away."""


@invariant
def letters_say_when_they_went_out() -> Iterator[Breach]:
    """A notice that was sent by e-mail says when, and no other does."""
    is_sent = Q(mail_state=MailState.SENT)
    wrong = Notice.objects.filter((is_sent & Q(mailed_at=None)) | (~is_sent & Q(mailed_at__isnull=False)))
    for pk in wrong.values_list("pk", flat=True).iterator():
        yield Breach(
            f"notice {pk}",
            _("whether its letter went out and when do not agree."),
            _("Tell those who keep the program; put the last whole backup back if it was changed by hand."),
        )


@invariant
def letters_that_wait_are_on_their_way() -> Iterator[Breach]:
    """For each letter of late that waits or failed there is news that will send it, or was given up."""
    waiting = Notice.objects.filter(mail_state__in=(MailState.WAITING, MailState.FAILED))
    recent = waiting.filter(told_at__gt=timezone.now() - LATELY)
    news = undone(MailDue, "notice_id")
    for pk in recent.values_list("pk", flat=True).iterator():
        if str(pk) not in news:
            yield Breach(
                f"notice {pk}",
                _("its letter waits, and nothing will send it."),
                _("Its reader sees it on the desk all the same. Tell those who keep the program."),
            )


@invariant
def messages_that_wait_are_on_their_way() -> Iterator[Breach]:
    """For each message of late that waits there is news that will send it, or was given up."""
    recent = Sending.objects.filter(state=SendingState.WAITING, written_at__gt=timezone.now() - LATELY)
    news = undone(SendingDue, "sending_id")
    for pk in recent.values_list("pk", flat=True).iterator():
        if str(pk) not in news:
            yield Breach(
                f"sending {pk}",
                _("it waits, and nothing will send it."),
                _("Have it sent again from the page of messages. Tell those who keep the program."),
            )
