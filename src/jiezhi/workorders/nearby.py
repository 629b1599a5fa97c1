"""Orders of one community that something else may be about as well."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jiezhi.organisation.choices import FlowName
from jiezhi.workorders.choices import JOINABLE, MERGEABLE
from jiezhi.workorders.models import WorkOrder

COMPARED = (
    "sub_district_id",
    "community_id",
    "estate_id",
    "matter_id",
    "lead_id",
    "lon",
    "lat",
    "brief",
    "state",
    "urgency",
    "opened_at",
    "reopened_count",
)
"""What is compared of an order: two hundred whole ones with their names would cost ten times as much."""
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
    return list(rows.only(*COMPARED).order_by("-opened_at", "-id")[:most])


def orders_to_compare(*, sub_district_id: UUID, order_ids: Iterable[UUID]) -> list[WorkOrder]:
    """Give the same columns of some orders, wherever they lie; none that was merged, in one statement."""
    rows = WorkOrder.objects.filter(
        sub_district_id=sub_district_id, pk__in=list(order_ids), merged_into__isnull=True
    )
    return list(rows.only(*COMPARED))


def orders_with_names(order_ids: Iterable[UUID]) -> dict[UUID, WorkOrder]:
    """Give some orders with the names that are shown, by id, in one statement; none for no ids."""
    wanted = list(order_ids)
    rows = WorkOrder.objects.filter(pk__in=wanted).select_related("matter", "lead", "estate", "community")
    return {order.pk: order for order in rows} if wanted else {}


def orders_to_pair(*, sub_district_id: UUID, since: datetime, most: int) -> list[WorkOrder]:
    """Give the orders of a street that can be merged, newest first, in one statement."""
    rows = WorkOrder.objects.filter(
        sub_district_id=sub_district_id,
        opened_at__gte=since,
        state__in=MERGEABLE,
        flow__in=MERGED_FLOWS,
        community_id__isnull=False,
    )
    return list(rows.only(*COMPARED).order_by("-opened_at", "-id")[:most])


def absorbed_by(order: WorkOrder) -> list[WorkOrder]:
    """Give the orders that are merged into one, oldest first; one statement, none where there are none."""
    return list(order.absorbed.order_by("opened_at", "id")) if order.absorbed_count else []
