"""What an adapter to a superior's system does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from jiezhi.concerns.superior_rows import OrderRow


class AdapterError(Exception):
    """The superior's system was not reached or did not answer as agreed; the words are for the dispatcher."""


@dataclass(frozen=True)
class Reached:
    """How a system is reached: where, and by what secret we are known there."""

    address: str
    secret: str


@dataclass(frozen=True)
class Told:
    """One order as a system told it.

    Args:
        number: The superior's own, as far as it can be made out.
        words: What `read` reads it from again: no more of it than an order needs.
        row: The order; None where it cannot be read.
    """

    number: str
    words: str
    row: OrderRow | None


@dataclass(frozen=True)
class Batch:
    """What came since the last time.

    Args:
        orders: In the order in which the superior sent them.
        cursor: To be handed over the next time; what it means is the superior's business.
        has_more: Whether another batch waits.
    """

    orders: tuple[Told, ...]
    cursor: str
    has_more: bool = False


@dataclass(frozen=True)
class Reply:
    """What is answered to an order from above.

    Args:
        number: The superior's own.
        department: Who did the work.
        words: The reply.
        resolved_at: When it was done.
        was_satisfied: What the reporter said; None when not reached yet.
    """

    number: str
    department: str
    words: str
    resolved_at: datetime
    was_satisfied: bool | None


class SuperiorAdapter(Protocol):
    """One kind of system. Fetching and handing over may be repeated after a kill: neither may double anything there."""

    def fetch(self, reached: Reached, cursor: str) -> Batch:
        """Give what came since `cursor`; an empty one means from the beginning.

        Raises:
            AdapterError: It was not reached, or answers something else.
        """
        ...

    def read(self, words: str) -> OrderRow | None:
        """Read an order again from the words of `Told`; None where it cannot be read."""
        ...

    def hand_over(self, reached: Reached, reply: Reply, key: UUID) -> None:
        """Bring a reply; the same key means the same reply.

        Raises:
            AdapterError: It did not take the reply.
        """
        ...
