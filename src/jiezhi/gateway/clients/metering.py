"""How often a program calls, counted in the database: several processes and machines share one count."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.gateway.clients.errors import TooManyCallsError
from jiezhi.gateway.clients.models import CallWindow, ProgramToken
from jiezhi.kit.db import add_up

WINDOW = timedelta(minutes=1)


@dataclass(frozen=True)
class Allowance:
    """What is left of a minute.

    Args:
        limit: Calls a minute.
        left: How many of them are left.
        wait_s: Seconds until the next minute begins.
    """

    limit: int
    left: int
    wait_s: int

    @property
    def headers(self) -> dict[str, str]:
        """The header fields that tell it.

        Source: IETF draft-ietf-httpapi-ratelimit-headers-07, in the three-field form that clients know.
        """
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.left, 0)),
            "RateLimit-Reset": str(self.wait_s),
        }


def count_call(*, sub_district_id: UUID, caller: str, limit: int, at: datetime) -> Allowance:
    """Count one call, in two statements.

    Windows are whole minutes, so somebody may use two allowances in a row around the full minute.

    Args:
        sub_district_id: Whose door.
        caller: `token:` and an id, or the name of a door without tokens.
        limit: Calls a minute.
        at: Now.

    Raises:
        TooManyCallsError: The minute is used up. The call has been counted all the same.
    """
    minute = at.replace(second=0, microsecond=0)
    keys = {"sub_district_id": sub_district_id, "caller": caller, "minute_at": minute}
    add_up(CallWindow, keys, {"calls": 1})
    calls = CallWindow.objects.values_list("calls", flat=True).get(
        sub_district_id=sub_district_id, caller=caller, minute_at=minute
    )
    wait_s = max(1, int((minute + WINDOW - at).total_seconds()))
    if calls > limit:
        raise TooManyCallsError(
            _(
                "Too many calls: %(limit)d a minute are allowed. Wait %(wait)d seconds; "
                "if that is too few for your work, ask the office to raise it."
            )
            % {"limit": limit, "wait": wait_s},
            facts={"limit": limit, "wait_s": wait_s},
        )
    return Allowance(limit, limit - calls, wait_s)


def note_use(token: ProgramToken, *, on: date) -> None:
    """Keep the day on which a token was last used; the hour would tell more than anybody needs."""
    ProgramToken.objects.filter(pk=token.pk).update(last_used_on=on)


def forget_windows(at: datetime) -> int:
    """Drop the counts of minutes that are over."""
    dropped, _kinds = CallWindow.objects.filter(minute_at__lt=at - WINDOW).delete()
    return dropped
