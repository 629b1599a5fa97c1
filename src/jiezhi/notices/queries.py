"""Reads of one's own notices."""

from uuid import UUID

from jiezhi.kit.actor import Actor
from jiezhi.notices.models import Notice

PAGE_ROWS = 50


def own_notices(actor: Actor) -> list[Notice]:
    """Give the newest notices of the actor, read ones too."""
    rows = Notice.objects.filter(sub_district_id=actor.tenant_id, reader_id=UUID(actor.id))
    return list(rows.order_by("-told_at", "-id")[:PAGE_ROWS])


def unread_count(actor: Actor, *, cap: int = 99) -> int:
    """Count the actor's unread notices, up to the cap plus one."""
    rows = Notice.objects.filter(sub_district_id=actor.tenant_id, reader_id=UUID(actor.id), read_at=None)
    return rows[: cap + 1].count()
