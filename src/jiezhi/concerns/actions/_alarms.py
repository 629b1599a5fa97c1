"""A request that tells of a danger calls who is on duty at its receipt; whoever decides on it answers the call."""

from datetime import datetime

from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.core.briefs import brief_from
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.supervision.actions import Alarm, raise_alarm, take_alarm_up
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.models import WorkOrder


def call_duty(concern: Concern, words: str, *, actor: Actor, at: datetime) -> None:
    """Call who is on duty to a request whose words tell of a danger; a message of a file is of the past.

    Args:
        concern: The request, locked or just made.
        words: Those that tell of it; whoever is called reads them without names and numbers.
        actor: Whose words they are.
        at: Of their receipt.
    """
    alarm = Alarm(
        origin=OriginRef(PICTURE_OWNER, concern.pk),
        number=concern.number,
        brief=brief_from(words)[:LONGEST_BRIEF],
        danger=concern.danger,
        community_id=concern.community_id,
    )
    raise_alarm(alarm=alarm, actor=actor, at=at)


def answer_duty(concern: Concern, order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """Take a decision on such a request as the answer, and let its order go on with the clock."""
    if concern.danger:
        origin = OriginRef(PICTURE_OWNER, concern.pk)
        take_alarm_up(origin=origin, order_id=order.pk, actor=actor, at=at)
