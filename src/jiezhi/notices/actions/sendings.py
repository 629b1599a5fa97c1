"""What a person does about a message: have it sent again, or look at the number it went to."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.outbox import emit
from jiezhi.notices.choices import REPEATABLE, Reason, SendingState
from jiezhi.notices.errors import SettledError
from jiezhi.notices.events import SendingDue
from jiezhi.notices.models import Sending
from jiezhi.notices.permissions import SEE_SENDINGS
from jiezhi.notices.preferences import own_preference

SENDING = "notices.sending"


@action
def send_again(*, sending_id: UUID, actor: Actor, at: datetime) -> Sending:
    """Have a message tried again that was refused, given up or cut off.

    Raises:
        MissingError: The street has no such message.
        SettledError: It waits, went out, or is no longer wanted.
    """
    require(actor, SEE_SENDINGS)
    sending = (
        Sending.objects.select_for_update().filter(sub_district_id=actor.tenant_id, pk=sending_id).first()
    )
    if sending is None:
        raise MissingError(_("This street has no such message."))
    if sending.state not in REPEATABLE:
        raise SettledError(
            _(
                "This message waits, went out or is no longer wanted, so it is not sent again. Look at the list."
            )
        )
    sending.state, sending.reason, sending.tries = SendingState.WAITING, Reason.NONE, 0
    sending.settled_at, sending.is_under_way = None, False
    sending.save(update_fields=["state", "reason", "tries", "settled_at", "is_under_way"])
    audit.record("notices.sent_again", kind=SENDING, id=sending.pk)
    emit(SendingDue(sending_id=sending.pk))
    return sending


@action
def show_number(*, sending_id: UUID, purpose: str, actor: Actor, at: datetime) -> str:
    """Show the number that a message goes to, once and for a purpose; the look is on record.

    Raises:
        InvalidError: No purpose was given.
        MissingError: There is no such message, or nobody's number belongs to it.
    """
    require(actor, SEE_SENDINGS)
    if not purpose:
        raise InvalidError(_("Say what you need the number for: the look is on record with its purpose."))
    rows = Sending.objects.select_related("wish", "reader").filter(
        sub_district_id=actor.tenant_id, pk=sending_id
    )
    sending = rows.first()
    phone = _phone_of(sending) if sending is not None else ""
    if sending is None or not phone:
        raise MissingError(
            _("No number belongs to this message: it went to a group, or the number was erased.")
        )
    subject = sending.reader_id or sending.wish_id or sending.pk
    audit.record_look(actor=actor, at=at, kind=SENDING, id=subject, columns=("phone",), purpose=purpose)
    audit.record("notices.number_shown", kind=SENDING, id=sending.pk)
    return phone


def _phone_of(sending: Sending) -> str:
    if sending.wish is not None:
        return str(sending.wish.phone)
    if sending.reader is None:
        return ""
    return str(own_preference(sending.sub_district_id, sending.reader.pk).phone)
