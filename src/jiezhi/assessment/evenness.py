"""Where the office's means go and where the need is: demonstration sites, old estates and the others side by side.

Counted is what is held anyway: floor area that serves residents and the ground of grid workers, and how requests went.
Money is not held yet, so nothing is said of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.assessment.models import DemonstrationSite
from jiezhi.core.evenness import location_quotient
from jiezhi.core.measures import share
from jiezhi.insight.periods import last_months
from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Question
from jiezhi.kit.numerals import DASH, decimal, per_cent
from jiezhi.places.choices import CommunityKind
from jiezhi.places.models import Community
from jiezhi.places.queries import grid_cells_of, street_ground
from jiezhi.workorders.measures import MINUTES_AN_HOUR, orders_in
from jiezhi.workorders.outcomes import outcomes

A_THOUSAND = 1000
COLUMNS: dict[str, str | Promise] = {
    "orders": _("Orders"),
    "area_m2": _("Floor area for residents, m²"),
    "grid_cells": _("Grid cells"),
}
"""The need first, then the means; each a thousand residents."""

COUNTED = ("orders", "handling", "handled", "on_time", "timed", "satisfied", "said")


@dataclass(frozen=True)
class Against:
    """One number of a group: for each thousand residents, and against what its residents would stand for."""

    a_thousand: str
    quotient: str


@dataclass(frozen=True)
class GroupRow:
    """Communities of one group together.

    Args:
        label: What they are.
        names: Which they are.
        residents: Of all of them; None where it is not known of one.
        cells: By `COLUMNS`.
        hours: Mean working hours from dispatch to done.
        on_time: Which part of their orders was in time, and of how many.
        satisfied: Which part of their reporters is satisfied, and of how many.
    """

    label: str
    names: tuple[str, ...]
    residents: int | None
    cells: tuple[Against, ...]
    hours: str
    on_time: str
    satisfied: str


@dataclass(frozen=True)
class Evenness:
    """The report.

    Args:
        rows: Demonstration sites first where there are any, then the others by their kind.
        is_known: Whether the residents of every community are known; without them nothing can be compared.
        has_sites: Whether any demonstration site is marked.
    """

    rows: tuple[GroupRow, ...]
    is_known: bool
    has_sites: bool


Counts = Mapping[str, float]


def site_ids(sub_district_id: UUID) -> frozenset[UUID]:
    """Give the communities that are marked as demonstration sites (示范社区)."""
    rows = DemonstrationSite.objects.filter(sub_district_id=sub_district_id)
    return frozenset(rows.values_list("community_id", flat=True))


def evenness(actor: Actor, months: int, *, at: datetime) -> Evenness:
    """Give where need and means lie, in nine statements.

    Args:
        actor: Who sees the whole street.
        months: For how many months back orders and working time count; places count as they are now.
        at: Now.
    """
    ground, cells = street_ground(actor.tenant_id).communities, grid_cells_of(actor.tenant_id)
    counted = _counted(actor, months, at=at)
    held = {
        each.community.pk: _held(
            each.service_area_m2, cells.get(each.community.pk, 0), counted.get(each.community.pk, {})
        )
        for each in ground
    }
    sites, communities = site_ids(actor.tenant_id), [each.community for each in ground]
    groups = [(_("Demonstration sites"), [each for each in communities if each.pk in sites])]
    groups += [
        (kind.label, [each for each in communities if each.kind == kind and each.pk not in sites])
        for kind in CommunityKind
    ]
    return Evenness(
        tuple(_row(str(label), members, communities, held) for label, members in groups if members),
        is_known=all(each.residents for each in communities),
        has_sites=bool(sites),
    )


def _counted(actor: Actor, months: int, *, at: datetime) -> dict[UUID, dict[str, int]]:
    today, known = timezone.localdate(at), outcomes(at)
    question = Question(actor, last_months(today, months)[-1], today, at)
    rows: Iterable[Any] = (
        orders_in(question)
        .filter(community__isnull=False)
        .order_by()
        .values("community_id")
        .annotate(
            orders=Count("pk"),
            handling=Sum("handling_min", default=0),
            handled=Count("handling_min"),
            on_time=Count("pk", filter=known["on_time"]),
            timed=Count("pk", filter=known["on_time"] | known["late"]),
            satisfied=Count("pk", filter=known["satisfied"]),
            said=Count("pk", filter=known["satisfied"] | known["unsatisfied"]),
        )
    )
    return {row.pop("community_id"): row for row in rows}


def _held(area_m2: int, grid_cells: int, counted: Mapping[str, int]) -> Counts:
    return {
        "area_m2": area_m2,
        "grid_cells": grid_cells,
        **{key: counted.get(key, 0) for key in COUNTED},
    }


def _row(
    label: str, members: Sequence[Community], everywhere: Sequence[Community], held: Mapping[UUID, Counts]
) -> GroupRow:
    residents, people = _residents(members), _residents(everywhere)

    def total(key: str, communities: Sequence[Community] = members) -> float:
        return sum(held[each.pk][key] for each in communities)

    def against(key: str) -> Against:
        if residents is None or people is None:
            return Against(DASH, DASH)
        quotient = location_quotient(total(key), residents, total(key, everywhere), people)
        return Against(
            decimal(total(key) * A_THOUSAND / residents), DASH if quotient is None else decimal(quotient, 2)
        )

    return GroupRow(
        label=label,
        names=tuple(each.name for each in members),
        residents=residents,
        cells=tuple(against(key) for key in COLUMNS),
        hours=_hours(total("handling"), total("handled")),
        on_time=_share(total("on_time"), total("timed")),
        satisfied=_share(total("satisfied"), total("said")),
    )


def _residents(communities: Sequence[Community]) -> int | None:
    known = [each.residents for each in communities if each.residents]
    return sum(known) if len(known) == len(communities) else None


def _hours(minutes: float, orders: float) -> str:
    return decimal(minutes / MINUTES_AN_HOUR / orders) if orders else DASH


def _share(part: float, whole: float) -> str:
    value = share(int(part), int(whole))
    return DASH if value is None else f"{per_cent(value)} / {int(whole)}"
