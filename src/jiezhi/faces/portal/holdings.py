"""Which requests this browser may open, in the sealed session."""

from jiezhi.concerns.models import Concern
from jiezhi.faces.portal.street import StreetRequest

MOST_HELD = 50


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
