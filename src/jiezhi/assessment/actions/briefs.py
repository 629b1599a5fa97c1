"""Fix the figures of a month, and note what became of its document."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.assessment.choices import BriefState
from jiezhi.assessment.errors import BriefError
from jiezhi.assessment.events import BriefFrozen
from jiezhi.assessment.models import MonthlyBrief
from jiezhi.assessment.permissions import READ_BRIEFS
from jiezhi.assessment.queries import get_brief
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.outbox import emit

KIND = "assessment.brief"


@action
def freeze_month(*, month_on: date, figures: dict[str, Any], actor: Actor, at: datetime) -> MonthlyBrief:
    """Fix the figures of a month: what is fixed already stays, so that a public figure never moves by one answer."""
    brief, is_new = MonthlyBrief.objects.get_or_create(
        sub_district_id=actor.tenant_id,
        month_on=month_on,
        defaults={"figures": figures, "frozen_at": at},
    )
    if is_new:
        emit(BriefFrozen(brief_id=brief.pk))
    audit.record("assessment.month_frozen", kind=KIND, id=brief.pk, facts={"month": f"{month_on:%Y-%m}"})
    return brief


@action
def note_brief_made(
    *, brief: MonthlyBrief, document: bytes, file_digest: str, actor: Actor, at: datetime
) -> None:
    """Keep a document with its digest; made again from the same figures it is the same, byte for byte."""
    rows = MonthlyBrief.objects.filter(pk=brief.pk, state=BriefState.ASKED)
    rows.update(state=BriefState.READY, document=document, file_digest=file_digest, trouble="")
    audit.record("assessment.brief_made", kind=KIND, id=brief.pk, facts={"file": file_digest})


@action
def note_brief_failed(*, brief: MonthlyBrief, trouble: str, actor: Actor, at: datetime) -> None:
    """Note that a document cannot be made on this machine, and why."""
    rows = MonthlyBrief.objects.filter(pk=brief.pk, state=BriefState.ASKED)
    rows.update(state=BriefState.FAILED, trouble=trouble[:300])
    audit.record("assessment.brief_failed", kind=KIND, id=brief.pk)


@action
def ask_brief(*, brief_id: UUID, actor: Actor, at: datetime) -> MonthlyBrief:
    """Have the document made again from the figures that are fixed.

    Raises:
        MissingError: There is no such brief.
    """
    require(actor, READ_BRIEFS)
    brief = get_brief(actor, brief_id, among=MonthlyBrief.objects.select_for_update())
    if brief.state != BriefState.ASKED:
        brief.state, brief.document, brief.file_digest = BriefState.ASKED, None, ""
        brief.save(update_fields=["state", "document", "file_digest"])
        emit(BriefFrozen(brief_id=brief.pk))
    audit.record("assessment.brief_asked", kind=KIND, id=brief.pk)
    return brief


@action
def read_brief(*, brief_id: UUID, actor: Actor, at: datetime) -> MonthlyBrief:
    """Take a document out.

    Raises:
        BriefError: It is not there yet.
        MissingError: There is no such brief.
    """
    require(actor, READ_BRIEFS)
    brief = get_brief(actor, brief_id)
    if brief.document is None:
        raise BriefError(_("This document is not there yet. Look again in a minute, or have it made again."))
    audit.record("assessment.brief_read", kind=KIND, id=brief.pk, facts={"file": brief.file_digest})
    return brief
