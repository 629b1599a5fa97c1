"""What `/metrics` tells: the counts of every process of the web server, and what the tables say at this moment.

| metric | labels |
|---|---|
| `jiezhi_outbox_waiting`, `_oldest_seconds`, `_dead` | `handler` |
| `jiezhi_orders_overdue` | `state` |
| `jiezhi_tile_state` (0 well, 1 look after it, 2 now), `jiezhi_tile_good_age_seconds` | `tile` |
| `jiezhi_timers_late`, `jiezhi_worker_beat_age_seconds`, `jiezhi_disk_free_bytes` | none |
| `jiezhi_sign_ins_refused_15min`, `jiezhi_looks_15min`, `jiezhi_faults_open` | none |
| `jiezhi_backup_age_seconds`, `_failed`, `_checked_age_seconds`, `_limit_seconds` | none |
| `jiezhi_gather_failed` | `part` |
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from jiezhi.kit.outbox import all_subscriptions
from jiezhi.kit.tiles import Tone
from jiezhi.operations.instruments import OWN, UNKNOWN
from jiezhi.operations.metrics_folder import VARIABLE
from jiezhi.operations.panorama import read_tiles
from jiezhi.operations.probes import disk_room
from jiezhi.operations.queries import (
    QueueLength,
    last_beat,
    late_timers,
    open_fault_count,
    queue_lengths,
    recent_looks,
    recent_refused_sign_ins,
)
from jiezhi.safekeeping.queries import backup_standing, newest_runs, oldest_allowed
from jiezhi.workorders.queries import overdue_by_state

LATELY = timedelta(minutes=15)
STEPS = {Tone.OK: 0, Tone.WARN: 1, Tone.BAD: 2}

Families = Iterator[GaugeMetricFamily]


def outbox(at: datetime) -> Families:
    """Tell by handler what waits, since when, and what was given up; handlers of other versions count as `none`."""
    known = {subscription.name for subscription in all_subscriptions()}
    waiting = GaugeMetricFamily("jiezhi_outbox_waiting", "Messages not delivered yet", labels=["handler"])
    oldest = GaugeMetricFamily(
        "jiezhi_outbox_oldest_seconds", "Age of the oldest of them", labels=["handler"]
    )
    dead = GaugeMetricFamily("jiezhi_outbox_dead", "Messages given up", labels=["handler"])
    lengths = queue_lengths()
    strange = [length for name, length in lengths.items() if name not in known]
    told = {name: [lengths[name]] if name in lengths else [] for name in known} | {UNKNOWN: strange}
    for name, parts in sorted(told.items()):
        waiting.add_metric([name], sum(part.waiting for part in parts))
        oldest.add_metric([name], _oldest_s(parts, at=at))
        dead.add_metric([name], sum(part.dead for part in parts))
    yield from (waiting, oldest, dead)


def orders(at: datetime) -> Families:
    """Tell by state how many orders are overdue."""
    overdue = GaugeMetricFamily("jiezhi_orders_overdue", "Work orders past their limit", labels=["state"])
    for state, count in overdue_by_state(at=at).items():
        overdue.add_metric([str(state)], count)
    yield overdue


def tiles(at: datetime) -> Families:
    """Tell what the operator's page shows: the age of the last backup and of the last audit check is in here."""
    state = GaugeMetricFamily("jiezhi_tile_state", "0 well, 1 look after it, 2 now", labels=["tile"])
    age = GaugeMetricFamily("jiezhi_tile_good_age_seconds", "Since it last did its work", labels=["tile"])
    for shown in read_tiles(at=at):
        state.add_metric([shown.tile.name], STEPS[shown.reading.tone])
        if shown.reading.good_at is not None:
            age.add_metric([shown.tile.name], (at - shown.reading.good_at).total_seconds())
    yield from (state, age)


def worker(at: datetime) -> Families:
    """Tell when a worker last kept time, and how many timers are late."""
    seen_at = last_beat()
    if seen_at is not None:
        age_s = (at - seen_at).total_seconds()
        yield GaugeMetricFamily(
            "jiezhi_worker_beat_age_seconds", "Since a worker last kept time", value=age_s
        )
    yield GaugeMetricFamily("jiezhi_timers_late", "Timers that are late", value=len(late_timers(at=at)))


def people(at: datetime) -> Families:
    """Tell rates that show an attack or a misuse; of nobody in particular."""
    refused = recent_refused_sign_ins(at=at, within=LATELY)
    yield GaugeMetricFamily("jiezhi_sign_ins_refused_15min", "Refused tries to sign in", value=refused)
    looks = recent_looks(at=at, within=LATELY)
    yield GaugeMetricFamily("jiezhi_looks_15min", "Reads of personal facts", value=looks)


def backups(at: datetime) -> Families:
    """Tell how old the last backup is, and the last one that was restored into scratch and found whole."""
    limit_s = oldest_allowed().total_seconds()
    yield GaugeMetricFamily("jiezhi_backup_limit_seconds", "How old a whole backup may be", value=limit_s)
    runs, whole = newest_runs(most=1), backup_standing().last
    if runs:
        age_s = (at - runs[0].started_at).total_seconds()
        yield GaugeMetricFamily("jiezhi_backup_age_seconds", "Since the last backup began", value=age_s)
        has_failed = int(runs[0].failed_at is not None)
        yield GaugeMetricFamily("jiezhi_backup_failed", "1 where the last backup failed", value=has_failed)
    if whole is not None:
        age_s = (at - whole.started_at).total_seconds()
        told = "Since the last backup began that was restored and checked"
        yield GaugeMetricFamily("jiezhi_backup_checked_age_seconds", told, value=age_s)


def machine(_at: datetime) -> Families:
    """Tell the room on the disk, and the faults that nobody has settled."""
    yield GaugeMetricFamily("jiezhi_disk_free_bytes", "Room on the disk", value=disk_room().free)
    yield GaugeMetricFamily("jiezhi_faults_open", "Kinds of faults not settled", value=open_fault_count())


PARTS: dict[str, Callable[[datetime], Families]] = {
    part.__name__: part for part in (outbox, orders, tiles, worker, people, backups, machine)
}


class TablesCollector(Collector):
    """Reads the tables when it is asked, part by part: one that fails leaves the others."""

    def collect(self) -> Families:
        """Give every part, and which of them failed."""
        at = timezone.now()
        failed = GaugeMetricFamily(
            "jiezhi_gather_failed", "1 where a part could not be read", labels=["part"]
        )
        for name, part in PARTS.items():
            try:
                families = list(part(at))
            except (DatabaseError, OSError):
                families = []
                failed.add_metric([name], 1)
            else:
                failed.add_metric([name], 0)
            yield from families
        yield failed


def metrics_text(*, root: Path | None = None) -> bytes:
    """Give all metrics in the text format of Prometheus.

    Args:
        root: The folder of all web servers, for a program that is none of them; None inside of one.
    """
    registry = CollectorRegistry()
    registry.register(TablesCollector())
    own = os.environ.get(VARIABLE)
    folders = [Path(own)] if own else sorted(root.glob("*/")) if root else []
    for folder in folders:
        MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    text = generate_latest(registry)
    return text if folders else generate_latest(OWN) + text


def _oldest_s(parts: list[QueueLength], *, at: datetime) -> float:
    oldest = [part.oldest_at for part in parts if part.oldest_at is not None]
    return max(0.0, (at - min(oldest)).total_seconds()) if oldest else 0.0
