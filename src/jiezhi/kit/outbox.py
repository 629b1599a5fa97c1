"""News goes up: events are written with the deed, and handlers of apps above receive each of them once."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

from django.utils.functional import Promise

from jiezhi.kit.action import current_unit
from jiezhi.kit.models import DeliveryState, OutboxDelivery

E = TypeVar("E")


@dataclass(frozen=True)
class Subscription:
    """A handler and the event it wants.

    `outside` handlers talk to the outer world: they run without a transaction, may run twice after a kill, and
    therefore hand the delivery's id to the other side as idempotency key. Those that leave the house are held back
    after a backup was put back, until a person has looked at what would go out again.
    """

    event: type
    handler: Callable[..., None]
    outside: bool
    leaves_house: bool = False
    label: str | Promise = ""

    @property
    def name(self) -> str:
        return f"{self.handler.__module__.removeprefix('jiezhi.')}.{self.handler.__name__}"


class LaterError(Exception):
    """A handler cannot do its work now and says when to ask again: that costs none of its tries."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until.isoformat()}")
        self.until = until


_subscriptions: dict[str, list[Subscription]] = {}


def event_name(event: type) -> str:
    """Give `app.ClassName` of an event class."""
    module = event.__module__.removeprefix("jiezhi.").removesuffix(".events")
    return f"{module}.{event.__name__}"


def subscribe(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a handler: idempotent, inside one transaction with its done-mark."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _add(Subscription(event, handler, outside=False))
        return handler

    return register


def subscribe_outside(
    event: type[E], *, leaves_house: bool = True, label: str | Promise = ""
) -> Callable[[Callable[[E, UUID], None]], Callable[[E, UUID], None]]:
    """Register a handler that talks to the outer world; it gets the delivery's id as idempotency key.

    Args:
        event: What it wants.
        leaves_house: Whether anybody outside learns of it; False for work in a child process.
        label: What it sends, for whoever lets messages go out again.
    """

    def register(handler: Callable[[E, UUID], None]) -> Callable[[E, UUID], None]:
        _add(Subscription(event, handler, outside=True, leaves_house=leaves_house, label=label))
        return handler

    return register


def _add(subscription: Subscription) -> None:
    known = _subscriptions.setdefault(event_name(subscription.event), [])
    if subscription.name not in [other.name for other in known]:
        known.append(subscription)


def find_subscription(occurrence: str, handler: str) -> Subscription | None:
    """Give the handler of that name, or None when the program no longer has it."""
    return next((s for s in _subscriptions.get(occurrence, []) if s.name == handler), None)


def all_subscriptions() -> tuple[Subscription, ...]:
    """Give every registered handler."""
    return tuple(s for group in _subscriptions.values() for s in group)


def undone(event: type, name: str) -> frozenset[str]:
    """Give what an event's field holds in all news of its kind that is not done: on its way, given up or dropped."""
    rows = OutboxDelivery.objects.filter(occurrence=event_name(event)).exclude(state=DeliveryState.DONE)
    return frozenset(map(str, rows.values_list(f"payload__{name}", flat=True)))


_holds: list[Callable[[], bool]] = []


def hold_outgoing_when(asked: Callable[[], bool]) -> None:
    """Register a question whose yes keeps everything in the house."""
    _holds.append(asked)


def outgoing_is_held() -> bool:
    """Whether nothing may leave the house for now."""
    return any(asked() for asked in _holds)


def outgoing_handlers() -> dict[str, str]:
    """Give the handlers whose work leaves the house, by name, with what they send."""
    return {s.name: str(s.label or s.name) for s in all_subscriptions() if s.leaves_house}


def emit(event: Any) -> None:
    """Tell whoever listens, once this deed has committed: one outbox row per handler."""
    if not is_dataclass(event) or isinstance(event, type):
        raise TypeError("an event is a frozen dataclass instance")
    unit = current_unit()
    name = event_name(type(event))
    for subscription in _subscriptions.get(name, []):
        unit.outbox_rows.append(
            OutboxDelivery(
                sub_district_id=unit.actor.sub_district_id,
                trace_id=unit.trace_id,
                occurrence=name,
                handler=subscription.name,
                payload={key: _plain(value) for key, value in asdict(event).items()},
                created_at=unit.at,
                next_at=unit.at,
            )
        )


def restore_event(event: type[E], payload: dict[str, Any]) -> E:
    """Rebuild an event from its stored payload."""
    hints = get_type_hints(event)
    values = {f.name: _typed(hints[f.name], payload.get(f.name)) for f in fields(event)}  # type: ignore[arg-type]
    return event(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    kinds = [kind for kind in (get_args(hint) or (hint,)) if kind is not type(None)]
    kind = kinds[0]
    if kind is UUID:
        return UUID(value)
    return kind.fromisoformat(value) if kind in (datetime, date) else value
