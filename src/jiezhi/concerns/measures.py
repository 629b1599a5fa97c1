"""By which ways requests come in, and how many are made for somebody: from live rows, elder mode from its sums."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.choices import Channel, ProxyPart, Relation, Way
from jiezhi.concerns.models import Concern, ElderMonth
from jiezhi.concerns.queries import visible_concerns
from jiezhi.kit.measure import Figure, Figures, Measure, Question, Split, Unit, register_measure

CHANNELS = "channels"
Part = UUID | date | None
"""What counts are broken down by: a community, a month, or nothing."""
_AS_THEY_ARE = (Channel.PHONE, Channel.COUNTER, Channel.DOOR, Channel.PAPER, Channel.SUPERIOR)
WAY_OF = Case(
    When(channel=Channel.PORTAL, proxy__isnull=False, then=Value(Way.PORTAL_PROXY.value)),
    When(channel=Channel.PORTAL, then=Value(Way.PORTAL.value)),
    When(channel__in=_AS_THEY_ARE, then=F("channel")),
    default=Value(Way.PROGRAM.value),
    output_field=CharField(),
)
PART_OF = {
    ProxyPart.FOR_OTHERS: Q(proxy__isnull=False) & ~Q(proxy__relation=Relation.SELF),
    ProxyPart.BY_STAFF: Q(proxy__is_by_staff=True),
}


@dataclass
class Ways:
    """How many requests came by each way, and how many of them were made for somebody."""

    by_way: Counter[str] = field(default_factory=Counter)
    by_part: Counter[str] = field(default_factory=Counter)

    @property
    def whole(self) -> int:
        """All of them."""
        return self.by_way.total()


def ways_in(question: Question) -> Mapping[Part, Ways]:
    """Give the counts of a period in one statement, under None, or by month (its first day) or community.

    Files of earlier messages are left out: nobody chose that way in.
    """
    keys = {Split.MONTH: TruncMonth("submitted_on"), Split.COMMUNITY: F("community_id")}
    rows = counted_concerns(question).annotate(way=WAY_OF)
    rows = rows.annotate(part=keys.get(question.split, Value(None, output_field=CharField())))
    parts = {name.value: Count("id", filter=rule) for name, rule in PART_OF.items()}
    found: dict[Part, Ways] = {}
    counted: Iterable[Any] = rows.order_by().values("part", "way").annotate(count=Count("id"), **parts)
    for row in counted:
        ways = found.setdefault(row["part"], Ways())
        ways.by_way[row["way"]] += row["count"]
        for name in parts:
            ways.by_part[name] += row[name]
    return found


def counted_concerns(question: Question) -> QuerySet[Concern]:
    """Give the requests of a period in the actor's area that a way in is known of."""
    rows = visible_concerns(question.actor).exclude(channel=Channel.FILE)
    return rows.filter(submitted_on__gte=question.first_on, submitted_on__lte=question.last_on)


def elder_requests(question: Question) -> dict[date, int]:
    """Give how many requests were sent in elder mode in each month that lies in the period, in one statement.

    Only the sum of a whole street's month is kept: there is none for a part of either.
    """
    if not question.actor.scope.whole:
        return {}
    rows = ElderMonth.objects.filter(
        sub_district_id=question.actor.tenant_id,
        month_on__gte=question.first_on,
        month_on__lte=question.last_on,
    )
    return dict(rows.values_list("month_on", "requests"))


def _share_of(way: Way) -> Callable[[Question], Figures]:
    def compute(question: Question) -> Figures:
        return {part: Figure.of(ways.by_way[way], ways.whole) for part, ways in ways_in(question).items()}

    return compute


def _count_of(name: ProxyPart) -> Callable[[Question], Figures]:
    def compute(question: Question) -> Figures:
        return {
            part: Figure(float(ways.by_part[name]), ways.whole) for part, ways in ways_in(question).items()
        }

    return compute


def elder_share(question: Question) -> Figures:
    """Give which part of the requests on the portal was sent in elder mode; two statements."""
    if question.split not in (Split.NONE, Split.MONTH):
        return {}
    counts = elder_requests(question)
    figures: dict[Part, Figure] = {}
    for part, ways in ways_in(question).items():
        whole = ways.by_way[Way.PORTAL] + ways.by_way[Way.PORTAL_PROXY]
        month = part if isinstance(part, date) else None
        elder = counts.get(month, 0) if month else sum(counts.values())
        figures[month] = Figure.of(min(elder, whole), whole)
    return figures


_SOURCE = _("Requests as they came in, without files of earlier messages")
_EMPTY = _("No request came in in this period.")
for _way in Way:
    register_measure(
        Measure(
            key=f"way_{_way.value}",
            splits=(Split.MONTH, Split.COMMUNITY),
            about=CHANNELS,
            label=_way.label,
            sentence=format_lazy(
                _("Of the requests of the period, how many came in by: {way}."), way=_way.label
            ),
            unit=Unit.SHARE,
            source=_SOURCE,
            formula=format_lazy(_("requests by: {way} ÷ all requests"), way=_way.label),
            sensitivity=_("Whoever uses two ways for one thing is counted twice."),
            higher_is_better=True,
            empty=_EMPTY,
            compute=_share_of(_way),
        )
    )
for _part in ProxyPart:
    register_measure(
        Measure(
            key=f"proxy_{_part.value}",
            splits=(Split.MONTH, Split.COMMUNITY),
            about=CHANNELS,
            label=_part.label,
            sentence=format_lazy(_("How many requests of the period were: {part}."), part=_part.label),
            unit=Unit.ENTRIES,
            source=_("Records of who acted for the resident"),
            formula=_("records of the period"),
            sensitivity=_("A request that somebody makes in another's name without saying so is not seen."),
            higher_is_better=True,
            empty=_EMPTY,
            compute=_count_of(_part),
        )
    )
ELDER = register_measure(
    Measure(
        key="elder_share",
        splits=(Split.MONTH,),
        about=CHANNELS,
        label=_("In elder mode"),
        sentence=_("Of the requests that were made on the portal, how many were sent in elder mode."),
        unit=Unit.SHARE,
        source=_("A sum of each month; no request says in which mode it was sent"),
        formula=_("requests sent in elder mode ÷ requests on the portal"),
        sensitivity=_("The mode says nothing of age: whoever likes large letters counts."),
        higher_is_better=True,
        empty=_("No request was made on the portal in this period."),
        compute=elder_share,
    )
)
