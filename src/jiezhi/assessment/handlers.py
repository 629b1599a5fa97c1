"""A brief's document is made by the worker, since setting it takes longer than a page may."""

from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiezhi.assessment.events import BriefFrozen
from jiezhi.assessment.queries import find_brief_to_make
from jiezhi.assessment.running import make_brief
from jiezhi.kit.outbox import subscribe_outside


@subscribe_outside(BriefFrozen, leaves_house=False, label=_("Monthly briefs"))
def make_document(event: BriefFrozen, _key: UUID) -> None:
    """Make the document, unless an earlier try did."""
    brief = find_brief_to_make(event.brief_id)
    if brief is not None:
        make_brief(brief, at=datetime.now(UTC))
