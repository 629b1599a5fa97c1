"""The door itself: who shows a token, from where, how often, and for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.accounts.visitors import caller_address
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.errors import TokenRefusedError
from jiezhi.gateway.clients.metering import Allowance, count_call, note_use
from jiezhi.gateway.clients.models import Program
from jiezhi.gateway.clients.queries import require_network, require_scope, token_behind
from jiezhi.gateway.clients.standing import HEADER, epoch
from jiezhi.kit.actor import Actor


@dataclass(frozen=True)
class Caller:
    """A program that was let in for one call.

    Args:
        program: Which.
        actor: What it may do in this call.
        allowance: How often it may still call in this minute.
        epoch: How many times the street was put back from a backup.
    """

    program: Program
    actor: Actor
    allowance: Allowance
    epoch: int

    @property
    def headers(self) -> dict[str, str]:
        """What every answer to this call tells besides."""
        return {**self.allowance.headers, HEADER: str(self.epoch)}


def let_in(request: HttpRequest, shown: str, scope: ProgramScope, *, at: datetime) -> Caller:
    """Let a call in, in four statements, and a fifth on the first call of a day.

    The call is counted before the scope is looked at, so that trying scopes costs as much as using them.

    Raises:
        TokenRefusedError: The token is none that is good.
        NetworkRefusedError: It may not be used from there.
        TooManyCallsError: It was used too often.
        ScopeMissingError: It is not for this.
    """
    token = token_behind(shown, at=at)
    require_network(token, caller_address(request))
    allowance = count_call(
        sub_district_id=token.sub_district_id,
        caller=f"token:{token.pk}",
        limit=token.program.calls_a_minute,
        at=at,
    )
    if token.last_used_on != (today := timezone.localdate(at)):
        note_use(token, on=today)
    return Caller(token.program, require_scope(token, scope), allowance, epoch())


def bearer_token(headers: Mapping[str, str]) -> str:
    """Give the token of an `Authorization: Bearer …` header.

    Raises:
        TokenRefusedError: There is none.
    """
    kind, _space, shown = headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not shown.strip():
        raise TokenRefusedError(
            _(
                "This door opens to a token: send it as “Authorization: Bearer jz_…”. The office gives tokens out."
            )
        )
    return shown.strip()
