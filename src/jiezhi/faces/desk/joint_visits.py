"""A joint visit to a household: several tasks, one record, and each task done by the action it has always had."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.batches.actions import BatchDraft, BatchSubject, Outcome, carry_out, open_batch
from jiezhi.batches.choices import BatchKind
from jiezhi.batches.models import Batch
from jiezhi.concerns.actions import Verdict, answer_callback, correct_contact, erase_contact, note_absence
from jiezhi.concerns.choices import CallbackMedium, RightKind, RightState
from jiezhi.concerns.hearing import concern_to_hear, is_own_work
from jiezhi.concerns.held import find_right
from jiezhi.concerns.permissions import CALL_BACK, HEAR_CALLBACK, RECEIVE
from jiezhi.concerns.queries import PICTURE_OWNER as CONCERN
from jiezhi.concerns.queries import get_concern
from jiezhi.core.masking import without_personal
from jiezhi.core.visits import MOST_TASKS
from jiezhi.faces.desk.due_visits import due_visit, due_visit_deed
from jiezhi.faces.desk.visit_tasks import Deed, JointVisitWords, VisitKind, VisitTask
from jiezhi.faces.desk.waiting import RIGHT
from jiezhi.faces.patrol.outcomes import CALLBACK, FOUND, HEARD, Outcomes
from jiezhi.faces.patrol.waiting import SITE_CHECK
from jiezhi.fieldwork.permissions import VISIT
from jiezhi.fieldwork.queries import VISITED
from jiezhi.fieldwork.waiting import DUE_VISIT
from jiezhi.kit.access import require_any
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.mediation.actions import SittingDraft, follow_up, hold_sitting
from jiezhi.mediation.choices import MediationState, SittingOutcome
from jiezhi.mediation.permissions import KEEP
from jiezhi.mediation.queries import MEDIATION, get_mediation
from jiezhi.mediation.waiting import SITTING
from jiezhi.workorders.actions import fail_check, pass_check
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.permissions import CHECK
from jiezhi.workorders.queries import get_order

ORDER = "workorders.order"
EXCERPT = 80

_VERDICTS = {"good": (True, True), "unhappy": (True, False), "unsolved": (False, False)}
KEPT: Outcomes = (("kept", gettext_lazy("Agreement kept")), ("broken", gettext_lazy("Agreement not kept")))
AS_ASKED: Outcomes = (("granted", gettext_lazy("Do it as asked")),)


def _check(actor: Actor, order_id: UUID) -> VisitTask:
    order = get_order(actor, order_id)
    place = order.estate or order.community
    return VisitTask(
        kind=SITE_CHECK,
        id=order.pk,
        label=order.number,
        title=_("On-site check"),
        text=order.brief[:EXCERPT],
        place=place.name if place else "",
        reply=order.reply,
        outcomes=FOUND if order.state == OrderState.AWAITING_CHECK else (),
        version=order.version,
        estate_id=order.estate_id,
    )


def _check_deed(task: VisitTask, outcome: str, words: JointVisitWords, actor: Actor, at: datetime) -> Deed:
    verb = pass_check if outcome == "done" else fail_check
    return partial(verb, order_id=task.id, note=words.said, seen_version=task.version, actor=actor, at=at)


def _callback(actor: Actor, concern_id: UUID) -> VisitTask:
    concern = concern_to_hear(actor, concern_id)
    place, is_own = concern.estate or concern.community, is_own_work(actor, concern)
    return VisitTask(
        kind=CALLBACK,
        id=concern.pk,
        label=concern.number,
        title=_("Callback at the door"),
        text=without_personal(concern.words)[:EXCERPT],
        place=place.name if place else "",
        reply=concern.order.reply if concern.order else "",
        estate_id=concern.estate_id,
        outcomes=() if is_own else HEARD,
        why_not=_("You worked on it or checked it yourself, so somebody else asks the reporter.")
        if is_own
        else "",
    )


def _callback_deed(task: VisitTask, outcome: str, words: JointVisitWords, actor: Actor, at: datetime) -> Deed:
    door = CallbackMedium.IN_PERSON
    if outcome == "absent":
        return partial(note_absence, concern_id=task.id, note=words.said, actor=actor, at=at)
    was_solved, was_satisfied = _VERDICTS[outcome]
    verdict = Verdict(was_solved, was_satisfied, words.said, task.likes_service)
    return partial(answer_callback, concern_id=task.id, verdict=verdict, medium=door, actor=actor, at=at)


def _sitting(actor: Actor, mediation_id: UUID) -> VisitTask:
    mediation = get_mediation(actor, mediation_id)
    outcomes: Outcomes = ()
    if mediation.state == MediationState.UNDER_WAY:
        outcomes = tuple(SittingOutcome.choices)
    elif mediation.state in (MediationState.AGREED, MediationState.CONFIRMED):
        outcomes = KEPT
    return VisitTask(
        kind=SITTING,
        id=mediation.pk,
        label=mediation.number,
        title=_("Mediation"),
        text=mediation.brief[:EXCERPT],
        place=mediation.community.name if mediation.community else "",
        outcomes=outcomes,
        state=mediation.state,
    )


def _sitting_deed(task: VisitTask, outcome: str, words: JointVisitWords, actor: Actor, at: datetime) -> Deed:
    if outcome in dict(KEPT):
        is_kept = outcome == "kept"
        return partial(follow_up, mediation_id=task.id, is_kept=is_kept, note=words.said, actor=actor, at=at)
    notes = "\n".join(text for text in (words.said, words.sealed) if text)
    draft = SittingDraft(held_at=at, place=words.place or task.place, outcome=outcome, notes=notes)
    return partial(hold_sitting, mediation_id=task.id, draft=draft, actor=actor, at=at)


def is_session(task: VisitTask, outcome: str) -> bool:
    """Whether a session of a mediation is noted of it: only that takes sealed words, and has a place."""
    return task.kind == SITTING and outcome not in dict(KEPT)


def _right(actor: Actor, concern_id: UUID) -> VisitTask:
    concern = get_concern(actor, concern_id)
    right = find_right(concern)
    if right is None:
        raise MissingError(_("This request is no such wish."))
    return VisitTask(
        kind=RIGHT,
        id=concern.pk,
        label=concern.number,
        title=str(right.get_kind_display()),
        text=without_personal(concern.words)[:EXCERPT],
        place="",
        outcomes=AS_ASKED if right.state == RightState.WAITING else (),
        state=right.kind,
    )


def _right_deed(task: VisitTask, _outcome: str, _words: JointVisitWords, actor: Actor, at: datetime) -> Deed:
    """Refusing needs a ground that the resident reads: that has its own page."""
    act = correct_contact if task.state == RightKind.CORRECT else erase_contact
    return partial(act, concern_id=task.id, actor=actor, at=at)


KINDS: dict[str, VisitKind] = {
    SITE_CHECK: VisitKind((CHECK,), ORDER, _check, _check_deed),
    CALLBACK: VisitKind((HEAR_CALLBACK, CALL_BACK), CONCERN, _callback, _callback_deed),
    SITTING: VisitKind((KEEP,), MEDIATION, _sitting, _sitting_deed),
    DUE_VISIT: VisitKind((VISIT,), VISITED, due_visit, due_visit_deed),
    RIGHT: VisitKind((RECEIVE,), CONCERN, _right, _right_deed),
}


def tasks_of(actor: Actor, keys: list[str]) -> list[VisitTask]:
    """Give the tasks that an address names, as they are now; at most four statements each.

    Raises:
        InvalidError: It names none, or more than one visit takes.
        MissingError: One lies outside the actor's area, or there is none.
        RefusedError: The actor's posts do not include it.
    """
    return [task_of(actor, key) for key in keys_among(keys)]


def tasks_left(actor: Actor, keys: list[str]) -> tuple[list[VisitTask], int]:
    """Give the tasks of a page that comes back, and how many of it are the actor's no more.

    Raises:
        InvalidError: It names none, or more than one visit takes.
        RefusedError: The actor's posts do not include one.
    """
    found, gone = [], 0
    for key in keys_among(keys):
        try:
            found.append(task_of(actor, key))
        except MissingError:
            gone += 1
    return found, gone


def keys_among(keys: list[str]) -> list[str]:
    """Give what an address or a telephone names, each once.

    Raises:
        InvalidError: Nothing, or more than one visit takes.
    """
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        raise InvalidError(_("Nothing is chosen. Open the visit from your inbox."))
    if len(wanted) > MOST_TASKS:
        said = _("One visit takes %(most)d tasks at most. Open it from your inbox again.")
        raise InvalidError(said % {"most": MOST_TASKS})
    return wanted


def task_of(actor: Actor, key: str) -> VisitTask:
    """Give one task, as it is now.

    Raises:
        MissingError: It lies outside the actor's area, or there is none.
        RefusedError: The actor's posts do not include it.
    """
    name, _colon, text = key.partition(":")
    kind, thing_id = KINDS.get(name), _id_of(text)
    if kind is None or thing_id is None:
        raise MissingError(_("There is no such task. Open the visit from your inbox again."))
    require_any(actor, *kind.permissions)
    return kind.find(actor, thing_id)


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def write_joint_visit(
    tasks: list[tuple[VisitTask, str]], words: JointVisitWords, *, press: str, actor: Actor, at: datetime
) -> tuple[Batch, Outcome]:
    """Write a visit once and hand it to each of its tasks; one that is not possible keeps the others as they are.

    Args:
        tasks: Each with what came of it.
        words: What was written.
        press: Names the page that was sent.
        actor: Who went there.
        at: Now.

    Returns:
        The visit on record, and what became of its tasks.
    """
    draft = BatchDraft(BatchKind.JOINT_VISIT, subjects_of(task for task, _outcome in tasks), press)
    batch = open_batch(draft=draft, actor=actor, at=at)
    return batch, carry_out_visit(batch, tasks, words, actor=actor, at=at)


def subjects_of(tasks: Iterable[VisitTask]) -> tuple[BatchSubject, ...]:
    """Give what a batch takes up of the tasks of a visit."""
    return tuple(BatchSubject(KINDS[task.kind].subject, task.id, task.label) for task in tasks)


def carry_out_visit(
    batch: Batch,
    tasks: list[tuple[VisitTask, str]],
    words: JointVisitWords,
    *,
    actor: Actor,
    at: datetime,
) -> Outcome:
    """Hand what was written to each task of a visit that is on record; what was settled before stays so."""
    words = replace(words, batch_id=batch.pk)
    deeds = [(task.id, KINDS[task.kind].deed(task, outcome, words, actor, at)) for task, outcome in tasks]
    return carry_out(batch, deeds, actor=actor, at=at)
