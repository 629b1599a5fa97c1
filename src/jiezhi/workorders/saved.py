"""Reads of saved filters: one's own, and those that one's departments share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.db import count_together
from jiezhi.kit.errors import MissingError
from jiezhi.workorders.models import SavedFilter
from jiezhi.workorders.queries import OrderFilter, filtered_orders

SAVED_CAP = 99
"""A count beside a name says whether something is there; a list says how many."""
MOST_SAVED = 12
"""Own and shared ones that a list shows: more is no shortcut."""


@dataclass(frozen=True)
class SavedLine:
    """A saved filter as the list shows it.

    Args:
        saved: With its name and address.
        count: How many orders it has now, `99+` from there on.
        is_current: Whether the list shows just that.
    """

    saved: SavedFilter
    count: str
    is_current: bool = False


def visible_filters(actor: Actor) -> QuerySet[SavedFilter]:
    """Give the filters that the actor keeps, and those that are shared with their departments."""
    rows = SavedFilter.objects.filter(sub_district_id=actor.tenant_id)
    shared = Q(department_id__in=actor.scope.department_ids)
    if actor.department_id:
        shared |= Q(department_id=actor.department_id)
    return rows.filter(Q(keeper_id=actor.id, department=None) | shared).order_by("position", "saved_at", "id")


def get_filter(actor: Actor, filter_id: UUID) -> SavedFilter:
    """Give a saved filter of the actor or their department.

    Raises:
        MissingError: There is none.
    """
    found = visible_filters(actor).filter(pk=filter_id).first()
    if found is None:
        raise MissingError(_("There is no such saved filter of yours or of your department."))
    return found


def saved_lines(
    actor: Actor, *, read: Callable[[str], OrderFilter], at: datetime, here: str = ""
) -> list[SavedLine]:
    """Give the saved filters with how many orders each has: one statement, and one where there are any.

    Args:
        actor: Whose.
        read: Gives what an address narrows a list to.
        at: Now, for what is late.
        here: The address of the list that is shown, as `plain_query` writes it.
    """
    saved = list(visible_filters(actor)[:MOST_SAVED])
    if not saved:
        return []
    asked = [filtered_orders(actor, read(row.query), at=at) for row in saved]
    counts = count_together([orders.order_by()[: SAVED_CAP + 1] for orders in asked])
    return [
        SavedLine(row, f"{SAVED_CAP}+" if count > SAVED_CAP else str(count), is_current=row.query == here)
        for row, count in zip(saved, counts, strict=True)
    ]
