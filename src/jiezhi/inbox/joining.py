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
    marked = [(line, _mark_of(line, homes)) for line in tasks]
    joined = [part for group in join_visits(marked) for part in _without_telling_doors(group)]
    # Two callbacks to one household are made by telephone: nobody goes there for them alone.
    return [_taken(lines, most) for lines in joined if any(line.source.leads_out for line in lines)]


def _without_telling_doors(lines: list[InboxLine]) -> list[list[InboxLine]]:
    """Take apart what would tell at which door somebody lives who only reported something.

    A task whose record holds a door goes with what its household is asked anyway, such as a callback, and at the same
    place; never with a check, whose reporter the worker does not know. Where two doors answer to one number, as that of
    a child or of the committee, nothing says which of them is meant: each is gone to by itself.
    """
    with_door = [line for line in lines if line.source.holds_door]
    if not with_door:
        return [lines]
    others = [line for line in lines if not line.source.holds_door]
    door = with_door[0]
    asked = [line for line in others if line.source.names_household and line.place == door.place]
    if len(with_door) == 1 and asked:
        rest = [line for line in others if line not in asked]
        return [group for group in ([door, *asked], rest) if len(group) > 1]
    return [others] if len(others) > 1 else []


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
