"""The loop that brings news to its handlers and runs timers. It may be killed at any line and loses nothing."""

import logging
import signal
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event as Flag
from threading import Lock, Thread
from uuid import uuid4

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet

from jiezhi.kit.action import work_unit
from jiezhi.kit.actor import system_job
from jiezhi.kit.models import Beat, DeliveryState, OutboxDelivery
from jiezhi.kit.outbound import WHOLE_S
from jiezhi.kit.outbox import (
    LaterError,
    Subscription,
    all_subscriptions,
    find_subscription,
    outgoing_handlers,
    outgoing_is_held,
    restore_event,
)

logger = logging.getLogger("jiezhi.worker")

LEASE = timedelta(seconds=3 * WHOLE_S)
MAX_ATTEMPTS = 8
BATCH = 20
BATCHES_BETWEEN_TIMERS = 50
OUTSIDE_LANES = 3
"""Threads for handlers that talk to the outer world: a system that does not answer holds up those, and nothing else."""
LANES_OF_A_KIND = OUTSIDE_LANES - 1
"""Lanes that one handler may have at a time: the last one is for others, however slow its gateway is."""
_under_way: Counter[str] = Counter()
_one_looks = Lock()
PAUSES_S = (1, 5, 30, 120, 600, 1800, 7200, 21600)
"""Seconds before each further try: the last wait is six hours."""


def claim(
    *, at: datetime, limit: int = BATCH, outside: bool | None = None, without: Collection[str] = ()
) -> list[OutboxDelivery]:
    """Take due deliveries under a fresh lease; those of a worker that died are taken again.

    By state and never by `id > last`, which would skip rows whose transaction commits late. A delivery whose
    lease has passed comes alone: it may be what kills its workers, and must not use up the tries of others.

    Args:
        at: Now.
        limit: How many at most.
        outside: Only what is for handlers that talk to the outer world, or only what is not; None for both.
        without: Handlers whose deliveries stay for later.
    """
    token = uuid4()
    due = Q(state=DeliveryState.WAITING, next_at__lte=at) | Q(state=DeliveryState.LEASED, lease_until__lt=at)
    if outside is not None:
        names = [subscription.name for subscription in all_subscriptions() if subscription.outside]
        due &= Q(handler__in=names) if outside else ~Q(handler__in=names)
    with transaction.atomic():
        rows = OutboxDelivery.objects.filter(due).order_by("next_at", "id")
        rows = rows.exclude(handler__in=[*without, *(outgoing_handlers() if outgoing_is_held() else ())])
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        taken = list(rows[:limit])
        abandoned = [
            row for row in taken if row.lease_until is not None and row.state == DeliveryState.LEASED
        ]
        if abandoned:
            taken = [min(abandoned, key=lambda row: (row.lease_until, row.pk))]
        OutboxDelivery.objects.filter(pk__in=[row.pk for row in taken]).update(
            state=DeliveryState.LEASED, lease_token=token, lease_until=at + LEASE, attempts=F("attempts") + 1
        )
    for row in taken:
        row.lease_token, row.attempts = token, row.attempts + 1
    return taken


def deliver(row: OutboxDelivery, *, at: datetime) -> bool:
    """Bring one leased delivery to its handler; True when it is done.

    A handler inside the database shares its transaction with the done-mark, so its effect happens once. The
    done-mark carries the lease token: a worker that woke up after its lease was given away changes nothing.
    While an update rolls out, a worker of the old version meets handlers it does not have: others will.
    """
    if row.attempts > MAX_ATTEMPTS:
        _bury(row, row.last_error or "the worker died each time it tried")
        return False
    subscription = find_subscription(row.occurrence, row.handler)
    if subscription is None:
        _try_later(row, "no handler of this name in this version", at=at)
        return False
    try:
        return _run(row, subscription, at=at)
    except LaterError as later:
        _held(row).update(state=DeliveryState.WAITING, next_at=later.until, attempts=row.attempts - 1)
        return False
    except Exception as error:  # noqa: BLE001 - the worker loop must survive any handler
        _postpone(row, error, at=at)
        return False


def _run(row: OutboxDelivery, subscription: Subscription, *, at: datetime) -> bool:
    event: object = restore_event(subscription.event, row.payload)
    if subscription.outside:
        subscription.handler(event, row.pk)
        return _mark_done(row, at=at)
    actor = system_job(row.handler, sub_district_id=row.sub_district_id, permissions=frozenset())
    with work_unit(actor=actor, at=at):
        if not _mark_done(row, at=at):
            return False
        subscription.handler(event)
    return True


def _mark_done(row: OutboxDelivery, *, at: datetime) -> bool:
    return _held(row).update(state=DeliveryState.DONE, done_at=at, last_error="") == 1


def _held(row: OutboxDelivery) -> QuerySet[OutboxDelivery]:
    # The state too: a commit whose answer was lost is done, and its error must not wake it.
    return OutboxDelivery.objects.filter(pk=row.pk, lease_token=row.lease_token, state=DeliveryState.LEASED)


def _postpone(row: OutboxDelivery, error: Exception, *, at: datetime) -> None:
    # The message of an error may quote a row's content, so only its class and place are kept.
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_name}:{frame.tb_lineno}" if frame else ""
    _try_later(row, f"{type(error).__name__} at {place}"[:500], at=at, error=error)


def _try_later(row: OutboxDelivery, told: str, *, at: datetime, error: Exception | None = None) -> None:
    facts = {"handler": row.handler, "delivery_id": row.pk, "attempt": row.attempts}
    logger.warning("handler failed", extra=facts, exc_info=error)
    is_last = row.attempts >= MAX_ATTEMPTS
    _held(row).update(
        state=DeliveryState.DEAD if is_last else DeliveryState.WAITING,
        next_at=at + timedelta(seconds=PAUSES_S[min(row.attempts, len(PAUSES_S)) - 1]),
        last_error=told,
    )


def _bury(row: OutboxDelivery, told: str) -> None:
    logger.error("delivery is dead", extra={"handler": row.handler, "delivery_id": row.pk})
    _held(row).update(state=DeliveryState.DEAD, last_error=told)


@dataclass(frozen=True)
class Timer:
    """Repeatable work of ours and how often it is done."""

    name: str
    period: timedelta
    run: Callable[[datetime], None]


_timers: dict[str, Timer] = {}


def every(period: timedelta) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Register repeatable work, done by whichever worker comes first."""

    def register(function: Callable[[datetime], None]) -> Callable[[datetime], None]:
        name = f"{function.__module__.removeprefix('jiezhi.')}.{function.__name__}"
        _timers[name] = Timer(name, period, function)
        return function

    return register


def all_timers() -> tuple[Timer, ...]:
    """Give every timer."""
    return tuple(_timers.values())


def run_due_timers(*, at: datetime) -> int:
    """Run each timer whose period has passed, and say how many ran. A conditional update picks one worker."""
    ran = 0
    for timer in _timers.values():
        Beat.objects.get_or_create(name=timer.name)
        due = Q(last_at__isnull=True) | Q(last_at__lte=at - timer.period)
        if Beat.objects.filter(due, name=timer.name).update(last_at=at):
            try:
                timer.run(at)
            except Exception:
                logger.exception("timer failed", extra={"timer": timer.name})
            ran += 1
    return ran


def drain(
    *,
    at: datetime | None = None,
    is_over: Callable[[int], bool] = lambda _batches: False,
    outside: bool | None = None,
) -> int:
    """Deliver until nothing is due, and say how many deliveries were done.

    Args:
        at: A moment to work at; None for the clock.
        is_over: Asked before each batch, with how many were delivered, whether to leave the rest for later.
        outside: As `claim` takes it.
    """
    done = batches = 0
    while not is_over(batches) and (rows := claim(at=at or datetime.now(UTC), outside=outside)):
        done += sum(deliver(row, at=at or datetime.now(UTC)) for row in rows)
        batches += 1
    return done


def run_forever(*, pause_s: float = 0.5) -> None:
    """Deliver and keep time until SIGTERM or Ctrl-C; a database that is away is waited for."""
    stop = Flag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    for _lane in range(OUTSIDE_LANES):
        Thread(target=_run_outside_lane, args=(stop, pause_s), daemon=True).start()
    while not stop.is_set():
        close_old_connections()
        # Behind a long queue neither the timers nor whoever stops the worker may wait for its end.
        done = _patiently(
            lambda: drain(
                is_over=lambda count: stop.is_set() or count >= BATCHES_BETWEEN_TIMERS, outside=False
            )
        )
        if done is not None:
            run_due_timers(at=datetime.now(UTC))
        if not done:
            stop.wait(pause_s)


def _run_outside_lane(stop: Flag, pause_s: float) -> None:
    while not stop.is_set():
        close_old_connections()
        if not _patiently(_deliver_outside):
            stop.wait(pause_s)
    connection.close()


def _deliver_outside() -> int:
    # One at a time: its lease must not run out while it waits behind another that hangs.
    with _one_looks:
        crowded = [name for name, count in _under_way.items() if count >= LANES_OF_A_KIND]
        rows = claim(at=datetime.now(UTC), limit=1, outside=True, without=crowded)
        _under_way.update(row.handler for row in rows)
    try:
        return sum(deliver(row, at=datetime.now(UTC)) for row in rows)
    finally:
        with _one_looks:
            _under_way.subtract(row.handler for row in rows)


def _patiently(work: Callable[[], int]) -> int | None:
    try:
        return work()
    except DatabaseError as error:
        logger.warning("the database does not answer: trying again", extra={"error": type(error).__name__})
        connection.close()
        return None


def outbox_backlog() -> tuple[int, int]:
    """Give how many deliveries wait and how many are dead."""
    states = OutboxDelivery.objects
    return (
        states.filter(state__in=[DeliveryState.WAITING, DeliveryState.LEASED]).count(),
        states.filter(state=DeliveryState.DEAD).count(),
    )
