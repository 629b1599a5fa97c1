"""A visit that is due at the household where somebody goes anyway: written down with the rest of it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.codes import code_for
from jiezhi.faces.desk.visit_tasks import Deed, JointVisitWords, VisitTask, VisitTold
from jiezhi.faces.patrol.outcomes import MET
from jiezhi.fieldwork.actions import VisitDraft, take_visit
from jiezhi.fieldwork.choices import NextStep
from jiezhi.fieldwork.models import Visit
from jiezhi.fieldwork.permissions import VISIT
from jiezhi.fieldwork.queries import get_visit, visits_due_at, wishes_told
from jiezhi.fieldwork.waiting import DUE_VISIT
from jiezhi.kit.actor import Actor


@dataclass(frozen=True)
class VisitNearby:
    """A visit that is due in an estate of the others, which only whoever stands at the door knows to be there.

    Args:
        key: Adds it to the address of the page.
        place: The estate.
        next_on: Since when it is due.
        noted_by: Who was there last.
        id: Opens it.
    """

    key: str
    place: str
    next_on: date | None
    noted_by: str
    id: UUID


def due_visit(actor: Actor, visit_id: UUID) -> VisitTask:
    """Give a visit that is due as a task; door and words stay sealed."""
    visit = get_visit(actor, visit_id)
    is_due = visit.next_step == NextStep.AGAIN and visit.followed_by_id is None
    return VisitTask(
        kind=DUE_VISIT,
        id=visit.pk,
        label=_("%(place)s, due on %(day)s") % {"place": _place(visit), "day": _day(visit.next_on)},
        title=_("Visit that is due"),
        text=_("Last there: %(who)s, %(day)s")
        % {"who": visit.noted_by, "day": _day(timezone.localdate(visit.visited_at))},
        place=_place(visit),
        outcomes=MET if is_due else (),
        why_not=""
        if is_due
        else _("Somebody has written down this visit already. What you saw goes in a visit of its own."),
        estate_id=visit.estate_id,
    )


def due_visit_deed(task: VisitTask, outcome: str, words: JointVisitWords, actor: Actor, at: datetime) -> Deed:
    """Write the record of the visit, which ends what was due; that of the whole way is named in it."""
    told = task.told or VisitTold()
    draft = VisitDraft(
        key=uuid5(words.batch_id or task.id, str(task.id)),
        seen="\n".join(text for text in (words.said, told.seen) if text),
        estate_id=task.estate_id,
        wish=told.wish,
        has_agreed=told.has_agreed,
        phone=told.phone,
        next_step=NextStep(told.next_step),
        next_on=told.next_on,
        follows=task.id,
        visited_at=words.seen_at,
        was_met=outcome == "met",
        batch_id=words.batch_id,
    )
    return partial(take_visit, draft=draft, actor=actor, at=at)


def visits_nearby(actor: Actor, tasks: list[VisitTask], *, at: datetime) -> list[VisitNearby]:
    """Give what is due in the estates of a visit's tasks and is not among them: one statement at most."""
    if not actor.may(VISIT.code):
        return []
    estates = {task.estate_id for task in tasks if task.estate_id}
    among = {task.id for task in tasks if task.kind == DUE_VISIT}
    return [
        VisitNearby(f"{DUE_VISIT}:{visit.pk}", _place(visit), visit.next_on, visit.noted_by, visit.pk)
        for visit in visits_due_at(actor, estates, on=timezone.localdate(at))
        if visit.pk not in among
    ]


def codes_told(batch_id: UUID) -> list[tuple[str, str]]:
    """Give number and query code of each request made of a wish; the code is made anew each time, nobody keeps it."""
    return [(concern.number, code_for(concern.submission_key)) for concern in wishes_told(batch_id)]


def _place(visit: Visit) -> str:
    return visit.estate.name if visit.estate else visit.community.name


def _day(day: date | None) -> str:
    return f"{day:%m-%d}" if day else ""
