"""That a table of orders was taken away."""

from datetime import datetime

from django.http import QueryDict

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.workorders.permissions import VIEW

LIST = "workorders.list"


@action
def note_export(*, query: str, actor: Actor, at: datetime) -> None:
    """Leave a trace that the orders of a list were taken away as a table, before the first row goes out.

    Args:
        query: How the list was narrowed; what was searched for is not kept, since words may name somebody.
        actor: Who takes it.
        at: Now.
    """
    require(actor, VIEW)
    narrowed = ", ".join(f"{name}={value}" for name, value in QueryDict(query).items() if name != "words")
    has_words = "words" in QueryDict(query)
    facts: dict[str, str | int | bool | None] = {"narrowed": narrowed[:400], "searched": has_words}
    audit.record("workorders.orders_exported", kind=LIST, id=actor.tenant_id, facts=facts)
