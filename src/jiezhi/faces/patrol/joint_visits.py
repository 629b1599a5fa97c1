"""The joint visits of a round on foot: one line for a household at which several things are to be done."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jiezhi.faces.patrol.outcomes import ON_TELEPHONE
from jiezhi.faces.patrol.waiting import SITE_CHECK
from jiezhi.fieldwork.waiting import DUE_VISIT
from jiezhi.inbox.gathering import InboxLine
from jiezhi.inbox.joining import JoinedLines, visits_of
from jiezhi.kit.actor import Actor

WALKED = (SITE_CHECK, DUE_VISIT)
"""What somebody goes there for on a round; a mediation alone is none."""
EXCERPT = 80
FULL = 50
"""Tasks of a kind that are looked at, as many as the list of checks shows."""


@dataclass(frozen=True)
class JointPart:
    """A task of a joint visit as a telephone keeps it for the day: no more than the page of the visit shows.

    Args:
        kind: What is asked of it follows from that.
        id: Of its thing.
        title: What is to be done.
        label: Its number or place.
        text: What it is about.
    """

    kind: str
    id: UUID
    title: str
    label: str
    text: str


@dataclass(frozen=True)
class JointVisitRow:
    """A joint visit as the list prints it.

    Args:
        url: Where all of it is written down with a connection.
        query: Names its tasks, there and on the telephone.
        place: Where.
        tasks: What is to be done there, by kind.
        parts: What is written down on a telephone too.
        check_ids: The orders among it that are to be looked at on site.
    """

    url: str
    query: str
    place: str
    tasks: tuple[str, ...]
    parts: tuple[JointPart, ...]
    check_ids: frozenset[UUID]

    @property
    def is_whole_on_telephone(self) -> bool:
        """Whether nothing of it needs a connection."""
        return len(self.parts) == len(self.tasks)


def joint_visits_of(actor: Actor, *, at: datetime) -> list[JointVisitRow]:
    """Give the joint visits that somebody on foot has to make: two statements, one where nothing is joined."""
    joined = visits_of(actor, at=at, full=FULL)
    return [row for row in map(_row, joined) if any(part.kind in WALKED for part in row.parts)]


def _row(joined: JoinedLines) -> JointVisitRow:
    query = urlencode(joined.tasks)
    return JointVisitRow(
        url=f"{reverse('desk:joint_visit')}?{query}",
        query=query,
        place=joined.place or _("place not said"),
        tasks=tuple(str(line.source.title) for line in joined.lines),
        parts=tuple(_part(line) for line in joined.lines if line.source.visit in ON_TELEPHONE),
        check_ids=frozenset(line.id for line in joined.lines if line.source.visit == SITE_CHECK),
    )


def _part(line: InboxLine) -> JointPart:
    text = line.source.read(line.text)[:EXCERPT]
    return JointPart(line.source.visit, line.id, str(line.source.title), line.number, text)
