"""What a dispatcher decides: two orders are one thing, or two; and a merge is undone within its days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.concerns.actions import move_reporters, return_reporters
from jiezhi.core.duplicates import Sameness
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.merging.choices import PairDecision, PairState
from jiezhi.merging.models import DuplicatePair
from jiezhi.merging.queries import get_pair, rules_of
from jiezhi.workorders.errors import PartRefusedError
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DISPATCH
from jiezhi.workorders.queries import get_order

PAIR = "merging.pair"


@action
def propose_pairs(*, found: Sequence[tuple[UUID, UUID, Sameness]], actor: Actor, at: datetime) -> int:
    """Keep the pairs that a night found, for a person to decide; nothing is merged by itself.

    Args:
        found: Ids in ascending order, and why they may be one.
        actor: The job.
        at: Now.

    Returns:
        How many are new.
    """
    rows = [
        DuplicatePair(
            sub_district_id=actor.tenant_id,
            one_id=one,
            other_id=other,
            wording=round(why.wording, 3),
            is_same_estate=why.is_same_estate,
            distance_m=why.distance_m,
            found_at=at,
        )
        for one, other, why in found
    ]
    DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True)
    audit.record("merging.pairs_proposed", kind=PAIR, id=actor.tenant_id, facts={"pairs": len(rows)})
    return len(rows)


@action
def decide_pair(
    *, pair_id: UUID, decision: PairDecision, note: str = "", actor: Actor, at: datetime
) -> WorkOrder | None:
    """Merge a proposed pair one way or the other, or say that they are two things, which is not proposed again.

    Returns:
        The order that stays; None where nothing was merged.

    Raises:
        MissingError: Somebody decided, or one of the two has gone on.
        MergeRefusedError: They cannot be put together; the message says why.
    """
    require(actor, DISPATCH)
    pair = get_pair(actor, pair_id)
    staying = None
    if decision is not PairDecision.APART:
        ids = (pair.other_id, pair.one_id)
        absorbed_id, staying_id = ids if decision is PairDecision.KEEP_ONE else ids[::-1]
        staying = merge_orders(absorbed_id=absorbed_id, staying_id=staying_id, note=note, actor=actor, at=at)
    else:
        _settle(pair.one_id, pair.other_id, PairState.APART, actor=actor, at=at)
    audit.record(
        "merging.pair_decided",
        kind=PAIR,
        id=pair.pk,
        facts={"one": pair.one.number, "other": pair.other.number, "decision": decision.value},
    )
    return staying


@action
def merge_orders(
    *,
    absorbed_id: UUID,
    staying_id: UUID,
    note: str = "",
    seen_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Merge two orders about one thing (并单): one stays with its lead, every reporter is kept, told and called back.

    Orders from above keep their own numbers and clocks: those hang on the request, which only changes its order.

    Raises:
        MissingError: One of them is not in the actor's area.
        StaleError: The absorbed one changed, or somebody joined it, meanwhile.
        MergeRefusedError: They cannot be put together; the message says why.
    """
    require(actor, DISPATCH)
    _absorbed, staying = move_reporters(
        absorbed_id=absorbed_id,
        staying_id=staying_id,
        note=note,
        seen_version=seen_version,
        actor=actor,
        at=at,
    )
    one, other = sorted((absorbed_id, staying_id))
    _settle(one, other, PairState.MERGED, actor=actor, at=at)
    return staying


@action
def undo_merge(*, absorbed_id: UUID, note: str, actor: Actor, at: datetime) -> WorkOrder:
    """Undo a merge within the office's days: both orders stand as they stood, each with its own reporters.

    Raises:
        InvalidError: No reason is given.
        PartRefusedError: The days have passed, or what was done since forbids it; the message says what.
    """
    require(actor, DISPATCH)
    merged, days = get_order(actor, absorbed_id), rules_of(actor.tenant_id).undo_days
    if merged.closed_at is not None and at - merged.closed_at > timedelta(days=days):
        raise PartRefusedError(
            _("A merge can be undone within %(days)d days. Open a new order for what is not done.")
            % {"days": days}
        )
    absorbed, staying = return_reporters(absorbed_id=absorbed_id, note=note, actor=actor, at=at)
    one, other = sorted((absorbed.pk, staying.pk))
    _settle(one, other, PairState.APART, actor=actor, at=at)
    audit.record(
        "merging.merge_undone",
        kind="workorders.order",
        id=absorbed.pk,
        facts={"number": absorbed.number, "of": staying.number},
    )
    return absorbed


def _settle(one: UUID, other: UUID, state: PairState, *, actor: Actor, at: datetime) -> None:
    """Note on the pair, where there is one, what was decided; a pair that a merge was undone of stays two things."""
    DuplicatePair.objects.filter(sub_district_id=actor.tenant_id, one_id=one, other_id=other).update(
        state=state, decided_at=at, decided_by=actor.label
    )
