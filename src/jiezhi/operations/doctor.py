"""What is wrong with this machine and this installation, and what to do about it."""

import importlib.metadata
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from jiezhi.kit.vault import VaultError, seal, unseal
from jiezhi.kit.worker_health import worker_health
from jiezhi.operations.queries import dead_groups
from jiezhi.organisation.calendars import missing_years
from jiezhi.places.queries import all_sub_districts
from jiezhi.safekeeping.presence import newer_migrations
from jiezhi.safekeeping.queries import backup_standing, messages_are_held, oldest_allowed
from jiezhi.safekeeping.recipients import FEWEST, holders
from jiezhi.safekeeping.signing import own_signer

LEAST_FREE = 0.10
LEAST_FREE_BYTES = 1 << 30
AWAY_AGE = timedelta(days=31)
CLOCK_TOLERANCE = timedelta(minutes=5)


class Gravity(StrEnum):
    """How bad it is."""

    WELL = "ok"
    SOON = "soon"
    NOW = "WRONG"


@dataclass(frozen=True)
class Symptom:
    """What one look found.

    Args:
        gravity: How bad it is.
        sentence: What was found.
        remedy: What to do; empty when all is well.
    """

    gravity: Gravity
    sentence: str
    remedy: str = ""


Look = Callable[[datetime], Iterator[Symptom]]


def examine(*, at: datetime) -> Iterator[Symptom]:
    """Take every look. Those that need the database are left out when it does not answer."""
    looks: tuple[Look, ...] = (_python, _packages, _disk, _permissions, _keys)
    for look in looks:
        yield from look(at)
    trouble = _database_trouble()
    if trouble is not None:
        yield trouble
        return
    looks = (_migrations, _clock, _calendar, _worker, _backups, _messages)
    for look in looks:
        yield from look(at)


def _well(sentence: str) -> Symptom:
    return Symptom(Gravity.WELL, sentence)


def _python(_at: datetime) -> Iterator[Symptom]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield _well(f"Python {version}.")


def _packages(_at: datetime) -> Iterator[Symptom]:
    lock = (Path(settings.SOURCE_ROOT) / "requirements.lock").read_text(encoding="utf-8")
    wanted = dict(
        re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(?=\s*\\?$)", lock, re.MULTILINE)
    )
    here = {
        item.metadata["Name"].lower().replace("_", "-"): item.version
        for item in importlib.metadata.distributions()
    }
    other = sorted(
        name for name, version in wanted.items() if here.get(name.lower().replace("_", "-")) != version
    )
    if other:
        remedy = "Run ./jiezhi help, which installs what the lock says; then look again."
        yield Symptom(
            Gravity.NOW, f"These packages are not as the lock says: {', '.join(other[:8])}.", remedy
        )
    else:
        yield _well(f"{len(wanted)} packages are as the lock says.")


def _disk(_at: datetime) -> Iterator[Symptom]:
    for name, folder in (("records", settings.RECORDS_FOLDER), ("backups", settings.BACKUP_FOLDER)):
        place = next(path for path in (Path(folder), *Path(folder).resolve().parents) if path.exists())
        usage = shutil.disk_usage(place)
        told = f"{usage.free / 1e9:.1f} GB of {usage.total / 1e9:.0f} GB are free for {name} ({place})."
        if usage.free < max(LEAST_FREE_BYTES, LEAST_FREE * usage.total):
            yield Symptom(
                Gravity.SOON,
                told,
                "Make room; a full disk stops everybody. A backup needs twice the database.",
            )
        else:
            yield _well(told)


def _permissions(_at: datetime) -> Iterator[Symptom]:
    records = Path(settings.RECORDS_FOLDER)
    if not os.access(records, os.W_OK | os.X_OK):
        yield Symptom(
            Gravity.NOW,
            f"{records} cannot be written.",
            f"Run as its owner, or: sudo chown -R USER {records}",
        )
        return
    open_to_all = [
        path
        for path in (records / "keys").rglob("*")
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_to_all:
        yield Symptom(
            Gravity.NOW,
            f"Other users of this machine can read {len(open_to_all)} keys, such as {open_to_all[0]}.",
            f"chmod -R go-rwx {records / 'keys'}",
        )
    else:
        yield _well(f"{records} is ours to write, and nobody else reads the keys.")


def _keys(_at: datetime) -> Iterator[Symptom]:
    try:
        unseal(seal("probe", column="safekeeping.doctor"), column="safekeeping.doctor")
    except (VaultError, OSError, ValueError) as error:
        yield Symptom(
            Gravity.NOW, f"The vault does not open: {error}", "Put the keys back: ./jiezhi keys enter FILE"
        )
    else:
        yield _well("The vault opens what it seals.")
    if len(holders()) < FEWEST:
        yield Symptom(
            Gravity.NOW,
            f"{len(holders())} keys that open backups are known here; two are needed.",
            "./jiezhi backup keys --holder NAME",
        )
    elif own_signer():
        yield _well(f"{len(holders())} holders can open backups, which are signed by {own_signer()}.")


def _database_trouble() -> Symptom | None:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Symptom(
            Gravity.NOW,
            f"The database does not answer: {str(error).strip()}",
            "Look whether its server runs and DATABASE_URL is right. What follows could not be looked at.",
        )
    return None


def _migrations(_at: datetime) -> Iterator[Symptom]:
    loader = MigrationLoader(connection)
    missing = [key for key in loader.graph.nodes if key not in loader.applied_migrations]
    newer = newer_migrations()
    if newer:
        remedy = "Start the newer release, or put back the backup that was made before it: ./jiezhi restore"
        yield Symptom(Gravity.NOW, f"The database belongs to a newer release ({newer[0]}).", remedy)
    elif missing:
        yield Symptom(Gravity.NOW, f"{len(missing)} migrations wait.", "./jiezhi migrate")
    else:
        yield _well(f"The database answers, with {len(loader.applied_migrations)} migrations.")


def _clock(at: datetime) -> Iterator[Symptom]:
    last = worker_health(at=at).last_at
    if last is not None and last > at + CLOCK_TOLERANCE:
        yield Symptom(
            Gravity.NOW,
            f"The clock says {at:%Y-%m-%d %H:%M} UTC, and the worker was seen at {last:%Y-%m-%d %H:%M}.",
            "Set the clock (timedatectl), and keep it by NTP: limits and the audit rest on it.",
        )
    else:
        yield _well(f"The clock says {at:%Y-%m-%d %H:%M} UTC.")


def _calendar(at: datetime) -> Iterator[Symptom]:
    for street in all_sub_districts():
        for year in missing_years(street.pk, on=timezone.localdate(at)):
            yield Symptom(
                Gravity.SOON,
                f"{street.name} has no holidays of {year}.",
                "On the desk: Lists, Calendar, fill the year.",
            )


def _worker(at: datetime) -> Iterator[Symptom]:
    health = worker_health(at=at)
    if not health.is_running:
        yield Symptom(
            Gravity.NOW,
            f"No worker is running; {health.waiting} pieces of news wait.",
            "./jiezhi up, or start its service.",
        )
    else:
        yield _well(f"The worker is running; {health.waiting} pieces of news wait.")
    for handler, _occurrence, error, count, since in dead_groups():
        yield Symptom(
            Gravity.NOW,
            f"{count} pieces of news for {handler} were given up since {since:%Y-%m-%d}: {error}",
            "Mend the cause, then: ./jiezhi dead_news --again",
        )


def _backups(at: datetime) -> Iterator[Symptom]:
    standing = backup_standing()
    if standing.last is None or standing.last.checked_at is None:
        yield Symptom(Gravity.NOW, "No backup was ever restored and found whole.", "./jiezhi backup")
        return
    told = f"The last backup that was restored and found whole is of {standing.last.started_at:%Y-%m-%d %H:%M} UTC."
    if standing.failed_since is not None:
        yield Symptom(
            Gravity.NOW, f"{told} Since then: {standing.failed_since.error}", "Mend it, then: ./jiezhi backup"
        )
    elif standing.last.started_at < at - oldest_allowed():
        yield Symptom(Gravity.NOW, told, "./jiezhi backup, and set JIEZHI_BACKUP_EVERY_MIN or a timer.")
    elif not Path(standing.last.path).exists():
        yield Symptom(Gravity.NOW, f"{told} Its file {standing.last.path} is gone.", "./jiezhi backup")
    else:
        yield _well(told)
    if standing.taken_away_at is None or standing.taken_away_at < at - AWAY_AGE:
        since = f"since {standing.taken_away_at:%Y-%m-%d}" if standing.taken_away_at else "ever"
        remedy = "Copy one to a medium, carry it away, and note it: ./jiezhi backup taken-away"
        yield Symptom(Gravity.SOON, f"No backup has left the house {since}: a fire would take all.", remedy)


def _messages(_at: datetime) -> Iterator[Symptom]:
    if messages_are_held():
        yield Symptom(
            Gravity.NOW,
            "A backup was put back, and no message leaves the house since.",
            "./jiezhi messages --release",
        )
