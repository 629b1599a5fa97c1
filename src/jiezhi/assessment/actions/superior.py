"""Bring in what the superior counted, from its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jiezhi.assessment.models import SuperiorLine, SuperiorScore
from jiezhi.assessment.permissions import BRING
from jiezhi.concerns.superior_queries import get_source, superiors_by_number
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor

FILE_NAME = 200


@dataclass(frozen=True)
class SuperiorDraft:
    """A row of the file: the superior's number and what it says; None where it says nothing."""

    number: str
    was_answered: bool | None = None
    was_solved: bool | None = None
    was_satisfied: bool | None = None
    is_left_out: bool = False
    note: str = ""


@action
def bring_superior_lines(
    *,
    source_id: UUID,
    month_on: date,
    file_name: str,
    drafts: Sequence[SuperiorDraft],
    actor: Actor,
    at: datetime,
) -> int:
    """Bring lines in and give how many were new; a number that is there already stays as it was told first.

    Raises:
        MissingError: The street has no such source.
        RefusedError: The actor's posts do not include it.
    """
    require(actor, BRING)
    source = get_source(actor, source_id)
    score, _is_new = SuperiorScore.objects.select_for_update().get_or_create(
        sub_district_id=actor.tenant_id,
        source=source,
        month_on=month_on,
        defaults={"file_name": file_name[:FILE_NAME], "brought_at": at, "brought_by": actor.label},
    )
    drafts_by_number = {draft.number: draft for draft in drafts}
    known = set(score.lines.filter(number__in=drafts_by_number).values_list("number", flat=True))
    ours = superiors_by_number(actor, source_id, set(drafts_by_number))
    lines = [
        SuperiorLine(
            sub_district_id=actor.tenant_id,
            score=score,
            number=draft.number,
            superior_id=ours.get(draft.number),
            was_answered=draft.was_answered,
            was_solved=draft.was_solved,
            was_satisfied=draft.was_satisfied,
            is_left_out=draft.is_left_out,
            note=draft.note,
        )
        for draft in drafts_by_number.values()
        if draft.number not in known
    ]
    SuperiorLine.objects.bulk_create(lines)
    audit.record(
        "assessment.superior_brought", kind="assessment.superior", id=score.pk, facts={"lines": len(lines)}
    )
    return len(lines)
