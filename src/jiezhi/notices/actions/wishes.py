"""What people wish to be told, that a resident is told it, and what comes back from the network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.core.phones import read_mobile, read_phone
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.vault import blind_index
from jiezhi.notices.choices import NoticeGroup, Reason, SendingState, WayKind, WishEnd
from jiezhi.notices.effects import TellFacts, send_to_wish, ways_in_use
from jiezhi.notices.kinds import NoticeKind
from jiezhi.notices.models import Preference, Sending, StoppedNumber, TextWish, WayOut
from jiezhi.notices.permissions import READ_NOTICES

PREFERENCE = "notices.preference"
NUMBERS = "notices.numbers"
"""One index for staff, residents and those who want no more: a number is looked for in all of them."""


@dataclass(frozen=True)
class PreferenceDraft:
    """How somebody wishes to be told. An empty phone keeps the number that is there; `forget_phone` drops it."""

    mail_groups: Sequence[NoticeGroup]
    sms_groups: Sequence[NoticeGroup]
    phone: str = ""
    forget_phone: bool = False
    quiet_begins: time = time(21)
    quiet_ends: time = time(8)
    rests_on_days_off: bool = True
    gather_min: int = 60


@action
def set_preference(*, draft: PreferenceDraft, actor: Actor, at: datetime) -> Preference:
    """Say by which ways one wants to be told, and when nothing may ring. Emergencies ring at any hour.

    Raises:
        InvalidError: Short messages are wished and there is no number, or it is no mobile number.
    """
    require(actor, READ_NOTICES)
    held = Preference.objects.select_for_update().filter(
        sub_district_id=actor.tenant_id, user_id=UUID(actor.id)
    )
    kept = held.first() or Preference(sub_district_id=actor.tenant_id, user_id=UUID(actor.id))
    if draft.phone:
        kept.phone = _mobile(draft.phone)
    elif draft.forget_phone:
        kept.phone = ""
    kept.phone_index = blind_index(kept.phone, column=NUMBERS) if kept.phone else ""
    if draft.sms_groups and not kept.phone:
        raise InvalidError(_("Short messages need a number. Enter yours, or choose no short messages."))
    kept.mail_groups = [group.value for group in draft.mail_groups]
    kept.sms_groups = [group.value for group in draft.sms_groups]
    kept.quiet_begins, kept.quiet_ends = draft.quiet_begins, draft.quiet_ends
    kept.rests_on_days_off, kept.gather_min = draft.rests_on_days_off, draft.gather_min
    kept.save()
    audit.record("notices.preference_set", kind=PREFERENCE, id=kept.pk)
    return kept


@action
def ask_to_be_told(*, about: OriginRef, phone: str, actor: Actor, at: datetime) -> TextWish:
    """Note that a resident wants to be told of one thing by short message; called by a deed that knows whose it is.

    Who answered with a word to stop is asked again by staff who speak with them; a number that somebody typed lifts
    nothing, since it may be another's. The wish before is replaced.

    Args:
        about: What they want to be told of.
        phone: Their number, as typed.
        actor: The resident, or who enters it for them.
        at: Now.

    Raises:
        InvalidError: It is no telephone number.
    """
    number = _phone(phone)
    index = blind_index(number, column=NUMBERS)
    if actor.is_staff:
        StoppedNumber.objects.filter(sub_district_id=actor.tenant_id, phone_index=index).delete()
    _end(_open_wishes(actor.tenant_id, about), because=WishEnd.OWN, at=at)
    wish = TextWish.objects.create(
        sub_district_id=actor.tenant_id,
        about_kind=about.kind,
        about_id=about.id,
        phone=number,
        phone_index=index,
        asked_at=at,
    )
    audit.record("notices.telling_asked", kind=about.kind, id=about.id)
    return wish


@action
def end_wish(*, about: OriginRef, because: WishEnd, actor: Actor, at: datetime) -> int:
    """End the wish to be told of one thing, and say whether there was one; called by a deed that knows whose it is."""
    ended = _end(_open_wishes(actor.tenant_id, about), because=because, at=at)
    audit.record("notices.telling_ended", kind=about.kind, id=about.id, facts={"because": because.value})
    return ended


@action
def tell_resident(
    *, about: OriginRef, kind: NoticeKind, facts: Mapping[str, str], actor: Actor, at: datetime
) -> Sending | None:
    """Tell a resident by short message, if they asked for it and the street has a gateway; None otherwise.

    Nothing is sent that nobody asked for: without an open wish about this very thing there is no recipient.
    """
    wish = _open_wishes(actor.tenant_id, about).first()
    gateway = next(iter(ways_in_use(actor.tenant_id, (WayKind.SMS,))), None)
    if wish is None or gateway is None:
        audit.record(
            "notices.resident_not_told", kind=about.kind, id=about.id, facts={"wished": wish is not None}
        )
        return None
    sending = send_to_wish(TellFacts(kind, about, dict(facts), actor.tenant_id, at), gateway, wish)
    audit.record("notices.resident_told", kind=about.kind, id=about.id, facts={"kind": kind.code})
    return sending


@action
def note_receipt(
    *, way: WayOut, gateway_id: str, has_arrived: bool, code: str, actor: Actor, at: datetime
) -> bool:
    """Note what the network reports of a message, and say whether it was one of ours. A later report wins nothing."""
    ours = Q(gateway_id=gateway_id)
    if len(gateway_id) == 36:
        ours |= Q(pk=_id_or_none(gateway_id))
    rows = Sending.objects.select_for_update().filter(ours, sub_district_id=way.sub_district_id, way=way)
    sending = rows.filter(state__in=(SendingState.SENT, SendingState.UNCERTAIN)).first()
    audit.record("notices.receipt_noted", kind="notices.way", id=way.pk, facts={"known": sending is not None})
    if sending is None:
        return False
    sending.state = SendingState.DELIVERED if has_arrived else SendingState.REFUSED
    sending.reason = Reason.NONE if has_arrived else Reason.NOT_ARRIVED
    sending.sent_at = sending.sent_at or sending.tried_at or at
    sending.code, sending.settled_at = code[:32] or sending.code, at
    sending.save(update_fields=["state", "reason", "sent_at", "code", "settled_at"])
    return True


@action
def note_stop(*, way: WayOut, phone: str, actor: Actor, at: datetime) -> int:
    """Note that the holder of a number answered with a word to stop, and say how many wishes that ended.

    Members of staff are no longer told by short message either; their desk still tells them.
    """
    try:
        index = blind_index(read_phone(phone), column=NUMBERS)
    except ValueError:
        audit.record("notices.stop_noted", kind="notices.way", id=way.pk, facts={"wishes": 0})
        return 0
    stopped = {"sub_district_id": way.sub_district_id, "phone_index": index}
    StoppedNumber.objects.get_or_create(**stopped, defaults={"stopped_at": at})
    wishes = TextWish.objects.filter(**stopped, ended_at=None)
    ended = _end(wishes, because=WishEnd.STOP_WORD, at=at)
    ended += Preference.objects.filter(**stopped).update(sms_groups=[])
    audit.record("notices.stop_noted", kind="notices.way", id=way.pk, facts={"wishes": ended})
    return ended


def _end(wishes: QuerySet[TextWish], *, because: WishEnd, at: datetime) -> int:
    """End wishes and forget their numbers, since nothing is sent to them any more."""
    return wishes.update(ended_at=at, ended_because=because, phone="", phone_index="")


def _open_wishes(sub_district_id: UUID, about: OriginRef) -> QuerySet[TextWish]:
    return TextWish.objects.filter(
        sub_district_id=sub_district_id, about_kind=about.kind, about_id=about.id, ended_at=None
    )


def _id_or_none(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _mobile(typed: str) -> str:
    try:
        return read_mobile(typed)
    except ValueError:
        raise InvalidError(_("Short messages reach mobile numbers alone. Enter eleven digits.")) from None


def _phone(typed: str) -> str:
    try:
        return read_phone(typed)
    except ValueError:
        raise InvalidError(
            _("This is no telephone number. Enter eleven digits, or a landline with its area code.")
        ) from None
