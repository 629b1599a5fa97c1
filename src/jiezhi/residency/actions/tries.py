"""Counting wrong tries, and forgetting them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.ids import new_id
from jiezhi.residency.models import WrongTry

WRONG_TRY = "residency.wrong_try"
KEPT = timedelta(days=30)
"""So long a resident can see that somebody tried."""


@action
def note_wrong_try(*, aims: Collection[str], actor: Actor, at: datetime) -> None:
    """Count a wrong guess against everything it was aimed at.

    Args:
        aims: Keyed digests: of the code, of the network address.
        actor: A visitor of the street.
        at: Now.
    """
    rows = [WrongTry(sub_district_id=actor.tenant_id, aim=aim, at=at) for aim in aims]
    WrongTry.objects.bulk_create(rows)
    audit.record("residency.wrong_try", kind=WRONG_TRY, id=rows[0].pk, facts={"aims": len(rows)})


@action
def forget_wrong_tries(*, actor: Actor, at: datetime) -> int:
    """Forget the tries of more than thirty days ago; give how many."""
    gone, _by_model = WrongTry.objects.filter(at__lt=at - KEPT).delete()
    audit.record("residency.tries_forgotten", kind=WRONG_TRY, id=new_id(), facts={"count": gone})
    return gone
