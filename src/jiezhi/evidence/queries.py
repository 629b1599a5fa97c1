"""Reads for the evidence of an order, and the office's own rates with and without what was excluded."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.concerns.models import SuperiorOrder
from jiezhi.core.measures import share
from jiezhi.evidence.choices import ExclusionState, PackState
from jiezhi.evidence.models import EvidencePack, Exclusion, SuperiorCallback
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.kit.measure import Question
from jiezhi.kit.numerals import per_cent
from jiezhi.workorders.measures import ON_TIME, RATE_OUTCOMES, SATISFIED, SOLVED, orders_in
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.outcomes import outcomes
from jiezhi.workorders.queries import of_area, visible_orders

LIST_ROWS = 200
_OWN = {measure.key: measure for measure in (ON_TIME, SOLVED, SATISFIED)}


def packs_of(order: WorkOrder) -> list[EvidencePack]:
    """Give the documents that were made of an order, the newest first."""
    rows = EvidencePack.objects.filter(sub_district_id=order.sub_district_id, order=order)
    return list(rows.order_by("-asked_at", "-id")[:20])


def get_pack(actor: Actor, pack_id: UUID) -> EvidencePack:
    """Give a document of an order in the actor's area.

    Raises:
        MissingError: There is none.
    """
    rows = EvidencePack.objects.select_related("order").filter(
        sub_district_id=actor.tenant_id, order__in=visible_orders(actor)
    )
    found = rows.filter(pk=pack_id).first()
    if found is None:
        raise MissingError(_("There is no such document in your area."))
    return found


def find_pack_to_make(pack_id: UUID) -> EvidencePack | None:
    """Give a document that waits to be made, with its order and all that its first page prints."""
    related = ("sub_district", "matter__parent__parent__parent", "community", "estate", "lead")
    rows = EvidencePack.objects.select_related(*(f"order__{name}" for name in related))
    return rows.filter(pk=pack_id, state=PackState.ASKED).first()


def packs_made_before(before: datetime) -> list[EvidencePack]:
    """Give the documents whose files have lain long enough, in every street."""
    return list(EvidencePack.objects.filter(state=PackState.READY, made_at__lt=before)[:LIST_ROWS])


def callbacks_above(superiors: Iterable[SuperiorOrder]) -> list[SuperiorCallback]:
    """Give what the superior heard at its own callbacks, the oldest first."""
    rows = SuperiorCallback.objects.filter(superior__in=list(superiors)).select_related("superior__source")
    return list(rows.order_by("called_on", "id"))


@dataclass(frozen=True)
class CountedVerdict:
    """What the superior's own count of a month says of an order, as its file was brought in.

    Args:
        superior_id: Which order from above.
        source_name: Whose count.
        number: The superior's own.
        month_on: First day of the month.
        was_reached: Whether the resident was contacted; None where the file says nothing.
        was_solved: The same for the outcome.
        was_satisfied: The same for satisfaction.
        is_left_out: The superior itself leaves it out.
        note: In the file's words.
        brought_by: Department and post.
    """

    superior_id: UUID
    source_name: str
    number: str
    month_on: date
    was_reached: bool | None
    was_solved: bool | None
    was_satisfied: bool | None
    is_left_out: bool
    note: str
    brought_by: str


Counting = Callable[[Collection[SuperiorOrder]], list[CountedVerdict]]
_countings: list[Counting] = []


def register_counting(counting: Counting) -> None:
    """Let whoever keeps the superiors' counts give what they say of orders: nobody types it again for the evidence."""
    _countings.append(counting)


def counted_above(superiors: Collection[SuperiorOrder]) -> list[CountedVerdict]:
    """Give what the counts of the superior say of its orders, the oldest month first."""
    found = [row for counting in _countings for row in counting(superiors)] if superiors else []
    return sorted(found, key=lambda row: (row.month_on, row.number))


def exclusions_of(order: WorkOrder) -> list[Exclusion]:
    """Give the wishes to exclude an order, the oldest first."""
    rows = Exclusion.objects.filter(sub_district_id=order.sub_district_id, order=order)
    return list(rows.select_related("duty_entry").order_by("asked_at", "id"))


def exclusion_rows(actor: Actor, *, state: str = "") -> list[Exclusion]:
    """Give the wishes to exclude orders of the actor's area, those that wait first."""
    rows = Exclusion.objects.filter(sub_district_id=actor.tenant_id, order__in=visible_orders(actor))
    rows = (rows.filter(state=state) if state else rows).select_related("order__matter", "order__lead")
    return list(rows.order_by(F("decided_at").desc(nulls_first=True), "-asked_at")[:LIST_ROWS])


def waiting_exclusions(actor: Actor) -> QuerySet[Exclusion]:
    """Give the wishes that wait for a decision, to be counted."""
    return exclusions_asked(actor)[:100]


def exclusions_asked(actor: Actor) -> QuerySet[Exclusion]:
    """Give the wishes about orders of the actor's area that nobody has decided."""
    waiting = Exclusion.objects.filter(sub_district_id=actor.tenant_id, state=ExclusionState.ASKED)
    return of_area(actor, waiting)


def is_excluded(order: str = "pk") -> Exists:
    """Give the condition that an order was decided not to count.

    Args:
        order: The way from the row that is asked about to its order's key.
    """
    return Exists(Exclusion.objects.filter(order=OuterRef(order), state=ExclusionState.GRANTED))


@dataclass(frozen=True)
class Rate:
    """A rate over all orders of a period, and the same without the excluded ones. One is never given alone.

    Args:
        name: Of which.
        raw: 0..1 over all orders; None when there is none.
        raw_whole: How many those are.
        net: 0..1 without excluded orders.
        net_whole: How many are left.
    """

    name: str
    raw: float | None
    raw_whole: int
    net: float | None
    net_whole: int

    @property
    def raw_words(self) -> str:
        """The rate over all orders as a page prints it."""
        return per_cent(self.raw)

    @property
    def net_words(self) -> str:
        """The other one."""
        return per_cent(self.net)


def own_rates(actor: Actor, *, first_on: date, last_on: date, at: datetime) -> list[Rate]:
    """Give the office's rates over the orders opened in a period, raw beside the one with exclusions; one statement.

    They are those of the scorecard and the cockpit, by the same `outcomes`.
    """
    known = outcomes(at)
    counts = {}
    for name in _OWN:
        yes, no = (known[side] for side in RATE_OUTCOMES[name])
        for kind, left in (("raw", Q()), ("net", Q(is_excluded=False))):
            counts[f"{name}_{kind}_whole"] = Count("pk", filter=(yes | no) & left)
            counts[f"{name}_{kind}"] = Count("pk", filter=yes & left)
    orders = orders_in(Question(actor, first_on, last_on, at))
    found = orders.order_by().annotate(is_excluded=is_excluded()).aggregate(**counts)
    return [
        Rate(
            str(measure.label),
            share(found[f"{name}_raw"], found[f"{name}_raw_whole"]),
            found[f"{name}_raw_whole"],
            share(found[f"{name}_net"], found[f"{name}_net_whole"]),
            found[f"{name}_net_whole"],
        )
        for name, measure in _OWN.items()
    ]
