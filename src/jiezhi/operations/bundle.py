"""What goes to whoever helps from afar: one file without anybody's facts, words, names or secrets."""

import json
import logging
import os
import platform
import re
import sys
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import metadata
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

import jiezhi
from jiezhi.operations.gathering import metrics_text
from jiezhi.operations.lines import allowed, event_of, is_step
from jiezhi.operations.panorama import read_tiles
from jiezhi.operations.queries import open_faults

TAIL_LINES = 2000
"""Of each log."""
LEFT_OUT = "(a line of another form is left out)"
_WORDS = re.compile(
    r"(?P<time>\d\d:\d\d:\d\d) (?P<level>[A-Z]{4,8}) (?P<event>[a-z][a-z ,:;()'-]*?)(?P<facts>( \w+=\S+)*)"
)
_LEVELS = frozenset(logging.getLevelNamesMapping())
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def support_bundle(*, at: datetime, logs: Path, metrics: Path) -> bytes:
    """Give the file: ends of logs, metrics, versions, names of settings, faults and colours of tiles.

    Args:
        at: Now.
        logs: The folder of logs.
        metrics: The folder of the counts of web servers.
    """
    parts = {
        "versions.json": _as_json(versions(at)),
        "settings.txt": "\n".join(setting_names()).encode(),
        "metrics.txt": metrics_text(root=metrics),
        "faults.json": _as_json(_told(lambda: [_fault_facts(fault) for fault in open_faults()])),
        "tiles.json": _as_json(_told(lambda: tile_tones(at))),
    }
    for path in sorted(logs.glob("*.log")):
        parts[f"logs/{path.name}"] = "\n".join(tail_of(path)).encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


def tail_of(path: Path) -> Iterator[str]:
    """Give the last lines of a log, each checked again: what is not a line of ours is left out."""
    with path.open(encoding="utf-8", errors="replace") as file:
        tail = deque(file, maxlen=TAIL_LINES)
    return (checked(line.rstrip("\n")) for line in tail)


def checked(line: str) -> str:
    """Give a line of a log as far as it holds what a line of ours may hold.

    Examples:
        >>> checked("17:10:05 WARNING handler failed handler=notices.handlers.send_mail attempt=3")
        '17:10:05 WARNING handler failed handler=notices.handlers.send_mail attempt=3'
        >>> checked("17:10:05 WARNING handler failed phone=13800000000")
        '17:10:05 WARNING handler failed'
        >>> checked("    concerns/queries.py:40 follow"), checked("Failing row contains (x)")
        ('    concerns/queries.py:40 follow', '(a line of another form is left out)')
    """
    if line.startswith("{"):
        return _checked_json(line)
    if is_step(line.strip()):
        return f"    {line.strip()}"
    match = _WORDS.fullmatch(line)
    if match is None or match["level"] not in _LEVELS:
        return LEFT_OUT
    pairs = (pair.partition("=") for pair in match["facts"].split())
    kept, _dropped = allowed({key: value for key, _sign, value in pairs})
    facts = " ".join(f"{key}={value}" for key, value in kept.items())
    event = event_of("jiezhi", match["event"].strip())
    return f"{match['time']} {match['level']} {event} {facts}".rstrip()


def _checked_json(line: str) -> str:
    try:
        told = json.loads(line)
    except ValueError:
        return LEFT_OUT
    if not _AT.fullmatch(str(told.get("at"))) or str(told.get("level")).upper() not in _LEVELS:
        return LEFT_OUT
    kept, _dropped = allowed(told)
    steps = told.get("trail")
    trail = [str(step) for step in steps if is_step(str(step))] if isinstance(steps, list) else []
    event = event_of("jiezhi", told.get("event"))
    return json.dumps(
        {
            "at": told["at"],
            "level": told["level"],
            "event": event,
            **kept,
            **({"trail": trail} if trail else {}),
        }
    )


def versions(at: datetime) -> dict[str, object]:
    """Give what runs here: our version, Python, the system, the database, every package."""
    packages = {found.metadata["Name"]: found.version for found in metadata.distributions()}
    return {
        "at": at.isoformat(timespec="seconds"),
        "jiezhi": jiezhi.__version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "database": _told(_database),
        "packages": dict(sorted(packages.items())),
        "program": Path(sys.executable).name,
    }


def setting_names() -> list[str]:
    """Give the names of our settings, and of the variables that are set; no value of any."""
    ours = [name for name in dir(settings) if name.isupper()]
    given = [name for name in os.environ if name.startswith("JIEZHI_") or name == "DATABASE_URL"]
    return sorted({*ours, *(f"environment: {name}" for name in given)})


def tile_tones(at: datetime) -> dict[str, str]:
    """Give the colour of each tile; its words may name streets and other systems, and stay here."""
    return {shown.tile.name: shown.reading.tone.value for shown in read_tiles(at=at)}


def _fault_facts(fault: object) -> dict[str, str]:
    columns = ("source", "kind", "place", "route", "count", "first_at", "last_at", "last_request")
    return {name: str(getattr(fault, name)) for name in columns}


def _as_json(told: object) -> bytes:
    return json.dumps(told, indent=1).encode()


def _told(ask: Callable[[], object]) -> object:
    """Give an answer, or say that the database did not: the bundle is wanted most when something is broken."""
    try:
        return ask()
    except DatabaseError as error:
        return f"the database does not answer: {type(error).__name__}"


def _database() -> str:
    connection.ensure_connection()
    return f"{connection.vendor} {'.'.join(str(part) for part in connection.get_database_version())}"
