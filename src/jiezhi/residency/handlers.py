"""Brings codes to telephones."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.kit.actor import system_job
from jiezhi.kit.outbox import subscribe_outside
from jiezhi.residency.actions import note_phone_code_sent
from jiezhi.residency.codes import LIVES, phone_code
from jiezhi.residency.events import PhoneCodeAsked
from jiezhi.residency.queries import find_phone_code
from jiezhi.residency.senders import sender


@subscribe_outside(PhoneCodeAsked, label=gettext_lazy("Codes by telephone to residents"))
def send_phone_code(event: PhoneCodeAsked, delivery_id: UUID) -> None:
    """Send the code, unless it is over a limit, was sent before, or would come too late."""
    asked, now = find_phone_code(event.phone_code_id), timezone.now()
    if asked is None or not asked.is_to_send or asked.sent_at is not None or asked.expires_at <= now:
        return
    text = _(
        "Your code for the street office is %(code)s, good for %(minutes)d minutes. "
        "Nobody of the office asks you for it: do not pass it on."
    ) % {"code": phone_code(asked.pk), "minutes": LIVES.total_seconds() // 60}
    sender().send(phone=asked.phone, text=text, key=delivery_id)
    job = system_job("residency.send_code", sub_district_id=asked.sub_district_id, permissions=frozenset())
    note_phone_code_sent(phone_code_id=asked.pk, actor=job, at=now)
