"""Orders as a table to be taken away: what a list shows, when each step was, nothing besides."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import HandOverMode, OrderState, UrgencyTier
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import SORTS, OrderFilter, filtered_orders

CHUNK = 2000
"""Rows that are in the program at a time."""
_PLAIN = (
    "number",
    "matter__name",
    "brief",
    "reply",
    "community__name",
    "estate__name",
    "lead__name",
    "their_number",
    "opened_at",
    "dispatched_at",
    "due_at",
    "accepted_at",
    "resolved_at",
    "closed_at",
    "sent_back_count",
    "reopened_count",
)
_CODED = ("state", "urgency", "hand_over", "was_solved", "was_satisfied")
WIDTHS = (18, 18, 40, 40, 16, 16, 20, 16, 17, 17, 17, 17, 17, 17, 8, 8, 14, 10, 14, 10, 10)


def export_titles() -> list[str]:
    """Give the titles of the columns, in the reader's language."""
    return [
        _("Order number"), _("Matter"), _("What is to be done"), _("What was done"), _("Community"), _("Estate"),
        _("Department"), _("Their number"), _("Opened at"), _("Dispatched at"), _("Limit"), _("Accepted at"),
        _("Reported done at"), _("Closed at"), _("Times sent back"), _("Times taken up again"), _("State"),
        _("Urgency"), _("Handed over"), pgettext("export", "Solved"), pgettext("export", "Satisfied"),
    ]  # fmt: skip


def orders_to_export(
    actor: Actor, wanted: OrderFilter, *, at: datetime, sort: str = ""
) -> QuerySet[WorkOrder]:
    """Give the orders of a list as it is narrowed and sorted, all of its pages."""
    return filtered_orders(actor, wanted, at=at).order_by(*SORTS.get(sort, SORTS[""]))


def export_rows(orders: QuerySet[WorkOrder]) -> Iterator[list[Any]]:
    """Give the cells of each order while they are read, in one statement and never more than `CHUNK` rows at a time."""
    states, tiers, ways = (dict(kind.choices) for kind in (OrderState, UrgencyTier, HandOverMode))
    yes_no = {True: pgettext("export", "yes"), False: pgettext("export", "no"), None: ""}
    found = orders.values_list(*_PLAIN, *_CODED).iterator(chunk_size=CHUNK)
    for row in found:
        state, tier, way, was_solved, was_satisfied = row[len(_PLAIN) :]
        yield [
            *row[: len(_PLAIN)],
            str(states[state]),
            str(tiers[tier]),
            str(ways.get(way, "")),
            yes_no[was_solved],
            yes_no[was_satisfied],
        ]
