"""What is open already where somebody stands: shown before they report it once more."""

from datetime import datetime, timedelta
from uuid import UUID

from jiezhi.concerns.classifiers import danger_of
from jiezhi.core.duplicates import MOST_COMPARED, MOST_SHOWN, Trace, same_matter_near
from jiezhi.kit.actor import Actor
from jiezhi.merging.queries import Candidate, candidate_of, limits_of, reasons_in_words, rules_of, traces_of
from jiezhi.places.queries import Spot
from jiezhi.workorders.nearby import orders_near, orders_with_names
from jiezhi.workorders.queries import is_visible


def open_here(
    actor: Actor,
    *,
    matter_id: UUID,
    words: str,
    spot: Spot,
    own_id: UUID | None = None,
    chosen_id: UUID | None = None,
    at: datetime,
) -> list[Candidate]:
    """Give up to three open orders of the area about one matter at one place, the likest first; four statements.

    What was taken up again is not among them: its reporters have another round, so that nothing can be merged into it.

    For whoever stands there and is about to report it. Nothing for words that tell of a danger: that goes out at once.

    Args:
        actor: Whose area.
        matter_id: What it is about.
        words: What they wrote, if anything.
        spot: Where it is.
        own_id: The order that was opened of it, where it was.
        chosen_id: The order that they said it is, which stands last where others are likelier by now.
        at: Now.
    """
    if spot.community_id is None or danger_of(words):
        return []
    limits = limits_of(rules_of(actor.tenant_id))
    found = orders_near(
        sub_district_id=actor.tenant_id,
        community_id=spot.community_id,
        since=at - timedelta(days=limits.days),
        most=MOST_COMPARED,
    )
    visible = [
        order
        for order in found
        if order.pk != own_id and not order.reopened_count and is_visible(actor, order)
    ]
    place = (spot.community_id, spot.estate_id, spot.lon, spot.lat)
    texts = (words,) if words.strip() else ()
    thing = Trace(None, actor.tenant_id, at, *place, matters=frozenset({matter_id}), texts=texts)
    all_near = same_matter_near(thing, traces_of(visible, ()), limits, most=MOST_COMPARED)
    likely = [
        (trace, why)
        for place, (trace, why) in enumerate(all_near)
        if place < MOST_SHOWN or trace.key == chosen_id
    ]
    named = orders_with_names(trace.key for trace, _why in likely)
    return [candidate_of(named[trace.key], reasons_in_words(why)) for trace, why in likely]
