"""The timer that asks superiors' systems for new orders."""

from datetime import datetime, timedelta

from jiezhi.concerns.bridging import fetch_from
from jiezhi.concerns.superior_queries import sources_with_adapter
from jiezhi.kit.outbox import outgoing_is_held
from jiezhi.kit.worker import every


@every(timedelta(minutes=1))
def fetch_orders_from_above(at: datetime) -> None:
    """Ask each system that is reached by the program itself; not while everything is kept in the house."""
    if outgoing_is_held():
        return
    for source in sources_with_adapter():
        fetch_from(source, at=at)
