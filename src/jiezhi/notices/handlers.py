"""Letters leave the house here, outside any transaction, with the notice's id as idempotency key."""

import smtplib
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.kit.outbox import subscribe_outside
from jiezhi.notices.choices import MailState
from jiezhi.notices.events import MailDue
from jiezhi.notices.kinds import words_of
from jiezhi.notices.models import Notice


@subscribe_outside(MailDue, label=gettext_lazy("Letters to members of staff"))
def send_mail(event: MailDue, key: UUID) -> None:
    """Send one letter. A second try after a kill carries the same Message-ID, so that mailboxes can tell."""
    notice = Notice.objects.select_related("reader", "sub_district").filter(pk=event.notice_id).first()
    if notice is None or notice.mail_state == MailState.SENT or not notice.reader.email:
        return
    try:
        _letter(notice, key).send()
    except (smtplib.SMTPException, OSError):
        Notice.objects.filter(pk=notice.pk).update(mail_state=MailState.FAILED)
        raise  # the outbox tries again later
    Notice.objects.filter(pk=notice.pk).update(mail_state=MailState.SENT, mailed_at=datetime.now(UTC))


def _letter(notice: Notice, key: UUID) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        words = words_of(notice.kind, notice.facts)
        body = words + "\n\n" + _("Sign in to the desk to see it. This letter holds no resident's data.")
        return EmailMessage(
            subject=f"[{notice.sub_district.name}] {words}",
            body=body,
            to=[notice.reader.email],
            headers={"Message-ID": f"<{key}@jiezhi>"},
        )
