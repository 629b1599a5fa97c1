"""Reads of orders from above, and of what a request may be the same as."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OrderBy, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from jiezhi.concerns.choices import (
    ObjectionGround,
    ObjectionOutcome,
    RefusalState,
    SuperiorPart,
    SuperiorState,
)
from jiezhi.concerns.models import Objection, RefusedOrder, SuperiorOrder, SuperiorSource
from jiezhi.concerns.permissions import BRIDGE
from jiezhi.concerns.queries import CONTACT, COUNT_CAP, visible_concerns
from jiezhi.core.measures import median
from jiezhi.kit.access import require
from jiezhi.kit.actor import Actor
from jiezhi.kit.audit import record_look
from jiezhi.kit.db import in_parts
from jiezhi.kit.errors import MissingError

REPLIED_STATES = (SuperiorState.REPLIED, SuperiorState.RETURNED)
MOST_REFUSALS = 50
"""Orders that could not be taken, on one page; when they are decided, the next ones follow."""
PAGE_ROWS = 50
_IS_DONE = Q(state=SuperiorState.RETURNED) | (
    Q(state=SuperiorState.REPLIED) & (Q(delivered_at__isnull=False) | Q(source__adapter=""))
)
"""A reply that the program brings itself is done once it is there."""
_IN_PART = {SuperiorPart.OPEN: ~_IS_DONE, SuperiorPart.DONE: _IS_DONE}
_SORTS: dict[SuperiorPart, tuple[OrderBy | str, ...]] = {
    SuperiorPart.OPEN: (F("their_due_at").asc(nulls_last=True), "issued_at", "id"),
    SuperiorPart.DONE: ("-issued_at", "-id"),
    SuperiorPart.ALL: (
        Case(When(_IS_DONE, then=Value(1)), default=Value(0)).asc(),
        Case(When(_IS_DONE, then=None), default="their_due_at").asc(nulls_last=True),
        "-issued_at",
        "-id",
    ),
}


@dataclass(frozen=True)
class SuperiorFilter:
    """What the list of orders from above is narrowed to.

    Args:
        part: Open, done or both.
        source_id: Which system sent them; None for any.
        words: Any piece of the superior's number.
    """

    part: SuperiorPart = SuperiorPart.OPEN
    source_id: UUID | None = None
    words: str = ""


def visible_superiors(actor: Actor) -> QuerySet[SuperiorOrder]:
    """Give the orders from above within the actor's area: those whose request is."""
    rows = SuperiorOrder.objects.filter(sub_district_id=actor.tenant_id)
    return rows if actor.scope.whole else rows.filter(concern__in=visible_concerns(actor))


def sources_of(actor: Actor) -> list[SuperiorSource]:
    """Give the systems that send orders down to the street, by name."""
    return list(
        SuperiorSource.objects.filter(sub_district_id=actor.tenant_id).defer("secret").order_by("name")
    )


def get_source(actor: Actor, source_id: UUID) -> SuperiorSource:
    """Give a source of the street.

    Raises:
        MissingError: There is none.
    """
    source = (
        SuperiorSource.objects.filter(sub_district_id=actor.tenant_id, pk=source_id).defer("secret").first()
    )
    if source is None:
        raise MissingError(_("This street has no such source of orders. Choose one from the list."))
    return source


def sources_with_adapter() -> list[SuperiorSource]:
    """Give the systems of all streets that the program reaches itself."""
    return list(SuperiorSource.objects.exclude(adapter="").order_by("pk"))


def reply_of(superior_id: UUID) -> SuperiorOrder | None:
    """Give an order from above with what is answered to it, for the job that delivers it."""
    return (
        SuperiorOrder.objects.filter(pk=superior_id).select_related("source", "concern__order__lead").first()
    )


def is_sent_again(state: str, kept_at: datetime, issued_at: datetime) -> bool:
    """Whether an order that is here is to be done once more, since the superior sent it later than is kept.

    Systems tell the same moment with its seconds or without: what falls into one minute is one sending.

    Args:
        state: Where it stands; what is still open is not begun twice.
        kept_at: When the superior sent it, as it is kept.
        issued_at: When the superior sent it, as it is told now.
    """
    return state in REPLIED_STATES and issued_at.replace(second=0, microsecond=0) > kept_at


def known_sendings(
    actor: Actor, source_id: UUID, sendings: set[tuple[str, datetime]]
) -> set[tuple[str, datetime]]:
    """Give which of these orders of a source, by number and time of sending, would bring nothing new to do.

    A few thousand numbers go to a statement.
    """
    kept: dict[str, tuple[str, datetime]] = {}
    for some in in_parts({number for number, _issued_at in sendings}):
        rows = SuperiorOrder.objects.filter(
            sub_district_id=actor.tenant_id, source_id=source_id, number__in=some
        )
        kept |= {
            number: (state, at) for number, state, at in rows.values_list("number", "state", "issued_at")
        }
    return {
        (number, issued_at)
        for number, issued_at in sendings
        if number in kept and not is_sent_again(*kept[number], issued_at)
    }


def superior_page(actor: Actor, wanted: SuperiorFilter, *, start: int) -> list[SuperiorOrder]:
    """Give a page of the list: what is open by the nearest of their limits, then what is done, the newest first.

    One statement with everything that a row shows.

    Args:
        actor: Whose area.
        wanted: What the list is narrowed to.
        start: How many rows lie before the page.
    """
    rows = _fitting(actor, wanted)
    if wanted.part != SuperiorPart.ALL:
        rows = rows.filter(_IN_PART[wanted.part])
    return _with_all(rows.order_by(*_SORTS[wanted.part])[start : start + PAGE_ROWS])


def superior_counts(actor: Actor, wanted: SuperiorFilter) -> dict[SuperiorPart, int]:
    """Give how many orders each part of the list has, under the same source and words, in one statement."""
    parts = {part.value: Count("id", filter=is_in) for part, is_in in _IN_PART.items()}
    found = {
        SuperiorPart(part): number for part, number in _fitting(actor, wanted).aggregate(**parts).items()
    }
    return found | {SuperiorPart.ALL: sum(found.values())}


def _fitting(actor: Actor, wanted: SuperiorFilter) -> QuerySet[SuperiorOrder]:
    rows = visible_superiors(actor)
    if wanted.source_id is not None:
        rows = rows.filter(source_id=wanted.source_id)
    return rows.filter(number__icontains=wanted.words) if wanted.words else rows


def above_rows(actor: Actor) -> QuerySet[Any, Any]:
    """Give what waits among the orders from above, those that could not be taken too, to be counted up to the cap."""
    waiting = visible_superiors(actor).exclude(_IS_DONE).order_by().values("pk")
    return waiting.union(refusals_waiting(actor).order_by().values("pk"), all=True)[: COUNT_CAP + 1]


def sources_replied_to(actor: Actor, *, since: datetime) -> set[UUID]:
    """Give the sources without an adapter to which replies were handed over since then."""
    rows = visible_superiors(actor).filter(
        state=SuperiorState.REPLIED, replied_at__gte=since, source__adapter=""
    )
    return set(rows.order_by().values_list("source_id", flat=True).distinct())


def superiors_with_reply(
    actor: Actor, source_id: UUID, *, replied_since: datetime | None = None
) -> list[SuperiorOrder]:
    """Give the orders of a source whose reply stands ready to be handed over.

    Args:
        actor: Whose area.
        source_id: Whose orders.
        replied_since: Instead those whose reply was handed over since then, to be fetched again.
    """
    rows = _replied(actor)
    if replied_since is None:
        rows = replies_to_hand_over(actor)
    else:
        rows = rows.filter(state=SuperiorState.REPLIED, replied_at__gte=replied_since)
    return _with_all(rows.filter(source_id=source_id).order_by("number"))


def replies_to_hand_over(actor: Actor) -> QuerySet[SuperiorOrder]:
    """Give the orders from above whose reply stands ready and is not handed over."""
    return _replied(actor).filter(state=SuperiorState.OPEN)


def _replied(actor: Actor) -> QuerySet[SuperiorOrder]:
    rows = visible_superiors(actor).exclude(concern__order__reply="")
    return rows.filter(concern__order__resolved_at__isnull=False)


def get_superior(actor: Actor, superior_id: UUID) -> SuperiorOrder:
    """Give an order from above.

    Raises:
        MissingError: There is none in the actor's area.
    """
    superior = visible_superiors(actor).filter(pk=superior_id).first()
    if superior is None:
        raise MissingError(_("There is no such order from above in your area."))
    return superior


def find_superior(actor: Actor, concern_id: UUID) -> SuperiorOrder | None:
    """Give the order from above that brought a request in, with its objections, newest first: one statement or two."""
    rows = (
        visible_superiors(actor)
        .filter(concern_id=concern_id)
        .select_related("source")
        .defer("source__secret")
    )
    return rows.prefetch_related("objections").first()


def refusals_waiting(actor: Actor) -> QuerySet[RefusedOrder]:
    """Give the orders from above that could not be taken and wait for a decision, the oldest first.

    Nobody knows yet where they belong: only who sees the whole street sees them. What they say stays sealed until
    one is taken again.
    """
    rows = RefusedOrder.objects.filter(sub_district_id=actor.tenant_id, state=RefusalState.WAITING)
    rows = rows.select_related("source").defer("told", "source__secret").order_by("refused_at", "id")
    return rows if actor.scope.whole else rows.none()


def refusals_shown(actor: Actor, *, limit: int = MOST_REFUSALS) -> list[RefusedOrder]:
    """Give the oldest of those that wait, in one statement."""
    return list(refusals_waiting(actor)[:limit])


def get_refusal(
    actor: Actor, refused_id: UUID, *, among: QuerySet[RefusedOrder] | None = None
) -> RefusedOrder:
    """Give an order from above that could not be taken and waits.

    Args:
        actor: Whose street.
        refused_id: Which one.
        among: Where it is looked for, such as under a lock; what waits, if not given.

    Raises:
        MissingError: There is none, or it is decided.
    """
    rows = refusals_waiting(actor) if among is None else among
    refused = rows.filter(pk=refused_id).first()
    if refused is None:
        raise MissingError(_("No such order waits any more. Open the list again."))
    return refused


def reveal_refusal(actor: Actor, refused_id: UUID, *, purpose: str, at: datetime) -> RefusedOrder:
    """Give an order that could not be taken with what was told, and leave a trace of who looked and why.

    Raises:
        MissingError: There is none, or it is decided.
        RefusedError: The actor's posts do not include it.
    """
    require(actor, BRIDGE)
    refused = get_refusal(actor, refused_id)
    record_look(
        actor=actor, at=at, kind="concerns.refusal", id=refused.pk, columns=("told",), purpose=purpose
    )
    return refused


def _with_all(rows: QuerySet[SuperiorOrder]) -> list[SuperiorOrder]:
    related = ("source", "concern__order__lead", "concern__estate", "concern__community")
    hidden = ("source__secret", *(f"concern__{column}" for column in CONTACT))
    return list(rows.select_related(*related).defer(*hidden))


@dataclass
class ObjectionLine:
    """Objections on one ground that rest on one entry of the duty list, or on documents.

    Args:
        entry: The entry's name; empty where the objections rest on documents.
        ground: In words.
        raised: How many.
        upheld: How many the superior took back.
        refused: On how many it insists.
        hours: Hours until each was answered.
    """

    entry: str
    ground: str
    raised: int = 0
    upheld: int = 0
    refused: int = 0
    hours: list[float] = field(default_factory=list)

    @property
    def median_hours(self) -> float | None:
        """The median of hours to the answer; None where none was answered."""
        return median(self.hours)


def objection_lines(actor: Actor, *, since: datetime) -> list[ObjectionLine]:
    """Give the objections since a moment, by entry of the duty list and ground, the most first: one statement."""
    rows = Objection.objects.filter(
        sub_district_id=actor.tenant_id, raised_at__gte=since, superior__in=visible_superiors(actor)
    )
    lines: dict[tuple[str, str], ObjectionLine] = {}
    columns = ("duty_entry__name", "ground", "outcome", "raised_at", "answered_at")
    for entry, ground, outcome, raised_at, answered_at in rows.order_by("raised_at").values_list(*columns):
        key = entry or "", str(ObjectionGround(ground).label)
        line = lines.setdefault(key, ObjectionLine(*key))
        line.raised += 1
        line.upheld += outcome == ObjectionOutcome.UPHELD
        line.refused += outcome == ObjectionOutcome.REFUSED
        if answered_at is not None:
            line.hours.append((answered_at - raised_at) / timedelta(hours=1))
    return sorted(lines.values(), key=lambda each: (-each.raised, each.entry))


def superiors_by_number(actor: Actor, source_id: UUID, numbers: set[str]) -> dict[str, UUID]:
    """Give the ids of a source's orders by the superior's number; a few thousand numbers go to a statement."""
    found: dict[str, UUID] = {}
    for some in in_parts(numbers):
        rows = SuperiorOrder.objects.filter(
            sub_district_id=actor.tenant_id, source_id=source_id, number__in=some
        )
        found |= dict(rows.values_list("number", "pk"))
    return found


def objections_raised(actor: Actor, *, first_on: date, last_on: date) -> QuerySet[Objection]:
    """Give the objections raised on the days of a period within the actor's area, to be counted."""
    rows = Objection.objects.filter(superior__in=visible_superiors(actor))
    return rows.filter(raised_at__date__gte=first_on, raised_at__date__lte=last_on).order_by()
