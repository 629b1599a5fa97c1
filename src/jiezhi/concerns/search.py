"""How requests are found by words: what is noted of each."""

from collections.abc import Sequence
from uuid import UUID

from jiezhi.concerns.models import Concern, ConcernWords
from jiezhi.core.masking import without_numbers
from jiezhi.kit.actor import Actor
from jiezhi.kit.search import Search, fill_missing, search_for, terms_text


def note_words(concerns: Sequence[Concern]) -> None:
    """Write by which words new requests are found, in the deed that writes them, in one statement."""
    ConcernWords.objects.bulk_create(
        ConcernWords(
            row=concern,
            sub_district_id=concern.sub_district_id,
            at=concern.submitted_at,
            terms=_terms(concern.sub_district_id, concern.number, concern.words),
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
    rows = Concern.objects.values("id", "sub_district_id", "submitted_at", "number", "words")
    return fill_missing(
        ConcernWords,
        rows,
        at="submitted_at",
        terms=lambda row: _terms(row["sub_district_id"], row["number"], row["words"]),
    )


def concern_search(actor: Actor, words: str) -> Search | None:
    """Give the search for words among the requests of the actor's street; None where there is nothing to ask."""
    return search_for(words, ConcernWords, sub_district_id=actor.tenant_id)


def _terms(sub_district_id: UUID, number: str, words: str) -> str:
    return terms_text(sub_district_id, number, without_numbers(words))
