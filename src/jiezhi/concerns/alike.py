"""What was said about orders, for comparing with what somebody says now; it is compared and never shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jiezhi.concerns.models import Concern

MOST_VOICES = 600


@dataclass(frozen=True, slots=True)
class Voice:
    """One request behind an order, as far as it is compared."""

    concern_id: UUID
    order_id: UUID
    words: str
    phone_index: str


def voices_about(
    *, sub_district_id: UUID, order_ids: Iterable[UUID], phone_index: str = "", since: datetime
) -> list[Voice]:
    """Give the requests behind some orders, and those made with one telephone number, newest first: one statement.

    Args:
        sub_district_id: The street.
        order_ids: The orders.
        phone_index: Keyed digest of a number; empty where none counts.
        since: Of those found by the number alone, made no earlier.
    """
    wanted = Q(order_id__in=list(order_ids))
    if phone_index:
        wanted |= Q(phone_index=phone_index, order__isnull=False, submitted_at__gte=since)
    rows = Concern.objects.filter(wanted, sub_district_id=sub_district_id).order_by("-submitted_at", "-id")
    found = rows.values_list("id", "order_id", "words", "phone_index")[:MOST_VOICES]
    return [Voice(*row) for row in found]
