"""Orders as a table to be taken away: what a list shows, when each step was, nothing besides."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.workorders.choices import HandOverMode, OrderState, UrgencyTier
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import SORTS, OrderFilter, filtered_orders, visible_orders

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


def ticked_ids(picks: Sequence[str]) -> frozenset[UUID]:
    """Give the orders that the boxes of a list name, each as `OrderRow.pick` has it.

    Raises:
        InvalidError: None is ticked.
    """
    named = set()
    for text in picks:
        with suppress(ValueError):
            named.add(UUID(text.partition(":")[0]))
    if not named:
        raise InvalidError(_("Nothing is chosen. Tick the lines that you mean, then go on."))
    return frozenset(named)


def export_rows(
    actor: Actor,
    wanted: OrderFilter,
    *,
    at: datetime,
    sort: str = "",
    ticked: Collection[UUID] | None = None,
) -> Iterator[list[Any]]:
    """Give the cells of each order of a list as it is narrowed and sorted, all of its pages, while they are read.

    Those that are ticked are taken whatever has become of them since: an order that somebody closed in between
    stands on the reader's page still.

    Each statement gives `CHUNK` rows behind the last one that was read: a cursor that stays open between them would
    need one connection for as long as somebody takes the file, which a pool of connections does not give.
    """
    states, tiers, ways = (dict(kind.choices) for kind in (OrderState, UrgencyTier, HandOverMode))
    yes_no = {True: pgettext("export", "yes"), False: pgettext("export", "no"), None: ""}
    narrowed = filtered_orders(actor, wanted, at=at)
    orders = narrowed if ticked is None else visible_orders(actor).filter(pk__in=ticked)
    for row in _in_chunks(orders, sort if sort in SORTS else ""):
        state, tier, way, was_solved, was_satisfied = row[len(_PLAIN) : -1]
        yield [
            *row[: len(_PLAIN)],
            str(states[state]),
            str(tiers[tier]),
            str(ways.get(way, "")),
            yes_no[was_solved],
            yes_no[was_satisfied],
        ]


def _in_chunks(orders: QuerySet[WorkOrder], sort: str) -> Iterator[tuple[Any, ...]]:
    columns = (*_PLAIN, *_CODED, "pk")
    sorted_by = columns.index("due_at" if sort else "opened_at")
    ordered = orders.order_by(*SORTS[sort]).values_list(*columns)
    rows = list(ordered[:CHUNK])
    while rows:
        yield from rows
        if len(rows) < CHUNK:
            return
        rows = list(ordered.filter(_behind(rows[-1][sorted_by], rows[-1][-1], sort))[:CHUNK])


def _behind(value: datetime | None, pk: UUID, sort: str) -> Q:
    """Give the condition for what stands behind an order, as `SORTS` has it: without a limit last, then by the id."""
    if not sort:
        # The first half says nothing new, but an index begins there.
        return Q(opened_at__lte=value) & (Q(opened_at__lt=value) | Q(opened_at=value, pk__lt=pk))
    if value is None:
        return Q(due_at=None, pk__lt=pk)
    further = Q(due_at__gt=value) if sort == "due" else Q(due_at__lt=value)
    return further | Q(due_at=value, pk__lt=pk) | Q(due_at=None)
