"""Makes the document of a brief; it may be killed at any line and is then made again, to the same bytes."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.utils import translation

from jiezhi.assessment.actions import note_brief_failed, note_brief_made
from jiezhi.assessment.drawing import set_brief
from jiezhi.assessment.errors import BriefError
from jiezhi.assessment.models import MonthlyBrief
from jiezhi.kit.actor import system_job


def make_brief(brief: MonthlyBrief, *, at: datetime) -> None:
    """Set the document from the figures that are fixed, and keep it."""
    actor = system_job(
        "assessment.make_brief", sub_district_id=brief.sub_district_id, permissions=frozenset()
    )
    with translation.override(settings.LANGUAGE_CODE):
        try:
            document = set_brief(brief)
        except BriefError as problem:
            note_brief_failed(brief=brief, trouble=problem.message, actor=actor, at=at)
            return
    digest = hashlib.sha256(document).hexdigest()
    note_brief_made(brief=brief, document=document, file_digest=digest, actor=actor, at=at)
