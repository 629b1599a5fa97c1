"""Keeping faults: in a connection of their own, so that a request that was rolled back still leaves one.

Keeping must never make things worse: it takes a second at most, and what cannot be kept is in the log all the same.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from threading import BoundedSemaphore, Thread

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection
from django.db.models import F

from jiezhi.operations.choices import FaultSource
from jiezhi.operations.lines import allowed, kind_of, place_of

logger = logging.getLogger("jiezhi.faults")

LONGEST_S = 1.0
"""How long a request waits for its fault to be kept; a database that answers takes milliseconds."""
AT_ONCE = 2
"""How many are kept at a time in one process: in a storm the rest is in the log alone."""

_places_at_table = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Sighting:
    """A fault as it was just seen.

    Args:
        source: A value of `FaultSource`.
        kind: Full name of the error's class.
        place: file:line function.
        route: Name of the address, or of the handler, timer or tile; empty where none is known.
        request_id: As the error page shows it; empty outside of requests.
    """

    source: str
    kind: str
    place: str
    route: str
    request_id: str

    @property
    def digest(self) -> str:
        """What makes two sightings the same fault."""
        return sha256("|".join((self.source, self.kind, self.place, self.route)).encode()).hexdigest()


def sighting_of(error: BaseException, *, logger: str, facts: Mapping[str, object]) -> Sighting:
    """Say what was seen; of the facts only those that a log may hold."""
    known, _dropped = allowed(facts)
    request_id = str(known.get("request_id", ""))
    source = FaultSource.WEB if request_id else FaultSource.COMMAND
    if logger == "jiezhi.worker":
        source = FaultSource.WORKER
    names = (known.get(key) for key in ("handler", "timer", "tile", "route"))
    route = next((str(name) for name in names if name), "")
    return Sighting(source.value, kind_of(error)[:128], place_of(error)[:160], route[:96], request_id)


def keep_fault(seen: Sighting) -> None:
    """Count a sighting, and wait a second at most for it."""
    if not settings.KEEP_FAULTS or not _places_at_table.acquire(blocking=False):
        return
    keeper = Thread(target=_keep_and_leave, args=(seen,), daemon=True)
    keeper.start()
    keeper.join(LONGEST_S)


def _keep_and_leave(seen: Sighting) -> None:
    try:
        _count(seen, at=datetime.now(UTC))
    except DatabaseError as error:
        # Without the error itself: it would come back here.
        logger.warning("fault not kept", extra={"error": type(error).__name__, "place": seen.place})
    finally:
        connection.close()  # a thread has a connection of its own
        _places_at_table.release()


def _count(seen: Sighting, *, at: datetime) -> None:
    # Not at the top: the log is set up before there are models.
    from jiezhi.operations.models import Fault  # noqa: PLC0415

    same = Fault.objects.filter(digest=seen.digest)
    again = {"count": F("count") + 1, "last_at": at, "last_request": seen.request_id, "settled_at": None}
    if same.update(**again):
        return
    try:
        Fault.objects.create(
            digest=seen.digest,
            source=seen.source,
            kind=seen.kind,
            place=seen.place,
            route=seen.route,
            first_at=at,
            last_at=at,
            last_request=seen.request_id,
        )
    except IntegrityError:
        if not same.update(**again):  # otherwise another process saw it first in the same moment
            raise
