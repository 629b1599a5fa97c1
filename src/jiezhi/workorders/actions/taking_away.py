"""That a table of orders was taken away."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.queries import visible_orders

LIST = "workorders.list"


@action
def note_export(*, query: str, actor: Actor, at: datetime, ticked: Collection[UUID] | None = None) -> None:
    """Leave a trace that the orders of a list were taken away as a table, before the first row goes out.

    Args:
        query: How the list was narrowed; what was searched for is not kept, since words may name somebody.
        actor: Who takes it.
        at: Now.
        ticked: Which lines of it, and no others; None where all are taken.

    Raises:
        MissingError: None of the ticked ones lies in the actor's area.
    """
    require(actor, VIEW)
    narrowed = ", ".join(f"{name}={value}" for name, value in QueryDict(query).items() if name != "words")
    has_words = "words" in QueryDict(query)
    facts: dict[str, str | int | bool | None] = {"narrowed": narrowed[:400], "searched": has_words}
    if ticked is not None:
        numbers = list(
            visible_orders(actor).filter(pk__in=ticked).order_by("number").values_list("number", flat=True)
        )
        facts = {"ticked": len(numbers), "numbers": " ".join(numbers)}
        if not numbers:
            raise MissingError(_("None of the orders that you ticked is in your area any more."))
    audit.record("workorders.orders_exported", kind=LIST, id=actor.tenant_id, facts=facts)
