"""What a line of the log may hold: names of ours, numbers and opaque ids. Nothing that anybody typed has such a shape.

A list of what is allowed, not of what is forbidden: a key that is not on it, or whose value has another shape, is left
out and counted.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from uuid import UUID

import jiezhi

ROOM = f"{Path(jiezhi.__file__).parent}/"
LONGEST_TRAIL = 12
"""Places of an error that are told, the innermost of them."""

_NAME = re.compile(r"(?!.*\d{7})[A-Za-z_][A-Za-z0-9_.:-]{0,127}")
_METHOD = re.compile(r"[A-Z]{3,7}")
_OPAQUE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PLACE = re.compile(r"[A-Za-z0-9_./<> -]{1,120}:\d{1,6} [A-Za-z0-9_<>]{1,80}")
_NUMBER = re.compile(r"\d{1,7}(\.\d{1,3})?")
_ROW = re.compile(r"\d{1,10}")

SHAPES: Mapping[str, re.Pattern[str]] = {
    "logger": _NAME,
    "request_id": _OPAQUE,
    "actor_id": _OPAQUE,
    "method": _METHOD,
    "route": _NAME,
    "status": _NUMBER,
    "duration_ms": _NUMBER,
    "statements": _NUMBER,
    "handler": _NAME,
    "timer": _NAME,
    "tile": _NAME,
    "delivery_id": _OPAQUE,
    "attempt": _NUMBER,
    "error": _NAME,
    "place": _PLACE,
    "number": _ROW,
    "head": _DIGEST,
    "signal": _NAME,
}
"""Every key that a line may have beside `at`, `level`, `event`, `trail` and `dropped`, with the shape of its value."""

_EVENT = re.compile(r"[a-z][a-z ,:;()'-]{2,79}")
_RECORD = {
    "name", "msg", "args", "levelname", "levelno", "pathname", "filename", "module", "exc_info", "exc_text",
    "stack_info", "lineno", "funcName", "created", "msecs", "relativeCreated", "thread", "threadName", "processName",
    "process", "taskName", "message", "request", "status_code", "server_time",
}  # fmt: skip
"""What `logging` and Django put into a record by themselves; the request is an object that no line may hold."""

ErrorTold = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None] | None


def allowed(facts: Mapping[str, object]) -> tuple[dict[str, str | int | float], int]:
    """Give the facts that a line may hold, and how many were left out.

    Examples:
        >>> allowed({"handler": "notices.handlers.send_mail", "attempt": 3})
        ({'handler': 'notices.handlers.send_mail', 'attempt': 3}, 0)
        >>> allowed({"words": "x", "route": "two words", "request_id": "110101199003071234"})
        ({}, 3)
    """
    kept: dict[str, str | int | float] = {}
    for key, value in facts.items():
        shape = SHAPES.get(key)
        plain = str(value) if isinstance(value, UUID) else value
        if shape is None or isinstance(plain, bool) or not isinstance(plain, str | int | float):
            continue
        if shape.fullmatch(str(plain)):
            kept[key] = plain
    return kept, len(facts) - len(kept)


def event_of(source: str, template: object, *, status: int | None = None) -> str:
    """Give the name of what happened. Only our own loggers are believed, and only words without a digit in them.

    Examples:
        >>> event_of("jiezhi.worker", "handler failed"), event_of("jiezhi.worker", "call 13800000000")
        ('handler failed', 'words withheld')
        >>> event_of("django.request", "%s: %s", status=500), event_of("urllib3", "hello")
        ('request failed', 'words withheld')
    """
    if source == "django.request" and status is not None:
        return "request failed"
    if source.startswith("django.security"):
        return "request refused"
    if source.partition(".")[0] == "jiezhi" and isinstance(template, str) and _EVENT.fullmatch(template):
        return template
    return "words withheld"


def extras_of(record: Mapping[str, object]) -> dict[str, object]:
    """Give what a caller added to a record with `extra`."""
    return {key: value for key, value in record.items() if key not in _RECORD and not key.startswith("_")}


def kind_of(error: BaseException) -> str:
    """Give the full name of an error's class."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def trail_of(error: BaseException) -> list[str]:
    """Give the places that an error passed and the kinds of it and its causes, the cause first; never its words."""
    told: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        told[:0] = [*_places(link.__traceback__)[-LONGEST_TRAIL:], kind_of(link)]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return [step for step in told if is_step(step)]


def is_step(text: str) -> bool:
    """Tell whether a text is a step of a trail: a place, or the kind of an error with its module."""
    return bool(_PLACE.fullmatch(text) or ("." in text and _NAME.fullmatch(text)))


def place_of(error: BaseException) -> str:
    """Give the innermost place of our own source that an error passed, or the innermost at all."""
    places = _places(error.__traceback__)
    ours = [place for place in places if not place.startswith("<")]
    found = next(reversed(ours or places), "<unknown>:0 unknown")
    return found if _PLACE.fullmatch(found) else "<unknown>:0 unknown"


def instant(seconds: float) -> str:
    """Give a moment as UTC with milliseconds.

    Examples:
        >>> instant(0.5)
        '1970-01-01T00:00:00.500Z'
    """
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _places(traceback: TracebackType | None) -> list[str]:
    return [_place(frame) for frame in _frames(traceback)]


def _frames(traceback: TracebackType | None) -> Iterable[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next


def _place(step: TracebackType) -> str:
    code = step.tb_frame.f_code
    # Libraries are told by the name of their file alone: folders of the machine are nobody's business.
    is_ours = code.co_filename.startswith(ROOM)
    name = (
        code.co_filename.removeprefix(ROOM)
        if is_ours
        else f"<{code.co_filename.rpartition('/')[2].strip('<>')}>"
    )
    return f"{name}:{step.tb_lineno} {code.co_name}"
