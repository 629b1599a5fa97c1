"""What a request made for somebody else must say."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jiezhi.concerns.choices import CalledBack, Relation
from jiezhi.concerns.models import Concern, ProxyEntry
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError


@dataclass(frozen=True)
class ProxyDraft:
    """Who acts for the resident.

    Args:
        relation: What they are to the resident.
        acting_phone: Their own number; empty where they leave none.
        called_back: Who is asked at the callback.
        has_agreed: The resident agreed.
    """

    relation: Relation
    acting_phone: str = ""
    called_back: CalledBack = CalledBack.RESIDENT
    has_agreed: bool = False


def require_proxy_sense(draft: ProxyDraft | None) -> None:
    """Refuse what nobody agreed to, and a callback to somebody without a number.

    Raises:
        InvalidError: One of the two.
    """
    if draft is None:
        return
    if not draft.has_agreed:
        raise InvalidError(
            _(
                "A request can be made for somebody only if they agree. Ask them first, then tick that they agreed."
            )
        )
    if draft.called_back == CalledBack.ACTING and not draft.acting_phone:
        raise InvalidError(
            _(
                "The callback is to go to whoever acts for the resident, but their number is missing. Enter it."
            )
        )


def new_proxy(draft: ProxyDraft, concern: Concern, *, actor: Actor, at: datetime) -> ProxyEntry:
    """Give the record of who acted, not yet stored; of staff it holds department and post, never a name."""
    return ProxyEntry(
        sub_district_id=concern.sub_district_id,
        concern=concern,
        relation=draft.relation,
        is_by_staff=actor.is_staff,
        acting_phone=draft.acting_phone,
        has_acting_phone=bool(draft.acting_phone),
        called_back=draft.called_back,
        has_agreed=draft.has_agreed,
        entered_by=actor.label if actor.is_staff else "",
        at=at,
    )
