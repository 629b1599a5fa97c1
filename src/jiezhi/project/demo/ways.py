"""By which way a made-up request came in, who acted for the resident, and what was sent in elder mode."""

from dataclasses import replace
from random import Random
from typing import TypeVar

from jiezhi.concerns.actions import ProxyDraft, Submission
from jiezhi.concerns.choices import CalledBack, Channel, Relation
from jiezhi.kit.actor import Actor

BY_STAFF = frozenset({Channel.PHONE, Channel.COUNTER, Channel.DOOR, Channel.PAPER})
"""Ways on which a member of staff writes the request down."""
AT_THE_COUNTER = ((Channel.COUNTER, 62), (Channel.DOOR, 22), (Channel.PAPER, 16))
"""What else is taken down away from the telephone."""
SPEAKERS = ((Relation.SELF, 86), (Relation.FAMILY, 9), (Relation.NEIGHBOUR, 3), (Relation.OTHER, 2))
"""Who speaks when staff write it down."""
HELPERS = ((Relation.FAMILY, 70), (Relation.NEIGHBOUR, 24), (Relation.OTHER, 6))
"""Who makes a request on the portal for somebody else."""
HELPED = 0.06
"""Share of the portal's requests that are made for somebody else."""
ELDER_FIRST, ELDER_LAST = 0.05, 0.13
"""Share of the portal's requests in elder mode, at begin and end of the fourteen months."""


Choice = TypeVar("Choice")


def by_its_way(submission: Submission, *, part: float) -> Submission:
    """Give a request with who acted for the resident.

    The chance is the request's own, so that nothing else of the made-up past hangs on it.

    Args:
        submission: As it would be without.
        part: How far the fourteen months had gone by then, 0..1.
    """
    rng = Random(f"way-{submission.key}")  # noqa: S311 - stories, not secrets
    if submission.channel is Channel.COUNTER:
        submission = replace(submission, channel=_one_of(rng, AT_THE_COUNTER))
    if submission.channel in BY_STAFF:
        relation = _one_of(rng, SPEAKERS)
        speaks = (
            ProxyDraft(relation, has_agreed=True) if relation is Relation.SELF else _helped(rng, relation)
        )
        return replace(submission, proxy=speaks)
    if submission.channel is Channel.PORTAL:
        is_elder = rng.random() < ELDER_FIRST + (ELDER_LAST - ELDER_FIRST) * part
        proxy = _helped(rng, _one_of(rng, HELPERS)) if rng.random() < HELPED else None
        return replace(submission, proxy=proxy, in_elder_mode=is_elder)
    return submission


def written_by(submission: Submission, staff: Actor) -> Actor | None:
    """Give who wrote the request down; None where residents, or whoever acts for them, did it themselves."""
    return staff if submission.channel in BY_STAFF else None


def _helped(rng: Random, relation: Relation) -> ProxyDraft:
    # No operator gives out numbers that begin with 120.
    phone = f"120{rng.randrange(100_000_000):08}" if rng.random() < 0.65 else ""
    called_back = CalledBack.ACTING if phone and rng.random() < 0.5 else CalledBack.RESIDENT
    return ProxyDraft(relation, phone, called_back, has_agreed=True)


def _one_of(rng: Random, weighted: tuple[tuple[Choice, int], ...]) -> Choice:
    return rng.choices([choice for choice, _ in weighted], weights=[weight for _, weight in weighted])[0]
