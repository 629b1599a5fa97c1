"""`@action`: one deed, one transaction, at least one audit row, and its news in the outbox."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import models, transaction

from jiezhi.kit.actor import Actor
from jiezhi.kit.ids import new_id

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class WorkUnit:
    """What an outermost action gathers until it commits: rows to be written in one statement each."""

    actor: Actor
    at: datetime
    trace_id: UUID = field(default_factory=new_id)
    audit_rows: list[models.Model] = field(default_factory=list)
    outbox_rows: list[models.Model] = field(default_factory=list)

    def flush(self) -> None:
        """Write the audit and the outbox, each with one bulk statement."""
        for rows in (self.audit_rows, self.outbox_rows):
            if rows:
                type(rows[0])._default_manager.bulk_create(rows)


class UnauditedError(RuntimeError):
    """An action tried to commit without leaving an audit row: a fault of the programmer."""


_current: ContextVar[WorkUnit | None] = ContextVar("work_unit", default=None)
_is_together: ContextVar[bool] = ContextVar("is_together", default=False)


def current_unit() -> WorkUnit:
    """Give the unit of work that is open.

    Raises:
        RuntimeError: Outside any action: business rows are only written inside one.
    """
    unit = _current.get()
    if unit is None:
        raise RuntimeError("no action is running: only an @action may record, emit or write business rows")
    return unit


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function one deed.

    The outermost action opens a durable transaction, gives its audit rows a trace id, and refuses to commit
    without an audit row. An action called inside another joins it without a savepoint, so an error caught in
    between would leave half a deed: let errors pass. All arguments are keywords; `actor` and `at` are required.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__qualname__} takes keyword arguments only")
        actor, at = kwargs.get("actor"), kwargs.get("at")
        if not isinstance(actor, Actor) or not isinstance(at, datetime):
            raise TypeError(f"{function.__qualname__} needs actor: Actor and at: datetime")
        if _current.get() is not None:
            with transaction.atomic(savepoint=False):
                return function(*args, **kwargs)
        with work_unit(actor=actor, at=at) as unit:
            result = function(*args, **kwargs)
            if not unit.audit_rows:
                raise UnauditedError(f"{function.__qualname__} left no audit row: call kit.audit.record")
            return result

    return run


@contextmanager
def work_unit(*, actor: Actor, at: datetime) -> Iterator[WorkUnit]:
    """Open the outermost transaction for an action, or for a handler of the worker whose actions nest in it."""
    with transaction.atomic(durable=not _is_together.get()):
        unit = WorkUnit(actor=actor, at=at)
        token = _current.set(unit)
        try:
            yield unit
            unit.flush()
        finally:
            _current.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """Let many deeds commit together or not at all, each still with its own actor, time and audit rows.

    For a past that is loaded as a whole, such as the demo street: killed in the middle, it leaves nothing.
    """
    with transaction.atomic(durable=True):
        token = _is_together.set(True)
        try:
            yield
        finally:
            _is_together.reset(token)
