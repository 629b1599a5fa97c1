"""Votes of owners, recorded with their totals and decided by the law of their day; a wrong one is made void."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.core.owners_votes import VoteTally, decide
from jiezhi.core.vote_rules import VoteTopic, rule_on
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.property.models import OwnersVote
from jiezhi.property.permissions import KEEP
from jiezhi.property.queries import VOTE, get_estate, get_vote

ON_RECORD = gettext_lazy(
    "This vote is on record already. If its numbers are wrong, make it void first, with the reason."
)


@dataclass(frozen=True)
class VoteDraft:
    """A vote that was held on paper.

    Args:
        estate_id: Of whose owners.
        title: What was voted on.
        topic: A `VoteTopic`.
        ended_on: The day on which it ended.
        tally: What was counted, the unsold part among it.
        counted_from: SHA-256 of the list of units it was counted from, which is not kept; empty for totals.
    """

    estate_id: UUID
    title: str
    topic: VoteTopic
    ended_on: date
    tally: VoteTally
    counted_from: str = ""


@action
def record_vote(*, draft: VoteDraft, actor: Actor, at: datetime) -> OwnersVote:
    """Record a vote of owners and what came of it.

    Raises:
        InvalidError: It has no title, lies in the future or before any law, the numbers cannot be, or it is on record.
        MissingError: No such estate.
    """
    require(actor, KEEP)
    estate = get_estate(actor, draft.estate_id)
    title = draft.title.strip()
    if not title:
        raise InvalidError(_("Say what was voted on."))
    if draft.ended_on > timezone.localdate(at):
        raise InvalidError(_("The vote has not ended yet. Record it when it has."))
    try:
        outcome = decide(draft.tally, draft.topic, rule_on(draft.ended_on))
    except ValueError as problem:
        raise InvalidError(_fault_words(draft.tally), facts={"faults": str(problem)}) from problem
    hold(f"property.vote:{estate.pk}:{draft.ended_on}")
    rows = OwnersVote.objects.filter(sub_district_id=actor.tenant_id, estate=estate, voided_at=None)
    if rows.filter(title=title, ended_on=draft.ended_on).exists():
        raise InvalidError(str(ON_RECORD))
    vote = OwnersVote.objects.create(
        sub_district_id=actor.tenant_id,
        estate=estate,
        title=title,
        topic=draft.topic,
        ended_on=draft.ended_on,
        heads=draft.tally.heads,
        area_dm2=draft.tally.area_dm2,
        heads_by={ballot.value: count for ballot, count in draft.tally.heads_by.items()},
        area_by={ballot.value: area for ballot, area in draft.tally.area_by.items()},
        counted_from=draft.counted_from,
        is_carried=outcome.is_carried,
        recorded_at=at,
        recorded_by=actor.label,
    )
    audit.record(
        "property.vote_recorded",
        kind=VOTE,
        id=vote.pk,
        facts={"topic": vote.topic, "is_carried": vote.is_carried},
    )
    return vote


def _fault_words(tally: VoteTally) -> str:
    if set(tally.faults()) <= {"heads_without_area", "area_without_heads"}:
        return _(
            "These numbers cannot be: there are owners without area, or area without owners. Count again."
        )
    return _("These numbers cannot be: more took part than there are, or there is nobody. Count again.")


@action
def void_vote(*, vote_id: UUID, reason: str, actor: Actor, at: datetime) -> OwnersVote:
    """Make a recorded vote void: it stays on show with the reason, counts nowhere, and can be recorded anew.

    Raises:
        InvalidError: There is no reason, or it is void already.
        MissingError: The street has no such vote.
    """
    require(actor, KEEP)
    get_vote(actor, vote_id)
    if not reason.strip():
        raise InvalidError(_("Say why the vote is void."))
    vote = OwnersVote.objects.select_for_update().get(pk=vote_id)
    if vote.voided_at is not None:
        raise InvalidError(_("This vote is void already. Look at its page again."))
    vote.void_reason, vote.voided_at, vote.voided_by = reason.strip(), at, actor.label
    vote.save(update_fields=["void_reason", "voided_at", "voided_by"])
    audit.record("property.vote_voided", kind=VOTE, id=vote.pk)
    return vote
