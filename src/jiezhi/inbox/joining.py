"""Lines of an inbox that are one joint visit: what is to be done at one household is done on one way there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiezhi.core.visits import MOST_TASKS, join_visits, mark_of_household, mark_of_order
from jiezhi.inbox.gathering import InboxLine, InboxPart, inbox_of
from jiezhi.inbox.sources import all_sources, households_of
from jiezhi.kit.actor import Actor


@dataclass(frozen=True)
class JoinedLines:
    """Several tasks at one household.

    Args:
        lines: What one visit takes of them, whatever somebody has to go there for before the rest.
        place: Where; empty where nobody has said.
        left: How many more there are at the household than one visit takes.
    """

    lines: tuple[InboxLine, ...]
    place: str
    left: int = 0

    @property
    def tasks(self) -> list[tuple[str, str]]:
        """Name the tasks in the address of the page on which the visit is written down."""
        return [("task", f"{line.source.visit}:{line.id}") for line in self.lines]


def visits_of(actor: Actor, *, at: datetime, full: int) -> list[JoinedLines]:
    """Give the joint visits of a worker without the rest of their inbox: two statements.

    Args:
        actor: Whose.
        at: Now.
        full: Lines of a kind at most.
    """
    but = frozenset(source.key for source in all_sources() if not source.visit)
    return visits_among(actor, inbox_of(actor, at=at, full=full, but=but))


def visits_among(actor: Actor, brought: Sequence[InboxPart], *, most: int = MOST_TASKS) -> list[JoinedLines]:
    """Join what is to be done at one household: one statement, none where fewer than two tasks lead out."""
    tasks = [line for part in brought if part.source.visit for line in part.lines]
    if len(tasks) < 2:
        return []
    orders = frozenset(line.order_id for line in tasks if line.order_id and not line.source.names_household)
    homes = households_of(actor, orders)
    joined = join_visits([(line, _mark_of(line, homes)) for line in tasks])
    # Two callbacks to one household are made by telephone: nobody goes there for them alone.
    return [_taken(lines, most) for lines in joined if any(line.source.leads_out for line in lines)]


def _mark_of(line: InboxLine, homes: Mapping[UUID, frozenset[str]]) -> str:
    if line.source.names_household:
        return mark_of_household(line.household)
    if line.order_id is None:
        return ""
    return mark_of_order(str(line.order_id), homes.get(line.order_id, frozenset()))


def _taken(lines: list[InboxLine], most: int) -> JoinedLines:
    taken = sorted(lines, key=lambda line: not line.source.leads_out)[:most]
    place = next((line.place for line in lines if line.place), "")
    return JoinedLines(tuple(taken), place, len(lines) - len(taken))
