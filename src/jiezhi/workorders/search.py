"""How orders are found by words: what is noted of each, and which way a list goes to find them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from jiezhi.core.bigrams import terms_of
from jiezhi.core.masking import without_numbers
from jiezhi.kit.actor import Actor
from jiezhi.kit.search import Search, fill_missing, search_for, terms_text
from jiezhi.places.queries import names_of
from jiezhi.workorders.models import OrderWords, WorkOrder

TEXTS = ("number", "brief", "matter__name", "community__name", "estate__name", "grid_cell__code")
"""What an order is found by, and by its reply; of the brief only what is no number of a person.

What a reporter said is not among it: requests are found by that, by whoever may read them.
"""
REPLY = "~ "
"""Before the terms of the reply, which may be written anew: the rest of an entry stays as it is."""


def note_words(orders: Sequence[WorkOrder], known: Mapping[UUID, str] | None = None) -> None:
    """Write by which words new orders are found, in the deed that writes them.

    One statement, whatever their number, and one more where a name of a place has to be read.

    Args:
        orders: Just written, with their matters.
        known: Names of places by id, as far as they are at hand.
    """
    names = dict(known or {})
    names |= names_of(
        communities={order.community_id for order in orders if order.community_id} - names.keys(),
        cells={order.grid_cell_id for order in orders if order.grid_cell_id} - names.keys(),
        estates={order.estate_id for order in orders if order.estate_id} - names.keys(),
    )
    OrderWords.objects.bulk_create(
        OrderWords(
            row=order,
            sub_district_id=order.sub_district_id,
            at=order.opened_at,
            terms=terms_text(
                order.sub_district_id,
                order.number,
                without_numbers(order.brief),
                order.matter.name,
                *(
                    names[pk]
                    for pk in (order.community_id, order.estate_id, order.grid_cell_id)
                    if pk is not None
                ),
            )
            + reply_terms(order.reply),
        )
        for order in orders
    )


def note_words_anew(order: WorkOrder) -> None:
    """Write by which words an order is found after its matter was changed: two statements and one for the places."""
    OrderWords.objects.filter(row=order).delete()
    note_words([order])


def note_reply(order: WorkOrder) -> None:
    """Write by which words of its reply an order is found, in the deed that writes the reply: two statements."""
    entry = OrderWords.objects.filter(row=order).first()
    if entry is not None:
        entry.terms = entry.terms.partition(REPLY)[0] + reply_terms(order.reply)
        entry.save(update_fields=["terms"])


def reply_terms(reply: str) -> str:
    """Give the terms of a reply as they stand behind those of the order; nothing where there is none.

    Examples:
        >>> reply_terms("")
        ''
    """
    return f"{REPLY}{' '.join(terms_of(without_numbers(reply)))} " if reply else ""


def rebuild_search(*, afresh: bool = False) -> int:
    """Write the words of every order that has none, in parts, and give how many.

    Args:
        afresh: Forget all of them first: after matters or places were given other names.
    """
    if afresh:
        OrderWords.objects.all().delete()

    def terms(order: dict[str, object]) -> str:
        street = order["sub_district_id"]
        texts = {name: str(order[name] or "") for name in TEXTS}
        texts["brief"] = without_numbers(texts["brief"])
        return terms_text(street, *texts.values()) + reply_terms(str(order["reply"]))  # type: ignore[arg-type]

    rows = WorkOrder.objects.values("id", "sub_district_id", "opened_at", "reply", *TEXTS)
    return fill_missing(OrderWords, rows, at="opened_at", terms=terms)


def order_search(actor: Actor, words: str) -> Search | None:
    """Give the search for words among the orders of the actor's street; None where there is nothing to ask."""
    return search_for(words, OrderWords, sub_district_id=actor.tenant_id)
