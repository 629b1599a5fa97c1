"""The parts of the document that other apps hold: what each takes to be seen, and who gathers it.

Whoever may not see a thing on the page of an order does not get it by way of its evidence either. A part may hold
several things of which only some lie in the area of whoever asks, so each that they may see is written on the pack.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model

from jiezhi.chains.permissions import SEE as SEE_CHAINS
from jiezhi.concerns.permissions import READ
from jiezhi.evidence.brief.chains import chain_sections, chains_seen
from jiezhi.evidence.brief.companies import company_sections, duties_seen
from jiezhi.evidence.brief.lines import Section, Wanted
from jiezhi.evidence.brief.marks import mark_sections, marks_seen
from jiezhi.evidence.brief.mediations import mediation_sections, mediations_seen
from jiezhi.evidence.models import EvidencePack
from jiezhi.kit.access import Permission
from jiezhi.kit.actor import Actor
from jiezhi.mediation.permissions import SEE as SEE_MEDIATIONS
from jiezhi.property.permissions import SEE as SEE_PROPERTY
from jiezhi.supervision.permissions import SEE as SEE_MARKS
from jiezhi.workorders.models import WorkOrder

Row = TypeVar("Row", bound=Model)
Parts = Mapping[str, Sequence[str]]
"""Ids of rows by the key of their part; a part without any is left out."""


@dataclass(frozen=True)
class Part(Generic[Row]):
    """A part of the document.

    Args:
        key: What is written on the pack.
        permission: What whoever asks must hold.
        find: Gives its rows within the reader's area; none where the order has nothing of it.
        tell: Gives the sections that tell of some of these rows.
    """

    key: str
    permission: Permission
    find: Callable[[Wanted], list[Row]]
    tell: Callable[[Wanted, Sequence[Row]], list[Section]]


PARTS: tuple[Part[Any], ...] = (
    Part("property", SEE_PROPERTY, duties_seen, company_sections),
    Part("mediation", SEE_MEDIATIONS, mediations_seen, mediation_sections),
    Part("chains", SEE_CHAINS, chains_seen, chain_sections),
    Part("marks", SEE_MARKS, marks_seen, mark_sections),
)
"""In the order in which they are printed."""


def parts_for(actor: Actor, order: WorkOrder, *, at: datetime) -> dict[str, list[str]]:
    """Give what an order has of the parts and the actor may see."""
    wanted = Wanted(actor, order, at)
    allowed = [part for part in PARTS if actor.may(part.permission.code)]
    found = {part.key: [str(row.pk) for row in part.find(wanted)] for part in allowed}
    return {key: ids for key, ids in found.items() if ids}


def hidden_part(told: Parts, seen: Parts) -> Part[Any] | None:
    """Give the first part of which more is told than is seen, if there is one."""
    return next((part for part in PARTS if {*told.get(part.key, ())} - {*seen.get(part.key, ())}), None)


def sections_of(wanted: Wanted, told: Parts) -> list[Section]:
    """Give the sections that tell of these rows and of no other, in the order in which they are printed."""
    return [
        section
        for part in PARTS
        if part.key in told
        for section in part.tell(wanted, [row for row in part.find(wanted) if str(row.pk) in told[part.key]])
    ]


def offered(
    actor: Actor, order: WorkOrder, packs: Sequence[EvidencePack], *, at: datetime
) -> list[tuple[EvidencePack, bool]]:
    """Give documents of one order, each with whether the actor may see all that it holds: no other file is offered."""
    seen = parts_for(actor, order, at=at) if any(pack.parts for pack in packs) else {}
    may_read = actor.may(READ.code)
    return [
        (pack, (may_read or not pack.with_words) and hidden_part(pack.parts, seen) is None) for pack in packs
    ]
