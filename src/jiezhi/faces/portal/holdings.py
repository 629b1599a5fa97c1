"""Which requests this browser may open, in the sealed session."""

from datetime import UTC, datetime

from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import digests_under_phone
from jiezhi.faces.portal.residents import resident_index
from jiezhi.faces.portal.street import StreetRequest

MOST_HELD = 50


def held_digests(request: StreetRequest) -> list[str]:
    """Give the digests of the codes that were typed or made in this browser, and of all under a proved number."""
    held = typed_digests(request)
    index = resident_index(request, at=datetime.now(UTC))
    if not index:
        return held
    under_number = digests_under_phone(sub_district_id=request.street.pk, phone_index=index)
    return [*held, *(digest for digest in under_number if digest not in held)]


def typed_digests(request: StreetRequest) -> list[str]:
    """Give the digests of the codes that were typed, or made, in this browser."""
    return list(request.session.get("held", ()))


def hold(request: StreetRequest, concern: Concern) -> None:
    """Let this browser open a request from now on."""
    others = [digest for digest in typed_digests(request) if digest != concern.code_digest]
    request.session["held"] = [*others, concern.code_digest][-MOST_HELD:]


def let_go(request: StreetRequest) -> None:
    """Forget every request, for a shared computer."""
    request.session["held"] = []
