"""The joint visits of a round on foot: one line for a household at which several things are to be done."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jiezhi.faces.patrol.waiting import SITE_CHECK
from jiezhi.inbox.joining import JoinedLines, visits_of
from jiezhi.kit.actor import Actor

FULL = 50
"""Tasks of a kind that are looked at, as many as the list of checks shows."""


@dataclass(frozen=True)
class JointVisitRow:
    """A joint visit as the list prints it.

    Args:
        url: Where all of it is written down; it needs a connection.
        place: Where.
        tasks: What is to be done there, by kind.
        check_ids: The orders among it that are to be looked at on site.
    """

    url: str
    place: str
    tasks: tuple[str, ...]
    check_ids: frozenset[UUID]


def joint_visits_of(actor: Actor, *, at: datetime) -> list[JointVisitRow]:
    """Give the joint visits of the actor that begin with a check: two statements, one where nothing is joined."""
    joined = visits_of(actor, at=at, full=FULL)
    return [row for row in map(_row, joined) if row.check_ids]


def _row(joined: JoinedLines) -> JointVisitRow:
    return JointVisitRow(
        url=f"{reverse('desk:joint_visit')}?{urlencode(joined.tasks)}",
        place=joined.place or _("place not said"),
        tasks=tuple(str(line.source.title) for line in joined.lines),
        check_ids=frozenset(line.id for line in joined.lines if line.source.visit == SITE_CHECK),
    )
