"""Which requests this browser may open, and how many wrong codes it tried: both in the sealed session."""

from datetime import datetime, timedelta

from jiezhi.concerns.models import Concern
from jiezhi.faces.portal.street import StreetRequest

MOST_HELD = 50
WRONG_TRIES = 5
PAUSE = timedelta(minutes=15)


def held_digests(request: StreetRequest) -> list[str]:
    """Give the digests of the codes that were typed, or made, in this browser."""
    return list(request.session.get("held", ()))


def hold(request: StreetRequest, concern: Concern) -> None:
    """Let this browser open a request from now on."""
    others = [digest for digest in held_digests(request) if digest != concern.code_digest]
    request.session["held"] = [*others, concern.code_digest][-MOST_HELD:]


def let_go(request: StreetRequest) -> None:
    """Forget every request, for a shared computer."""
    request.session["held"] = []


def is_paused(request: StreetRequest, *, at: datetime) -> bool:
    """Whether too many wrong codes were tried in the last minutes."""
    return len(_recent(request, at)) >= WRONG_TRIES


def note_wrong_try(request: StreetRequest, *, at: datetime) -> None:
    """Count a wrong code."""
    request.session["wrong_tries"] = [*_recent(request, at), at.timestamp()]


def _recent(request: StreetRequest, at: datetime) -> list[float]:
    since = (at - PAUSE).timestamp()
    return [tried for tried in request.session.get("wrong_tries", ()) if tried > since]
