"""Letters leave the house here, outside any transaction, with the notice's id as idempotency key."""

import smtplib
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiezhi.accounts.models import User
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import OriginRef, system_job
from jiezhi.kit.outbox import subscribe, subscribe_outside
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.choices import MailState, NoticeGroup, SendingState
from jiezhi.notices.events import MailDue, SendingDue
from jiezhi.notices.kinds import NoticeKind, notice_kind, words_of
from jiezhi.notices.models import Notice, Sending
from jiezhi.notices.sending import bring
from jiezhi.organisation.events import RecoveryAsked, RecoveryDecided
from jiezhi.organisation.models import AccountRecovery
from jiezhi.organisation.permissions import KEEP_ACCOUNTS
from jiezhi.organisation.queries import get_recovery
from jiezhi.organisation.staff import staff_of_street

RECOVERY = "organisation.recovery"
OWN_ASKED = notice_kind(
    "organisation.own_recovery_asked",
    _(
        "A keeper of accounts asks that your sign-in be made anew. If you did not want that, tell them at once."
    ),
    NoticeGroup.ACCOUNT,
)
TO_APPROVE = notice_kind(
    "organisation.recovery_to_approve",
    _("A recovery of an account waits for a second keeper: see that it is right."),
)
OWN_APPROVED = notice_kind(
    "organisation.own_recovery_approved",
    _("Your sign-in may be made anew with a slip. If you did not want that, tell the keepers at once."),
    NoticeGroup.ACCOUNT,
)
OWN_REFUSED = notice_kind(
    "organisation.own_recovery_refused", _("A recovery of your account was refused."), NoticeGroup.ACCOUNT
)


@subscribe_outside(MailDue, label=_("Letters to members of staff"))
def send_mail(event: MailDue, key: UUID) -> None:
    """Send one letter. A second try after a kill carries the same Message-ID, so that mailboxes can tell."""
    notice = Notice.objects.select_related("reader", "sub_district").filter(pk=event.notice_id).first()
    if notice is None or notice.mail_state == MailState.SENT:
        return
    if not notice.reader.email:  # it was taken away in between, so nothing waits any longer
        Notice.objects.filter(pk=notice.pk).update(mail_state=MailState.NONE)
        return
    try:
        _letter(notice, key).send()
    except (smtplib.SMTPException, OSError):
        Notice.objects.filter(pk=notice.pk).update(mail_state=MailState.FAILED)
        raise  # the outbox tries again later
    Notice.objects.filter(pk=notice.pk).update(mail_state=MailState.SENT, mailed_at=datetime.now(UTC))


@subscribe_outside(SendingDue, label=_("Short messages and messages to groups"))
def send_out(event: SendingDue, _key: UUID) -> None:
    """Bring a message by short message or robot; the sending's own id is the key, however often it is tried."""
    sending = Sending.objects.filter(pk=event.sending_id).first()
    if sending is not None and sending.state == SendingState.WAITING:
        bring(sending, at=datetime.now(UTC))


def _letter(notice: Notice, key: UUID) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        words = words_of(notice.kind, notice.facts)
        body = (
            words + "\n\n" + gettext("Sign in to the desk to see it. This letter holds no resident's data.")
        )
        return EmailMessage(
            subject=f"[{notice.sub_district.name}] {words}",
            body=body,
            to=[notice.reader.email],
            headers={"Message-ID": f"<{key}@jiezhi>"},
        )


@subscribe(RecoveryAsked)
def tell_of_recovery(event: RecoveryAsked) -> None:
    """Somebody's sign-in is to be made anew: this person is told, and whoever may be the second keeper."""
    recovery = get_recovery(event.recovery_id)
    _tell(recovery, [recovery.user], OWN_ASKED)
    on = timezone.localdate(current_unit().at)
    keepers = staff_of_street(event.sub_district_id, allowed=KEEP_ACCOUNTS, on=on)
    _tell(recovery, [k for k in keepers if k.pk not in (recovery.asked_by_id, recovery.user_id)], TO_APPROVE)


@subscribe(RecoveryDecided)
def tell_of_decision(event: RecoveryDecided) -> None:
    """What the second keeper said, to the person whose account it is."""
    recovery = get_recovery(event.recovery_id)
    _tell(recovery, [recovery.user], OWN_APPROVED if event.is_approved else OWN_REFUSED)


def _tell(recovery: AccountRecovery, readers: list[User], kind: NoticeKind) -> None:
    job = system_job(
        "notices.tell_of_recovery", sub_district_id=recovery.sub_district_id, permissions=frozenset()
    )
    about = OriginRef(RECOVERY, recovery.pk)
    tell_staff(readers=readers, kind=kind, about=about, facts={}, actor=job, at=current_unit().at)
