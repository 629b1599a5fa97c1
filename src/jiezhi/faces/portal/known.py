"""Whether what a reporter writes is known already, and the step that comes next because of it."""

from dataclasses import replace
from datetime import UTC, datetime

from jiezhi.faces.portal.draft import ANOTHER, Draft
from jiezhi.faces.portal.street import StreetRequest
from jiezhi.merging.queries import KnownMatter, known_matters


def known_of(request: StreetRequest, draft: Draft) -> list[KnownMatter]:
    """Give what others have reported and this draft is likely about."""
    return known_matters(
        sub_district_id=request.street.pk, words=draft.words, spot=draft.where(), at=datetime.now(UTC)
    )


def ask_known(request: StreetRequest, draft: Draft) -> tuple[Draft, str]:
    """Give the next step of a draft: once its words and place are there, what is known is asked before the rest."""
    is_told = {"words", "place"} <= set(draft.passed)
    if draft.joins or not is_told:
        return draft, draft.open_step
    if known_of(request, draft):
        return draft, "known"
    return replace(draft, joins=ANOTHER), draft.open_step
