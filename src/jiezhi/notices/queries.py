"""Reads of one's own notices."""

from uuid import UUID

from django.db.models import QuerySet

from jiezhi.kit.actor import Actor
from jiezhi.notices.models import Notice

PAGE_ROWS = 50
UNREAD_CAP = 99


def own_notices(actor: Actor) -> list[Notice]:
    """Give the newest notices of the actor, read ones too."""
    rows = Notice.objects.filter(sub_district_id=actor.tenant_id, reader_id=UUID(actor.id))
    return list(rows.order_by("-told_at", "-id")[:PAGE_ROWS])


def unread_rows(actor: Actor) -> QuerySet[Notice]:
    """Give the actor's unread notices, up to the cap plus one, to be counted."""
    rows = Notice.objects.filter(sub_district_id=actor.tenant_id, reader_id=UUID(actor.id), read_at=None)
    return rows[: UNREAD_CAP + 1]
