"""Taking a danger off a request, once somebody has called it off."""

from datetime import datetime
from uuid import UUID

from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.supervision.queries import is_called_off


@action
def take_danger_off(*, concern_id: UUID, actor: Actor, at: datetime) -> Concern:
    """Let a request stand in its turn again: it is proposed as no emergency, and its trail keeps which it was.

    A danger that was told anew meanwhile stays.
    """
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern_id)
    danger = concern.danger
    if danger and is_called_off(concern.sub_district_id, OriginRef(PICTURE_OWNER, concern.pk)):
        concern.danger = ""
        # Whoever has its page open decides on what it says now.
        concern.version += 1
        concern.save(update_fields=["danger", "version"])
    audit.record(
        "concerns.danger_taken_off",
        kind=PICTURE_OWNER,
        id=concern.pk,
        facts={"danger": danger, "is_repeat": danger == concern.danger},
    )
    return concern
