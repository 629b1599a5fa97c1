"""Signing in with a code that was sent to a telephone."""

from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from django.db.models import Q, Sum

from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.outbox import emit
from jiezhi.residency.codes import (
    ADDRESS_WITHIN,
    LIVES,
    MESSAGES_WITHIN,
    MOST_FROM_ADDRESS,
    MOST_MESSAGES,
    MOST_WRONG_FOR_PHONE,
    MOST_WRONG_FROM_ADDRESS,
    TRIES,
    WRONG_WITHIN,
    browser_digest,
    phone_code,
    phone_digest,
)
from jiezhi.residency.events import PhoneCodeAsked
from jiezhi.residency.models import PhoneCode

PHONE_CODE = "residency.phone_code"


@action
def ask_phone_code(*, phone: str, token: str, address: str, actor: Actor, at: datetime) -> PhoneCode:
    """Have a code sent to a number, whether or not the office knows it: both get the same answer and the same work.

    Over the limits the row is made and the news goes out as well, only that the message is not sent.

    Args:
        phone: As `core.phones.read_phone` gives it.
        token: What this browser holds.
        address: Keyed digest of where the wish comes from.
        actor: A visitor of the street.
        at: Now.
    """
    index = phone_digest(phone)
    hold_number_and_address(index, address)
    known = PhoneCode.objects.filter(sub_district_id=actor.tenant_id)
    to_phone = known.filter(phone_index=index, asked_at__gt=at - MESSAGES_WITHIN, is_to_send=True).count()
    from_address = known.filter(address=address, asked_at__gt=at - ADDRESS_WITHIN, is_to_send=True).count()
    asked = PhoneCode.objects.create(
        sub_district_id=actor.tenant_id,
        phone=phone,
        phone_index=index,
        browser=browser_digest(token),
        address=address,
        asked_at=at,
        expires_at=at + LIVES,
        is_to_send=to_phone < MOST_MESSAGES and from_address < MOST_FROM_ADDRESS,
    )
    audit.record(
        "residency.phone_code_asked", kind=PHONE_CODE, id=asked.pk, facts={"is_to_send": asked.is_to_send}
    )
    emit(PhoneCodeAsked(phone_code_id=asked.pk))
    return asked


@action
def enter_phone_code(*, phone_code_id: UUID, token: str, code: str, actor: Actor, at: datetime) -> str:
    """Let a resident in, or count the try.

    A code is good once, for ten minutes, in the browser that asked, for five tries, if it was to be sent. Wrong tries
    at a number, and from an address, are counted over all codes, so that asking for another one gives no more of them.

    Returns:
        The number that is proved; empty where the code is not taken, for whichever reason.
    """
    known = PhoneCode.objects.filter(sub_district_id=actor.tenant_id)
    if (named := known.filter(pk=phone_code_id).first()) is not None:
        hold_number_and_address(named.phone_index, named.address)
    asked = known.select_for_update().filter(pk=phone_code_id).first()
    is_open = asked is not None and is_code_open(asked, token, at=at)
    is_right = compare_digest(phone_code(phone_code_id).encode(), code.encode())
    if asked is not None and is_open and is_right:
        asked.used_at = at
        asked.save(update_fields=["used_at"])
        audit.record("residency.phone_signed_in", kind=PHONE_CODE, id=phone_code_id)
        return str(asked.phone)
    if asked is not None and is_open:
        asked.tries += 1
        asked.save(update_fields=["tries"])
    audit.record(
        "residency.phone_code_refused", kind=PHONE_CODE, id=phone_code_id, facts={"is_open": is_open}
    )
    return ""


def hold_number_and_address(phone_index: str, address: str) -> None:
    """Let nobody else ask or guess for the same number, or from the same address, until this deed is stored."""
    for name in sorted((phone_index, address)):
        hold(f"residency.phone_code:{name}")


def is_code_open(asked: PhoneCode, token: str, *, at: datetime) -> bool:
    """Tell whether a guess at a code is taken at all."""
    lately = PhoneCode.objects.filter(
        Q(phone_index=asked.phone_index) | Q(address=asked.address),
        sub_district_id=asked.sub_district_id,
        asked_at__gt=at - WRONG_WITHIN - LIVES,
    )
    wrong = lately.aggregate(
        for_phone=Sum("tries", filter=Q(phone_index=asked.phone_index)),
        from_address=Sum("tries", filter=Q(address=asked.address)),
    )
    return (
        asked.is_to_send
        and asked.used_at is None
        and asked.tries < TRIES
        and asked.expires_at > at
        and (wrong["for_phone"] or 0) < MOST_WRONG_FOR_PHONE
        and (wrong["from_address"] or 0) < MOST_WRONG_FROM_ADDRESS
        and compare_digest(asked.browser, browser_digest(token))
    )


@action
def note_phone_code_sent(*, phone_code_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that a message left."""
    PhoneCode.objects.filter(pk=phone_code_id).update(sent_at=at)
    audit.record("residency.phone_code_sent", kind=PHONE_CODE, id=phone_code_id)


@action
def leave_by_phone(*, phone_code_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that a resident signed out."""
    audit.record("residency.phone_signed_out", kind=PHONE_CODE, id=phone_code_id)


@action
def forget_phone_codes(*, actor: Actor, at: datetime) -> int:
    """Forget codes, and the numbers they went to, once no limit asks for them any more; give how many."""
    gone, _by_model = PhoneCode.objects.filter(asked_at__lt=at - WRONG_WITHIN - LIVES).delete()
    audit.record("residency.phone_codes_forgotten", kind=PHONE_CODE, id=UUID(int=0), facts={"count": gone})
    return gone
