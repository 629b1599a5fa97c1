"""How requests are found by words: what is noted of each, and which way is gone to find them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models.functions import Coalesce

from jiezhi.concerns.models import Concern, ConcernWords
from jiezhi.concerns.queries import visible_concerns
from jiezhi.core.masking import without_numbers
from jiezhi.kit.actor import Actor
from jiezhi.kit.search import COMMON, Search, fill_missing, search_for, terms_text


def note_words(concerns: Sequence[Concern], numbers_above: Mapping[UUID, str] | None = None) -> None:
    """Write by which words new requests are found, in the deed that writes them, in one statement.

    Args:
        concerns: The requests.
        numbers_above: Of those that come from above, the superior's number by the request's id.
    """
    above = numbers_above or {}
    ConcernWords.objects.bulk_create(
        ConcernWords(
            row=concern,
            sub_district_id=concern.sub_district_id,
            at=concern.submitted_at,
            terms=_terms(
                concern.sub_district_id, concern.number, above.get(concern.pk, ""), words=concern.words
            ),
        )
        for concern in concerns
    )


def rebuild_search(*, afresh: bool = False) -> int:
    """Write the words of every request that has none, in parts, and give how many.

    Args:
        afresh: Forget all of them first.
    """
    if afresh:
        ConcernWords.objects.all().delete()
    rows = Concern.objects.values(
        "id", "sub_district_id", "submitted_at", "number", "words", "superior__number"
    )
    return fill_missing(
        ConcernWords,
        rows,
        at="submitted_at",
        terms=lambda row: _terms(
            row["sub_district_id"], row["number"], row["superior__number"] or "", words=row["words"]
        ),
    )


def concern_search(actor: Actor, words: str) -> Search | None:
    """Give the search for words among the requests of the actor's street; None where there is nothing to ask."""
    return search_for(words, ConcernWords, sub_district_id=actor.tenant_id)


def concerns_with_words(actor: Actor, words: str, *, limit: int = 50) -> list[Concern]:
    """Give the newest requests of the actor's area with these words, or this number of ours or the superior's.

    In two statements.

    Args:
        actor: Whose area.
        words: As typed; several mean all of them.
        limit: How many at most.
    """
    search = concern_search(actor, words)
    if search is None:
        return []
    rows = visible_concerns(actor).select_related("community", "estate", "order")
    hits, _looked_at = search.hits_among_newest()
    if hits < COMMON:
        gathered = rows.filter(search.ask()).order_by(Coalesce("submitted_at", "submitted_at").desc(), "-id")
        return list(gathered[:limit])
    return list(rows.filter(search.walk()).order_by("-submitted_at", "-id")[:limit])


def _terms(sub_district_id: UUID, *numbers: str, words: str) -> str:
    return terms_text(sub_district_id, *numbers, without_numbers(words))
