"""Reporters are told by short message what becomes of their request, for as long as they wish it and it lasts."""

from datetime import datetime
from uuid import UUID

from jiezhi.concerns.actions.submitting import own_concern
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import FOLLOW
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.notices.actions import ask_to_be_told, end_wish
from jiezhi.notices.choices import WishEnd
from jiezhi.notices.queries import is_told


@action
def stop_telling(*, concern_id: UUID, actor: Actor, at: datetime) -> Concern:
    """Be told no more; the number that was kept for it is forgotten.

    Raises:
        MissingError: The request is not the actor's.
    """
    require(actor, FOLLOW)
    concern = own_concern(actor, concern_id)
    end_wish(about=OriginRef(PICTURE_OWNER, concern.pk), because=WishEnd.OWN, actor=actor, at=at)
    return concern


def settle_telling(concern: Concern, *, because: WishEnd, actor: Actor, at: datetime) -> None:
    """End the telling with the matter, or with the number."""
    about = OriginRef(PICTURE_OWNER, concern.pk)
    if is_told(concern.sub_district_id, about):
        end_wish(about=about, because=because, actor=actor, at=at)


def tell_under_another_number(concern: Concern, phone: str, *, actor: Actor, at: datetime) -> None:
    """Whoever is told goes on being told, under the number that was corrected."""
    about = OriginRef(PICTURE_OWNER, concern.pk)
    if is_told(concern.sub_district_id, about):
        ask_to_be_told(about=about, phone=phone, actor=actor, at=at)
