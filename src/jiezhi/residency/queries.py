"""Whether a guess is still taken, and how often somebody guessed."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from jiezhi.accounts.visitors import address_of
from jiezhi.core.tries import TryLimit, locked_until
from jiezhi.kit.vault import blind_index
from jiezhi.residency.models import PhoneCode, WrongTry


def address_aim(request: HttpRequest) -> str:
    """Give the keyed digest of where a request came from; of IPv6 the network, since a household owns all of it."""
    return blind_index(address_of(request), column="residency.WrongTry.address")


def aim_locked_until(
    sub_district_id: UUID, aim: str, limits: tuple[TryLimit, ...], *, at: datetime
) -> datetime | None:
    """Give until when nothing is taken that is aimed at the same, in one statement; None while a try is free."""
    since = at - max(limit.within for limit in limits)
    return locked_until(wrong_tries_since(sub_district_id, aim, since), limits, at=at)


def wrong_tries_since(sub_district_id: UUID, aim: str, since: datetime) -> list[datetime]:
    """Give when somebody guessed wrongly at the same, oldest first."""
    rows = WrongTry.objects.filter(sub_district_id=sub_district_id, aim=aim, at__gt=since)
    return list(rows.order_by("at").values_list("at", flat=True))


def find_phone_code(phone_code_id: UUID) -> PhoneCode | None:
    """Give a code that was asked for, if it has not been forgotten."""
    return PhoneCode.objects.filter(pk=phone_code_id).first()
