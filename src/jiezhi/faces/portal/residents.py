"""Who is signed in by telephone: the digest of their number in the sealed session, for half an hour without a page."""

from datetime import datetime, timedelta
from uuid import UUID

from jiezhi.faces.portal.street import StreetRequest

IDLE = timedelta(minutes=30)
_KEY = "resident"


def remember_resident(request: StreetRequest, *, phone_index: str, phone_code_id: UUID, at: datetime) -> None:
    """Let somebody in who proved their number; the session gets a new name, so that a known one is worth nothing."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "street": request.street.pk.hex,
        "phone_index": phone_index,
        "code_id": str(phone_code_id),
        "seen_at": at.timestamp(),
    }


def resident_index(request: StreetRequest, *, at: datetime) -> str:
    """Give the digest of the number that was proved for this street; empty after half an hour without a page."""
    kept = request.session.get(_KEY)
    if not kept or kept["street"] != request.street.pk.hex:
        return ""
    if at.timestamp() - kept["seen_at"] > IDLE.total_seconds():
        del request.session[_KEY]
        return ""
    # Once a minute is exact enough, and spares a write on every page.
    if at.timestamp() - kept["seen_at"] > 60:
        request.session[_KEY] = {**kept, "seen_at": at.timestamp()}
    return str(kept["phone_index"])


def sign_in_id(request: StreetRequest) -> UUID | None:
    """Give the code that the resident came in with."""
    kept = request.session.get(_KEY)
    return UUID(kept["code_id"]) if kept else None
