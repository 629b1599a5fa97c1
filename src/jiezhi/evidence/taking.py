"""Which documents of an order may be taken out by whom: the page offers no file that would be refused."""

from collections.abc import Sequence
from datetime import datetime

from jiezhi.concerns.permissions import READ
from jiezhi.evidence.brief.parts import hidden_part, parts_for
from jiezhi.evidence.models import EvidencePack
from jiezhi.kit.actor import Actor
from jiezhi.workorders.models import WorkOrder


def offered(
    actor: Actor, order: WorkOrder, packs: Sequence[EvidencePack], *, at: datetime
) -> list[tuple[EvidencePack, bool]]:
    """Give documents of one order, each with whether the actor may see all that it holds."""
    seen = parts_for(actor, order, at=at) if any(pack.parts for pack in packs) else {}
    may_read = actor.may(READ.code)
    return [
        (pack, (may_read or not pack.with_words) and hidden_part(pack.parts, seen) is None) for pack in packs
    ]
