"""Record what the superior heard at its own callback, beside the office's own and never in its place."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.concerns.superior_queries import get_superior
from jiezhi.core.masking import find_personal
from jiezhi.evidence.errors import DecidedError, GroundError
from jiezhi.evidence.models import SuperiorCallback
from jiezhi.evidence.permissions import RECORD
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor


@dataclass(frozen=True)
class Heard:
    """What the resident told the superior: whether it is solved, and satisfaction with service and outcome apart."""

    called_on: date
    was_reached: bool
    was_solved: bool | None = None
    likes_service: bool | None = None
    likes_outcome: bool | None = None
    words: str = ""


@action
def record_superior_callback(
    *, superior_id: UUID, heard: Heard, actor: Actor, at: datetime
) -> SuperiorCallback:
    """Record a callback of the superior; one a day and order, and none is ever changed.

    Raises:
        DecidedError: That day's is recorded already.
        GroundError: The words hold somebody's number, or nobody was reached and yet answered.
        MissingError: No such order from above in the actor's area.
    """
    require(actor, RECORD)
    superior = get_superior(actor, superior_id)
    if find_personal(heard.words):
        raise GroundError(
            _("Leave telephone and identity numbers out of the words: they are kept with the request.")
        )
    answers = (heard.was_solved, heard.likes_service, heard.likes_outcome)
    if not heard.was_reached and any(answer is not None for answer in answers):
        raise GroundError(_("Whoever was not reached has answered nothing. Leave the answers empty."))
    made, is_new = SuperiorCallback.objects.get_or_create(
        sub_district_id=superior.sub_district_id,
        superior=superior,
        called_on=heard.called_on,
        defaults={
            "was_reached": heard.was_reached,
            "was_solved": heard.was_solved,
            "likes_service": heard.likes_service,
            "likes_outcome": heard.likes_outcome,
            "words": heard.words,
            "recorded_at": at,
            "recorded_by": actor.label,
        },
    )
    if not is_new:
        raise DecidedError(_("A callback of this day is recorded already, and stays as it is."))
    audit.record("evidence.superior_callback_recorded", kind="concerns.superior", id=superior.pk)
    return made
