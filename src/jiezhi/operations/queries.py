"""Reads about the machine itself: messages on their way, timers, faults."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _

from jiezhi.kit.models import AuditEntry, Beat, DeliveryState, Look, OutboxDelivery
from jiezhi.kit.outbox import all_subscriptions
from jiezhi.kit.worker import all_timers
from jiezhi.kit.worker_health import QUIET_AT_MOST
from jiezhi.operations.errors import NoSuchFaultError
from jiezhi.operations.models import DiskDay, Fault, TileChange

PENDING = (DeliveryState.WAITING, DeliveryState.LEASED)
GRACE = timedelta(minutes=2)
"""A timer may be this much later than its period, or half a period, before anybody is told."""
NEWEST_AUDIT_ROWS = 20_000
"""How far back rates look at most: an audit of years has no index by time."""
SHOWN = 200


@dataclass(frozen=True)
class QueueLength:
    """What waits for one handler.

    Args:
        waiting: Not delivered yet.
        oldest_at: Since when the oldest of these waits.
        dead: Given up after the last try.
        dead_since: When the oldest of these was told.
    """

    waiting: int
    oldest_at: datetime | None
    dead: int
    dead_since: datetime | None


@dataclass(frozen=True)
class LateTimer:
    """A timer that should have run by now."""

    name: str
    due_at: datetime


def last_beat() -> datetime | None:
    """Give when a worker last kept time, in one statement."""
    found: datetime | None = Beat.objects.aggregate(last=Max("last_at"))["last"]
    return found


def is_beating(seen_at: datetime | None, *, at: datetime) -> bool:
    """Tell whether a worker is running, from when it was last seen."""
    return seen_at is not None and seen_at >= at - QUIET_AT_MOST


def queue_lengths() -> dict[str, QueueLength]:
    """Give by handler what waits and what was given up, in two statements that each have an index."""
    waiting = OutboxDelivery.objects.filter(state__in=PENDING).values_list("handler")
    dead = OutboxDelivery.objects.filter(state=DeliveryState.DEAD).values_list("handler")
    waits = {name: (count, first) for name, count, first in waiting.annotate(Count("id"), Min("created_at"))}
    deads = {name: (count, first) for name, count, first in dead.annotate(Count("id"), Min("created_at"))}
    nothing: tuple[int, datetime | None] = (0, None)
    return {
        name: QueueLength(*waits.get(name, nothing), *deads.get(name, nothing))
        for name in sorted(waits.keys() | deads.keys())
    }


def outside_handlers() -> frozenset[str]:
    """Give the names of the handlers that talk to the outer world: each is a channel."""
    return frozenset(subscription.name for subscription in all_subscriptions() if subscription.outside)


def failing_by_channel() -> dict[str, int]:
    """Give by channel how many messages failed at least once and have not gone out, in one statement."""
    failing = OutboxDelivery.objects.filter(
        Q(state__in=PENDING) | Q(state=DeliveryState.DEAD), handler__in=outside_handlers()
    ).exclude(last_error="")
    return dict(failing.values_list("handler").annotate(Count("id")).order_by("handler"))


def late_timers(*, at: datetime) -> list[LateTimer]:
    """Give the timers that should have run by now, the longest overdue first, in one statement."""
    ran = dict(Beat.objects.values_list("name", "last_at"))
    late = []
    for timer in all_timers():
        last_at = ran.get(timer.name)
        if last_at is not None and at - last_at > timer.period + max(GRACE, timer.period / 2):
            late.append(LateTimer(timer.name, last_at + timer.period))
    return sorted(late, key=lambda timer: timer.due_at)


def dead_letters(*, limit: int = SHOWN) -> list[OutboxDelivery]:
    """Give the messages that could not be delivered, the oldest first, without what they carry."""
    dead = OutboxDelivery.objects.filter(state=DeliveryState.DEAD)
    shown = dead.only("id", "occurrence", "handler", "last_error", "attempts", "created_at")
    return list(shown.order_by("created_at", "id")[:limit])


def dead_groups() -> list[tuple[str, str, str, int, datetime]]:
    """Give what was given up as (handler, occurrence, last error, how many, since when), the most first."""
    rows = OutboxDelivery.objects.filter(state=DeliveryState.DEAD)
    groups = rows.values_list("handler", "occurrence", "last_error").annotate(Count("id"), Min("created_at"))
    return sorted(groups, key=lambda row: (-row[3], row[0]))


def dead_count() -> int:
    """Give how many messages could not be delivered."""
    return OutboxDelivery.objects.filter(state=DeliveryState.DEAD).count()


def open_faults(*, limit: int = SHOWN) -> list[Fault]:
    """Give the faults that nobody has settled, the latest first."""
    return list(Fault.objects.filter(settled_at=None).order_by("-last_at")[:limit])


def open_fault_count() -> int:
    """Give how many faults nobody has settled."""
    return Fault.objects.filter(settled_at=None).count()


def get_fault(fault_id: UUID) -> Fault:
    """Give one fault.

    Raises:
        NoSuchFaultError: There is none of this number.
    """
    found = Fault.objects.filter(pk=fault_id).first()
    if found is None:
        raise NoSuchFaultError(
            _("There is no such fault. Go back to the list: it may have been tidied away.")
        )
    return found


def tile_changes() -> dict[str, tuple[str, datetime]]:
    """Give by tile its colour when the worker last looked and since when, in one statement."""
    return {row.name: (row.tone, row.since_at) for row in TileChange.objects.all()}


def disk_days(*, limit: int = 29) -> list[DiskDay]:
    """Give the last days of the disk, the latest first."""
    return list(DiskDay.objects.order_by("-on")[:limit])


def recent_refused_sign_ins(*, at: datetime, within: timedelta) -> int:
    """Give how many tries to sign in were refused of late, in two statements over the newest rows."""
    newest = AuditEntry.objects.aggregate(last=Max("id"))["last"] or 0
    recent = AuditEntry.objects.filter(id__gt=newest - NEWEST_AUDIT_ROWS, at__gt=at - within)
    return recent.filter(verb="accounts.sign_in_refused").count()


def recent_looks(*, at: datetime, within: timedelta) -> int:
    """Give how often a person's facts were read of late, in two statements over the newest rows."""
    newest = Look.objects.aggregate(last=Max("id"))["last"] or 0
    return Look.objects.filter(id__gt=newest - NEWEST_AUDIT_ROWS, at__gt=at - within).count()
