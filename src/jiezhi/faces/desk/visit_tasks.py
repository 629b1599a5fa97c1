"""What a joint visit is made of: its tasks, what can come of each, and what was written once for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jiezhi.faces.patrol.outcomes import Outcomes
from jiezhi.kit.access import Permission
from jiezhi.kit.actor import Actor


@dataclass(frozen=True)
class JointVisitWords:
    """What was written once.

    Args:
        said: Goes to every task.
        sealed: Only for the mediation, whose notes are sealed.
        place: Where, for the record of a session.
        seen_at: When, where it was written down before it was sent.
        batch_id: The visit on record.
    """

    said: str
    sealed: str = ""
    place: str = ""
    seen_at: datetime | None = None
    batch_id: UUID | None = None


@dataclass(frozen=True)
class VisitTold:
    """What is told of one visit that was due, and of nothing else of the way.

    Args:
        seen: Only for its sealed record.
        wish: Becomes a request.
        has_agreed: They agreed that it is made.
        phone: Theirs.
        next_step: What follows.
        next_on: The day of the next visit.
    """

    seen: str = ""
    wish: str = ""
    has_agreed: bool = False
    phone: str = ""
    next_step: str = "nothing"
    next_on: date | None = None


@dataclass(frozen=True)
class VisitTask:
    """One task of a visit as the page shows it.

    Args:
        kind: A key of `KINDS`.
        id: Of the order, request or mediation.
        label: Its number.
        title: What is to be done.
        text: What it is about.
        place: Where.
        reply: What the department says was done, where that is what is looked at or asked about.
        outcomes: What can come of it now; none where it has to be opened by itself.
        why_not: Why nothing can come of it, where that is not the reason.
        version: Of the order that was seen.
        state: What decides between the deeds of a kind.
        likes_service: What was said of the service, of a callback; None where nothing was.
        estate_id: In which estate.
        told: What was told of a visit that was due.
    """

    kind: str
    id: UUID
    label: str
    title: str
    text: str
    place: str
    outcomes: Outcomes
    reply: str = ""
    why_not: str = ""
    version: int | None = None
    state: str = ""
    likes_service: bool | None = None
    estate_id: UUID | None = None
    told: VisitTold | None = None

    @property
    def key(self) -> str:
        """Name it in addresses and forms."""
        return f"{self.kind}:{self.id}"


Deed = Callable[[], object]


@dataclass(frozen=True)
class VisitKind:
    """How one kind of task is found and done on a visit; each of its permissions is enough by itself."""

    permissions: tuple[Permission, ...]
    subject: str
    find: Callable[[Actor, UUID], VisitTask]
    deed: Callable[[VisitTask, str, JointVisitWords, Actor, datetime], Deed]
