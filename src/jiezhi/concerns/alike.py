"""What was said about orders, for comparing with what somebody says now; it is compared and never shown."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import CONTACT
from jiezhi.core.masking import without_personal

MOST_VOICES = 600


def voices_about(
    *, sub_district_id: UUID, order_ids: Iterable[UUID], phone_index: str = "", since: datetime
) -> list[Concern]:
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
    rows = Concern.objects.filter(wanted, sub_district_id=sub_district_id).defer(*CONTACT)
    related = rows.select_related("order__matter", "order__lead", "order__estate", "order__community")
    return list(related.order_by("-submitted_at", "-id")[:MOST_VOICES])


def compared_words(words: str) -> str:
    """Give words as they are compared: numbers of houses count, numbers and names of people do not."""
    return without_personal(words)
