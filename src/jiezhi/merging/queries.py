"""What a report is likely the same as: for the dispatcher with reasons, for residents without anybody's words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.concerns.alike import Voice, voices_about
from jiezhi.concerns.classifiers import danger_of
from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import suggestions_of
from jiezhi.concerns.standing import state_label
from jiezhi.core.duplicates import (
    MOST_COMPARED,
    Limits,
    Sameness,
    Trace,
    likely_pairs,
    likely_same,
)
from jiezhi.core.wording import WordingIndex
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.merging.choices import PairState
from jiezhi.merging.models import DuplicatePair, MergeRules
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Matter
from jiezhi.organisation.queries import matters_of, profile_of
from jiezhi.places.queries import Spot
from jiezhi.workorders.choices import JOINABLE, MERGEABLE, UrgencyTier
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.nearby import orders_near, orders_to_compare, orders_to_pair, orders_with_names
from jiezhi.workorders.queries import COUNT_CAP, is_visible, visible_orders

PAGE_ROWS = 50
MOST_NIGHTLY = 3000
"""Open orders of one street that are compared in a night, the newest."""
MOST_PROPOSED = 200
SURE_READING = 0.5
"""Share of the evidence from which on what the wording points to stands for the matter."""


@dataclass(frozen=True)
class Candidate:
    """An order that a request, or another order, may be about as well, and why it is shown.

    Args:
        order: With matter, lead, estate and community.
        reasons: In words, such as "same telephone number".
        can_join: Whether it still takes reports in.
        can_absorb_it: Whether it can itself be merged into another.
    """

    order: WorkOrder
    reasons: tuple[str, ...]
    can_join: bool
    can_absorb_it: bool


@dataclass(frozen=True)
class KnownMatter:
    """What a resident may be told of an order that others reported: nobody's words, name, number or house.

    Args:
        order_id: Which.
        matter: Its name.
        place: Estate or community.
        since: When it was opened.
        state: Where it stands, in two words.
    """

    order_id: UUID
    matter: str
    place: str
    since: datetime
    state: str


def rules_of(sub_district_id: UUID) -> MergeRules:
    """Give how a street looks for duplicates, as it set it or as it comes; one statement."""
    found = MergeRules.objects.filter(pk=sub_district_id).first()
    return found or MergeRules(sub_district_id=sub_district_id)


def limits_of(rules: MergeRules) -> Limits:
    """Give the same as the rule takes it."""
    return Limits(near_m=rules.near_m, alike=rules.alike_percent / 100, days=rules.days)


def offered_matters(rules: MergeRules, matters: Iterable[Matter]) -> set[UUID]:
    """Give those of the matters of which residents are told; one statement once a street has chosen.

    A street that has not offers what the flow of urban management handles: parts and events in public places.
    """
    if rules.changed_at is not None:
        return set(rules.offered.values_list("pk", flat=True))
    return {matter.pk for matter in matters if matter.flow == FlowName.EVENT}


def likely_orders(actor: Actor, concern: Concern, *, at: datetime) -> list[Candidate]:
    """Give up to three orders that a request may be about as well, the likeliest first, in four statements.

    A person decides: two leaks in one house are two orders.
    """
    rules = rules_of(actor.tenant_id)
    thing = Trace(
        concern.pk,
        concern.sub_district_id,
        concern.submitted_at,
        *_place_of(concern),
        matters=_read(concern.suggestions),
        texts=(concern.words,),
        reporters=frozenset({concern.phone_index} - {""}),
    )
    return _candidates(actor, thing, rules, phone_index=concern.phone_index, own_id=None, at=at)


def orders_like(actor: Actor, order: WorkOrder, *, at: datetime) -> list[Candidate]:
    """Give up to three orders that another one may be merged with, in four statements."""
    rules = rules_of(actor.tenant_id)
    return _candidates(actor, _trace_of(order), rules, phone_index="", own_id=order.pk, at=at)


def known_matters(*, sub_district_id: UUID, words: str, spot: Spot, at: datetime) -> list[KnownMatter]:
    """Give up to three public matters under way that a resident's words are likely about, in six statements.

    Only matters that the street offers; none that is an emergency or was taken up again, and nothing for words that
    tell of a danger: somebody must read those at once.
    """
    if spot.community_id is None or danger_of(words):
        return []
    rules, matters = rules_of(sub_district_id), matters_of(sub_district_id)
    offered, limits = offered_matters(rules, matters), limits_of(rules)
    found = orders_near(
        sub_district_id=sub_district_id,
        community_id=spot.community_id,
        since=at - timedelta(days=limits.days),
        most=MOST_COMPARED,
    )
    orders = {order.pk: order for order in found if _may_be_told(order, offered)}
    if not orders:
        return []
    index = WordingIndex([profile_of(each) for each in matters])
    place = (spot.community_id, spot.estate_id, spot.lon, spot.lat)
    thing = Trace(
        None,
        sub_district_id,
        at,
        *place,
        matters=_read(suggestions_of(index, words)),
        texts=(words,),
    )
    voices = voices_about(sub_district_id=sub_district_id, order_ids=orders, since=at)
    others = traces_of(orders.values(), voices)
    likely = [trace.key for trace, _why in likely_same(thing, others, limits)]
    named = orders_with_names(likely)
    return [_told(named[order_id]) for order_id in likely]


def reasons_in_words(why: Sameness) -> tuple[str, ...]:
    """Say why two things may be one, the strongest reason first."""
    said = []
    if why.is_same_reporter:
        said.append(_("same telephone number"))
    if why.is_same_estate:
        said.append(_("same estate"))
    elif why.distance_m is not None:
        said.append(_("%(metres)d m away") % {"metres": round(why.distance_m)})
    if why.is_same_matter:
        said.append(_("same matter"))
    if why.wording > 0:
        said.append(_("%(share)d%% of the wording") % {"share": round(why.wording * 100)})
    days = why.apart.days
    said.append(
        ngettext("%(n)d day apart", "%(n)d days apart", days) % {"n": days} if days else _("same day")
    )
    return tuple(said)


def pairs_among(sub_district_id: UUID, *, at: datetime) -> list[tuple[UUID, UUID, Sameness]]:
    """Give pairs of open orders of a street that are likely one, the likeliest first, in three statements.

    Pairs that somebody decided on, or that are proposed already, are left out.
    """
    limits = limits_of(rules_of(sub_district_id))
    orders = orders_to_pair(
        sub_district_id=sub_district_id, since=at - timedelta(days=limits.days), most=MOST_NIGHTLY
    )
    known = set(
        DuplicatePair.objects.filter(sub_district_id=sub_district_id).values_list("one_id", "other_id")
    )
    found = []
    for one, other, why in likely_pairs([_trace_of(order) for order in orders], limits):
        first, second = sorted((one.key, other.key))
        if (first, second) not in known:
            found.append((first, second, why))
    return sorted(found, key=lambda row: -row[2].weight)[:MOST_PROPOSED]


def proposed_pairs(actor: Actor) -> list[DuplicatePair]:
    """Give the pairs of the actor's area that wait for a decision, the likeliest first, in one statement."""
    rows = waiting_pairs(actor).select_related(
        *(
            f"{side}__{part}"
            for side in ("one", "other")
            for part in ("matter", "lead", "estate", "community")
        )
    )
    return list(rows.order_by("-wording", "id")[:PAGE_ROWS])


def pair_rows(actor: Actor) -> QuerySet[DuplicatePair]:
    """Give the same pairs, to be counted up to one above `COUNT_CAP`."""
    return waiting_pairs(actor)[: COUNT_CAP + 1]


def pairs_found(actor: Actor, *, first_on: date, last_on: date) -> dict[str, int]:
    """Give how many pairs were found in a period, by what became of them, in one statement."""
    rows = DuplicatePair.objects.filter(
        sub_district_id=actor.tenant_id, found_at__date__gte=first_on, found_at__date__lte=last_on
    )
    return dict(rows.values_list("state").annotate(count=Count("id")).order_by("state"))


def get_pair(actor: Actor, pair_id: UUID) -> DuplicatePair:
    """Give a pair that waits for a decision.

    Raises:
        MissingError: It was decided, or one of the two went on, or it lies outside the area.
    """
    pair = waiting_pairs(actor).select_related("one", "other").filter(pk=pair_id).first()
    if pair is None:
        raise MissingError(_("This pair is decided, or one of the two has gone on. Open the list again."))
    return pair


def waiting_pairs(actor: Actor) -> QuerySet[DuplicatePair]:
    """Give the pairs of the area that nobody has decided and of which both orders still go on."""
    rows = DuplicatePair.objects.filter(sub_district_id=actor.tenant_id, state=PairState.PROPOSED)
    rows = rows.filter(one__state__in=MERGEABLE, other__state__in=MERGEABLE)
    if actor.scope.whole:
        return rows
    return rows.filter(one__in=visible_orders(actor), other__in=visible_orders(actor))


def _candidates(
    actor: Actor, thing: Trace, rules: MergeRules, *, phone_index: str, own_id: UUID | None, at: datetime
) -> list[Candidate]:
    limits = limits_of(rules)
    since = at - timedelta(days=limits.days)
    found = (
        []
        if thing.community is None
        else orders_near(
            sub_district_id=actor.tenant_id,
            community_id=thing.community,
            since=since,
            finished_since=at - timedelta(days=rules.finished_days),
            most=MOST_COMPARED,
        )
    )
    orders = {order.pk: order for order in found}
    voices = voices_about(
        sub_district_id=actor.tenant_id, order_ids=orders, phone_index=phone_index, since=since
    )
    by_phone = {voice.order_id for voice in voices if voice.concern_id != thing.key} - set(orders)
    if by_phone:
        further = orders_to_compare(sub_district_id=actor.tenant_id, order_ids=by_phone)
        orders |= {order.pk: order for order in further}
    visible = [order for pk, order in orders.items() if pk != own_id and is_visible(actor, order)]
    likely = likely_same(thing, traces_of(visible, voices), limits)
    named = orders_with_names(trace.key for trace, _why in likely)
    return [candidate_of(named[trace.key], reasons_in_words(why)) for trace, why in likely]


def candidate_of(order: WorkOrder, reasons: tuple[str, ...]) -> Candidate:
    """Give an order as it is proposed."""
    return Candidate(order, reasons, order.state in JOINABLE, order.state in MERGEABLE)


def traces_of(orders: Iterable[WorkOrder], voices: Iterable[Voice]) -> list[Trace]:
    """Give orders as they are compared, each with what was said about it; no statement."""
    said: dict[UUID, list[Voice]] = {}
    for voice in voices:
        said.setdefault(voice.order_id, []).append(voice)
    return [_trace_of(order, said.get(order.pk, ())) for order in orders]


def _trace_of(order: WorkOrder, voices: Sequence[Voice] = ()) -> Trace:
    return Trace(
        order.pk,
        order.sub_district_id,
        order.opened_at,
        *_place_of(order),
        matters=frozenset({order.matter_id}),
        texts=(order.brief, *(each.words for each in voices)),
        reporters=frozenset(each.phone_index for each in voices if each.phone_index),
    )


def _place_of(thing: Concern | WorkOrder) -> tuple[UUID | None, UUID | None, float | None, float | None]:
    return thing.community_id, thing.estate_id, thing.lon, thing.lat


def _read(suggestions: Iterable[dict[str, object]]) -> frozenset[UUID]:
    """Give the matter that the wording points to, where it does so with weight."""
    first = next(iter(suggestions), None)
    if first is None or float(str(first.get("score", 0))) < SURE_READING:
        return frozenset()
    return frozenset({UUID(str(first["matter_id"]))})


def _may_be_told(order: WorkOrder, offered: set[UUID]) -> bool:
    is_quiet = order.urgency != UrgencyTier.EMERGENCY and not order.reopened_count
    return is_quiet and order.matter_id in offered and order.state in JOINABLE


def _told(order: WorkOrder) -> KnownMatter:
    place = order.estate or order.community
    return KnownMatter(
        order.pk, order.matter.name, place.name if place else "", order.opened_at, state_label(order.state)
    )
