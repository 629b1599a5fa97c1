"""Bring in what the superior counted, from its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from jiezhi.assessment.errors import BroughtError, ReasonError
from jiezhi.assessment.models import SuperiorLine, SuperiorScore
from jiezhi.assessment.permissions import BRING
from jiezhi.assessment.queries import get_superior_score
from jiezhi.concerns.superior_queries import get_source
from jiezhi.core.masking import find_personal
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold

FILE_NAME = 200
KIND = "assessment.superior"


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
    version: int = 1,
    file_name: str,
    drafts: Sequence[SuperiorDraft],
    actor: Actor,
    at: datetime,
) -> int:
    """Bring lines in and give how many were new; a number that is there already stays as it was told first.

    A corrected file is brought in as the next version: the first stays beside it.

    Raises:
        BroughtError: This version was taken back, or there is none before it.
        MissingError: The street has no such source.
        RefusedError: The actor's posts do not include it.
    """
    require(actor, BRING)
    source = get_source(actor, source_id)
    hold(f"assessment.superior:{source_id}:{month_on}")
    of_month = {"sub_district_id": actor.tenant_id, "source": source, "month_on": month_on}
    last = SuperiorScore.objects.filter(**of_month).aggregate(last=Max("version"))["last"] or 0
    score, _is_new = SuperiorScore.objects.get_or_create(
        **of_month,
        version=version,
        defaults={"file_name": file_name[:FILE_NAME], "brought_at": at, "brought_by": actor.label},
    )
    if version > last + 1 or score.taken_back_at is not None:
        raise BroughtError(
            _(
                "This version was taken back, or there is none before it. Bring the file in as the next version."
            )
        )
    drafts_by_number = {draft.number: draft for draft in drafts}
    known = set(score.lines.filter(number__in=drafts_by_number).values_list("number", flat=True))
    lines = [
        SuperiorLine(
            sub_district_id=actor.tenant_id,
            score=score,
            number=draft.number,
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
        "assessment.superior_brought", kind=KIND, id=score.pk, facts={"lines": len(lines), "version": version}
    )
    return len(lines)


@action
def take_back_superior_score(*, score_id: UUID, reason: str, actor: Actor, at: datetime) -> SuperiorScore:
    """Take a count back that was brought in wrongly, such as under another month; it stays, with who and why.

    Raises:
        BroughtError: It was taken back already.
        MissingError: There is no such count.
        ReasonError: No reason is given, or it holds somebody's number.
    """
    require(actor, BRING)
    score = get_superior_score(actor, score_id, among=SuperiorScore.objects.select_for_update(of=("self",)))
    if score.taken_back_at is not None:
        raise BroughtError(_("This count was taken back already."))
    if not reason.strip() or find_personal(reason):
        raise ReasonError(_("Say why it is taken back, without telephone and identity numbers."))
    score.taken_back_at, score.taken_back_by = at, actor.label
    score.taken_back_why = reason.strip()
    score.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    audit.record("assessment.superior_taken_back", kind=KIND, id=score.pk)
    return score
