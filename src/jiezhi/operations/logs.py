"""How records of the log are written: JSON for programs, short words for a person, both from what `lines` allows."""

import json
import logging
from collections.abc import Mapping, MutableMapping
from typing import Any

from structlog.contextvars import get_contextvars
from structlog.processors import JSONRenderer
from structlog.stdlib import ProcessorFormatter

from jiezhi.operations.faults import keep_fault, sighting_of
from jiezhi.operations.instruments import LOG_KEYS_DROPPED
from jiezhi.operations.lines import ErrorTold, allowed, event_of, extras_of, instant, trail_of

Line = MutableMapping[str, Any]


def only_allowed(_logger: Any, _level: str, line: Line) -> Line:
    """Make a line of what a record says and of what is known of its request; everything else is left out."""
    record: logging.LogRecord = line["_record"]
    status = getattr(record, "status_code", None)
    told: dict[str, object] = {**get_contextvars(), **extras_of(record.__dict__)}
    told |= {"logger": record.name} | ({"status": status} if status is not None else {})
    error: ErrorTold = line.get("exc_info")
    kept, dropped = allowed(told)
    if dropped:
        LOG_KEYS_DROPPED.inc(dropped)
    return {
        "at": instant(record.created),
        "level": record.levelname.lower(),
        "event": event_of(record.name, record.msg, status=status),
        **kept,
        **({"trail": trail_of(error[1])} if error and error[1] is not None else {}),
        **({"dropped": dropped} if dropped else {}),
    }


def in_words(_logger: Any, _level: str, line: Line) -> str:
    """Give a line for a person at a terminal: time, level, what happened, facts; an error's places below it."""
    head = f"{line.pop('at')[11:19]} {line.pop('level').upper()} {line.pop('event')}"
    trail = line.pop("trail", [])
    facts = " ".join(f"{key}={value}" for key, value in line.items())
    return "\n    ".join([f"{head} {facts}".rstrip(), *trail])


class LineFormatter(ProcessorFormatter):
    """Writes records as JSON lines, or with `style="words"` for a person."""

    def __init__(self, *, style: str = "json") -> None:
        last = in_words if style == "words" else JSONRenderer(json.dumps, ensure_ascii=True)
        super().__init__(processors=[only_allowed, last], use_get_message=False)


class FaultHandler(logging.Handler):
    """Keeps what was raised as a fault for the operator's page, whatever logs it: a page, the worker, a command."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the fault of a record that carries an error."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            facts: Mapping[str, object] = {**get_contextvars(), **extras_of(record.__dict__)}
            keep_fault(sighting_of(error, logger=record.name, facts=facts))
