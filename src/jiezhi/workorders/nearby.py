"""Orders of one community that something else may be about as well."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jiezhi.organisation.choices import FlowName
from jiezhi.workorders.choices import JOINABLE, MERGEABLE
from jiezhi.workorders.models import WorkOrder

MERGED_FLOWS = (FlowName.CONCERN, FlowName.EVENT)
"""Flows whose orders residents wait for and are called back about."""


def orders_near(
    *,
    sub_district_id: UUID,
    community_id: UUID,
    since: datetime,
    finished_since: datetime | None = None,
    most: int,
) -> list[WorkOrder]:
    """Give the orders of a community that are under way or were finished lately, newest first, in one statement.

    The index by community gives the newest first, so the statement ends after `most` rows, or at `since`.

    Args:
        sub_district_id: The street.
        community_id: The community.
        since: Opened no earlier.
        finished_since: Those reported done since then too; None for open ones alone.
        most: How many at most.
    """
    wanted = Q(state__in=JOINABLE)
    if finished_since is not None:
        wanted |= Q(resolved_at__gte=finished_since)
    rows = WorkOrder.objects.filter(
        wanted,
        sub_district_id=sub_district_id,
        community_id=community_id,
        opened_at__gte=since,
        merged_into__isnull=True,
        flow__in=MERGED_FLOWS,
    )
    return list(
        rows.select_related("matter", "lead", "estate", "community").order_by("-opened_at", "-id")[:most]
    )


def orders_to_pair(*, sub_district_id: UUID, since: datetime, most: int) -> list[WorkOrder]:
    """Give the orders of a street that can be merged, newest first, in one statement."""
    rows = WorkOrder.objects.filter(
        sub_district_id=sub_district_id,
        opened_at__gte=since,
        state__in=MERGEABLE,
        flow__in=MERGED_FLOWS,
        community_id__isnull=False,
    )
    return list(rows.order_by("-opened_at", "-id")[:most])


def absorbed_by(order: WorkOrder) -> list[WorkOrder]:
    """Give the orders that are merged into one, oldest first; one statement, none where there are none."""
    return list(order.absorbed.order_by("opened_at", "id")) if order.absorbed_count else []
