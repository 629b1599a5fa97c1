"""A request that tells of a danger calls who is on duty at its receipt; its order goes on with the clock."""

from datetime import datetime

from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.core.briefs import brief_from
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.supervision.actions import Alarm, raise_alarm, take_alarm_up
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.models import WorkOrder


def call_duty(concern: Concern, words: str, *, actor: Actor, at: datetime) -> bool:
    """Call who is on duty to a request whose words tell of a danger.

    A message of a file is of the past. Words that are added while the calls go on call nobody twice.

    Args:
        concern: The request, locked or just made.
        words: Those that tell of it; whoever is called reads them without names and numbers.
        actor: Whose words they are.
        at: Of their receipt.

    Returns:
        Whether that began an alarm; False where one was open.
    """
    alarm = Alarm(
        origin=OriginRef(PICTURE_OWNER, concern.pk),
        number=concern.number,
        brief=brief_from(words)[:LONGEST_BRIEF],
        danger=concern.danger,
        community_id=concern.community_id,
        order_id=concern.order_id,
    )
    return raise_alarm(alarm=alarm, actor=actor, at=at).began_at == at


def hand_clock_on(concern: Concern, order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """Let the order of such a request go on with the clock; one that is no emergency answers the call."""
    if concern.danger:
        origin = OriginRef(PICTURE_OWNER, concern.pk)
        take_alarm_up(origin=origin, order=order, actor=actor, at=at)
