"""What is measured of duplicates: how much was merged, how often one matter brings people back, what is undecided.

All are about orders opened in the period; a merged order is counted by the one that answers for it.
"""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.measure import EVERY_SPLIT, Figure, Figures, Measure, Question, Split, Unit, register_measure
from jiezhi.merging.choices import PairState
from jiezhi.merging.queries import pairs_found
from jiezhi.workorders.measures import counted, opened_orders, orders_in

ABOUT = "duplicates"
MOST_MATTERS = 20


def merged_orders(question: Question) -> Figures:
    """Give the share of orders opened in the period that another one answers for now; one statement."""
    merged = Count("id", filter=Q(merged_into__isnull=False))
    counts = counted(question, opened_orders(question), part=merged, whole=Count("id"))
    return {group: Figure.of(row["part"], row["whole"]) for group, row in counts.items()}


def repeat_contacts(question: Question) -> Figures:
    """Give which part of the requests came in about an order that others had brought already; one statement."""
    orders = orders_in(question).filter(concerns__isnull=False)
    counts = counted(question, orders, whole=Count("concerns"), firsts=Count("id", distinct=True))
    return {group: Figure.of(row["whole"] - row["firsts"], row["whole"]) for group, row in counts.items()}


def repeats_by_matter(question: Question) -> list[tuple[str, int, int]]:
    """Give matter, orders and further requests, those that bring people back most first; one statement."""
    orders = orders_in(question).filter(concerns__isnull=False).order_by()
    rows = orders.values_list("matter__name").annotate(
        orders=Count("id", distinct=True), again=Count("concerns") - Count("id", distinct=True)
    )
    return list(rows.filter(again__gt=0).order_by("-again", "matter__name")[:MOST_MATTERS])


def confirmed_pairs(question: Question) -> Figures:
    """Give of the likely duplicates found in the period and decided the share that was merged; one statement."""
    if question.split is not Split.NONE:
        return {}
    counts = pairs_found(question.actor, first_on=question.first_on, last_on=question.last_on)
    merged = counts.get(PairState.MERGED, 0)
    decided = merged + counts.get(PairState.APART, 0)
    return {None: Figure.of(merged, decided)}


MERGED = register_measure(
    Measure(
        key="merged_orders",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Merged orders"),
        sentence=_("Of the orders opened in the period, how many were merged into another."),
        unit=Unit.SHARE,
        source=_("Work orders"),
        formula=_("orders that another one answers for now ÷ orders opened, both counted"),
        sensitivity=_(
            "What joins an order before it has one of its own is not in it. A merge that is undone drops out."
        ),
        higher_is_better=False,
        empty=_("No order was opened in this period."),
        compute=merged_orders,
    )
)
REPEATS = register_measure(
    Measure(
        key="repeat_contacts",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Repeat contacts"),
        sentence=_(
            "Of the requests behind the orders of the period, how many came in about what was known already."
        ),
        unit=Unit.SHARE,
        source=_("Requests and their orders"),
        formula=_(
            "(requests - orders that have any) ÷ requests; a merged order's requests count for the one that stays"
        ),
        sensitivity=_("Duplicates that nobody joins make it look smaller than it is."),
        higher_is_better=False,
        empty=_("No request of this period has an order yet."),
        compute=repeat_contacts,
    )
)
CONFIRMED = register_measure(
    Measure(
        key="confirmed_duplicates",
        about=ABOUT,
        label=_("Likely duplicates that were one"),
        sentence=_("Of the likely duplicates found in the period and decided, how many were merged."),
        unit=Unit.SHARE,
        source=_("Pairs that the nights found, and what dispatchers decided"),
        formula=_("pairs merged ÷ (pairs merged + pairs that are two things)"),
        sensitivity=_("It says how well the rule proposes; what it does not find is not in it."),
        higher_is_better=True,
        empty=_("No likely duplicate of this period has been decided yet."),
        compute=confirmed_pairs,
    )
)
