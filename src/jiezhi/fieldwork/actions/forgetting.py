"""What was seen at somebody's door is not kept for ever."""

from datetime import datetime
from uuid import UUID

from jiezhi.fieldwork.models import Visit
from jiezhi.fieldwork.queries import VISITED
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor


@action
def forget_words(*, visit_id: UUID, actor: Actor, at: datetime) -> None:
    """Delete door and words of a visit; that it was, where and what followed stays. Called by the worker alone."""
    rows = Visit.objects.filter(pk=visit_id, sub_district_id=actor.tenant_id, words_forgotten_at=None)
    if rows.update(door="", seen="", words_forgotten_at=at):
        audit.record("fieldwork.words_forgotten", kind=VISITED, id=visit_id)
