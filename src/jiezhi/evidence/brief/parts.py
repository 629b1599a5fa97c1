"""The parts of the document that other apps hold: what each takes to be seen, and who gathers it.

Whoever may not see a thing on the page of an order does not get it by way of its evidence either: what the one who
asks may see is written on the pack when they ask.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from jiezhi.chains.permissions import SEE as SEE_CHAINS
from jiezhi.evidence.brief.chains import chain_sections
from jiezhi.evidence.brief.companies import company_sections
from jiezhi.evidence.brief.lines import Section, Wanted
from jiezhi.evidence.brief.marks import mark_sections
from jiezhi.evidence.brief.mediations import mediation_sections
from jiezhi.kit.access import Permission
from jiezhi.kit.actor import Actor
from jiezhi.mediation.permissions import SEE as SEE_MEDIATIONS
from jiezhi.property.permissions import SEE as SEE_PROPERTY
from jiezhi.supervision.permissions import SEE as SEE_MARKS
from jiezhi.workorders.models import WorkOrder


@dataclass(frozen=True)
class Part:
    """A part of the document.

    Args:
        key: What is written on the pack.
        permission: What whoever asks must hold.
        gather: Gives its sections within the area of whoever asks; none where the order has nothing of it.
    """

    key: str
    permission: Permission
    gather: Callable[[Wanted], list[Section]]


PARTS = (
    Part("property", SEE_PROPERTY, company_sections),
    Part("mediation", SEE_MEDIATIONS, mediation_sections),
    Part("chains", SEE_CHAINS, chain_sections),
    Part("marks", SEE_MARKS, mark_sections),
)
"""In the order in which they are printed."""


def parts_for(actor: Actor, order: WorkOrder, *, at: datetime) -> list[str]:
    """Give the keys of the parts that an order has and that the actor may see."""
    wanted = Wanted(actor, order, at)
    return [part.key for part in PARTS if actor.may(part.permission.code) and part.gather(wanted)]


def sections_of(wanted: Wanted, keys: Collection[str]) -> list[Section]:
    """Give the sections of some parts, in the order in which they are printed."""
    return [section for part in PARTS if part.key in keys for section in part.gather(wanted)]
