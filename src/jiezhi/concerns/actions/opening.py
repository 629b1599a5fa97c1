"""Opening a request with what its reporter has: the code, and the last digits of the number where one was left."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hmac import compare_digest
from uuid import UUID

from jiezhi.concerns.codes import digest_of
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import FOLLOW
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.residency.actions import note_wrong_try
from jiezhi.residency.limits import ADDRESS_LIMITS, CODE_LIMITS
from jiezhi.residency.queries import aim_locked_until

LAST_DIGITS = 4
_NOTHING = UUID(int=0)


class Opening(StrEnum):
    """What came of a try to open a request."""

    OPENED = "opened"
    UNKNOWN = "unknown"
    NEEDS_DIGITS = "needs_digits"
    WRONG_DIGITS = "wrong_digits"
    LOCKED = "locked"


@dataclass(frozen=True)
class Opened:
    """A try and what came of it; the request only where it was opened."""

    outcome: Opening
    concern: Concern | None = None
    locked_until: datetime | None = None


@action
def open_with_code(*, code: str, digits: str, address: str, actor: Actor, at: datetime) -> Opened:
    """Open a request, or count the try.

    The outcome is given and not raised: an error would take the counted try back. Of tries that arrive together none
    is lost, since they pass one after the other.

    Args:
        code: As `normalise_code` gives it.
        digits: The last four of the telephone number; empty while they have not been asked.
        address: Keyed digest of where the try comes from.
        actor: A visitor of the street.
        at: Now.
    """
    require(actor, FOLLOW)
    aim = digest_of(code)
    for name in sorted((aim, address)):
        hold(f"residency.try:{name}")
    ends = [
        aim_locked_until(actor.tenant_id, aim, CODE_LIMITS, at=at),
        aim_locked_until(actor.tenant_id, address, ADDRESS_LIMITS, at=at),
    ]
    until = max((end for end in ends if end), default=None)
    if until is not None:
        return _told(Opened(Opening.LOCKED, locked_until=until))
    concern = Concern.objects.filter(sub_district_id=actor.tenant_id, code_digest=aim).first()
    if concern is None:
        note_wrong_try(aims=(aim, address), actor=actor, at=at)
        return _told(Opened(Opening.UNKNOWN))
    if concern.phone_index and not digits:
        return _told(Opened(Opening.NEEDS_DIGITS))
    if concern.phone_index and not compare_digest(concern.phone[-LAST_DIGITS:].encode(), digits.encode()):
        note_wrong_try(aims=(aim, address), actor=actor, at=at)
        return _told(Opened(Opening.WRONG_DIGITS))
    return _told(Opened(Opening.OPENED, concern))


def _told(opened: Opened) -> Opened:
    about = opened.concern.pk if opened.concern else _NOTHING
    audit.record("concerns.code_tried", kind=PICTURE_OWNER, id=about, facts={"outcome": opened.outcome.value})
    return opened
