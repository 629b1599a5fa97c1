"""A joint visit that a telephone sends: each of its parts is taken or told why not, and none waits for another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from jiezhi.batches.choices import LineState
from jiezhi.batches.models import Batch
from jiezhi.batches.queries import get_batch
from jiezhi.burden.metering import note_post
from jiezhi.core.told_times import is_worth_telling, seen_time
from jiezhi.faces.desk.due_visits import codes_told
from jiezhi.faces.desk.joint_visits import KINDS, carry_out_visit, keys_among, subjects_of, task_of
from jiezhi.faces.desk.pressing import outcome_words
from jiezhi.faces.desk.processes import JOINT_VISIT
from jiezhi.faces.desk.visit_forms import PARTS, JointVisitForm
from jiezhi.faces.desk.visit_tasks import JointVisitWords, VisitTask
from jiezhi.faces.patrol.outcomes import LATER
from jiezhi.fieldwork.actions import JointVisitDraft, begin_joint_visit
from jiezhi.fieldwork.errors import PartlyTakenError
from jiezhi.fieldwork.queries import taken_deed
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError, RefusedError

_NOT_TOLD = ("csrfmiddlewaretoken", "account", "key", "seen_at", "picture_keys")


@dataclass
class QueuedVisit:
    """What a telephone sent, on its way.

    Args:
        key: Of the entry.
        body: Everything that tells it from another one under the same key.
        keys: Of the tasks that something came of.
        chosen: Tasks that can be done, with what came of each.
        refused: Why others cannot, by key.
        form: As it was read.
    """

    key: UUID
    body: str
    keys: list[str]
    chosen: list[tuple[VisitTask, str]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    form: JointVisitForm | None = None


def take_queued_visit(sent: QueryDict, *, actor: Actor, at: datetime) -> Batch:
    """Take a joint visit; sent twice, what was not carried out the first time is, and nothing is done twice.

    Returns:
        The visit on record, all of which was done.

    Raises:
        InvalidError: Nothing of it can be done; under its key nothing is taken yet.
        KeyUsedError: Another visit was taken under the key.
        PartlyTakenError: Some of it was not possible.
    """
    visit = _read(sent)
    batch = _batch_before(visit, actor, at=at)
    settled = _states(batch)
    _sort(visit, [key for key in visit.keys if key not in settled], sent, actor, is_again=batch is not None)
    if batch is None:
        draft = JointVisitDraft(visit.key, visit.body, subjects_of(task for task, _outcome in visit.chosen))
        batch = get_batch(actor, UUID(begin_joint_visit(draft=draft, actor=actor, at=at).id))
    _keep_to(batch, visit)
    if visit.chosen and visit.form is not None:
        words = _words(visit.form, sent, at=at)
        outcome = carry_out_visit(batch, visit.chosen, words, actor=actor, at=at)
        held = [task.text for task, _outcome in visit.chosen]
        note_post(JOINT_VISIT, visit.form, held=held, actor=actor, at=at, made=outcome.own)
    _require_all(visit, get_batch(actor, batch.pk))
    return batch


def _read(sent: QueryDict) -> QueuedVisit:
    try:
        key = UUID(sent.get("key", ""))
    except ValueError:
        raise InvalidError(_("The visit could not be told from others. Write it down again.")) from None
    keys = [name for name in keys_among(sent.getlist("task")) if sent.get(f"outcome_{name}", LATER) != LATER]
    if not keys:
        raise InvalidError(_("Say of at least one task what came of it."))
    body = repr(sorted((name, sent.getlist(name)) for name in sent if name not in _NOT_TOLD))
    return QueuedVisit(key, body, keys)


def _batch_before(visit: QueuedVisit, actor: Actor, *, at: datetime) -> Batch | None:
    if taken_deed(actor, visit.key) is None:
        return None
    taken = begin_joint_visit(draft=JointVisitDraft(visit.key, visit.body), actor=actor, at=at)
    return get_batch(actor, UUID(taken.id))


def _keep_to(batch: Batch, visit: QueuedVisit) -> None:
    """Refuse what can be done now and could not be when the visit was taken up: under its key it is carried out never.

    The first answer may have been lost on the way. Unless this one names the part, the telephone throws its words away.
    """
    taken_up = {line.subject_id for line in batch.lines.all()}
    for task, _outcome in visit.chosen:
        if task.id not in taken_up:
            why = _("It was not possible when this was first sent. Look at it and send it once more.")
            visit.refused[task.key] = f"{task.label}{_(': ')}{why}"
    visit.chosen = [(task, outcome) for task, outcome in visit.chosen if task.id in taken_up]


def _states(batch: Batch | None) -> dict[str, tuple[str, str]]:
    """Give by key of a task how its line ended, and why."""
    if batch is None:
        return {}
    names = {kind.subject: name for name, kind in reversed(KINDS.items())}
    return {
        f"{names[line.subject_kind]}:{line.subject_id}": (line.state, f"{line.label}{_(': ')}{line.reason}")
        for line in batch.lines.all()
        if line.state != LineState.WAITING
    }


def _sort(visit: QueuedVisit, keys: Sequence[str], sent: QueryDict, actor: Actor, *, is_again: bool) -> None:
    """Tell the parts that can be done from those that cannot, each with its reason."""
    tasks = []
    for key in keys:
        try:
            task = task_of(actor, key)
        except (MissingError, RefusedError) as problem:
            visit.refused[key] = problem.message
            continue
        if task.outcomes:
            tasks.append(task)
        else:
            why = task.why_not or _("This one does not wait for a visit now. Open it by itself.")
            visit.refused[key] = f"{task.label}{_(': ')}{why}"
    form = JointVisitForm(_numbered(sent, tasks), tasks=tasks)
    if tasks and not form.is_valid():
        wrong = form.problems_by_task()
        if not wrong:
            raise InvalidError(" ".join(form.problems()))
        visit.refused |= wrong
        tasks = [task for task in tasks if task.key not in wrong]
        form = JointVisitForm(_numbered(sent, tasks), tasks=tasks)
    if tasks and form.is_valid():
        visit.form, visit.chosen = form, form.chosen()
    elif not is_again:
        raise InvalidError(" ".join(visit.refused.values()))


def _numbered(sent: QueryDict, tasks: Sequence[VisitTask]) -> MultiValueDict[str, str]:
    """Give what was sent as the form has it: a telephone names its fields by their tasks, the form by their place."""
    data: MultiValueDict[str, str] = MultiValueDict({"said": [sent.get("said", "")]})
    for number, task in enumerate(tasks):
        for name in PARTS:
            if f"{name}_{task.key}" in sent:
                data.setlist(f"{name}_{number}", sent.getlist(f"{name}_{task.key}"))
    return data


def _words(form: JointVisitForm, sent: Mapping[str, str], *, at: datetime) -> JointVisitWords:
    """Give what was written; sent late, it tells when somebody was there."""
    words, seen_at = form.words(), _told_time(sent.get("seen_at", ""), at=at)
    if not is_worth_telling(seen_at, at=at):
        return replace(words, seen_at=seen_at)
    when = _("(seen on site %(when)s)") % {"when": timezone.localtime(seen_at).strftime("%m-%d %H:%M")}
    return replace(words, seen_at=seen_at, said=f"{words.said} {when}")


def _told_time(told: str, *, at: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return at
    return seen_time(found, at=at) if timezone.is_aware(found) else at


def _require_all(visit: QueuedVisit, batch: Batch) -> None:
    """Tell what was not possible, with the keys of what was done: the telephone keeps the rest.

    Raises:
        PartlyTakenError: Something was not.
    """
    states = _states(batch)
    done = [key for key, (state, _why) in states.items() if state == LineState.DONE]
    refused = [why for state, why in states.values() if state == LineState.REFUSED]
    refused += [why for key, why in visit.refused.items() if key not in states]
    if not refused:
        return
    told = outcome_words(done=len(done), refused=len(refused))
    codes = [
        _("Query code for the resident: {code}").format(code=code) for _number, code in codes_told(batch.pk)
    ]
    facts = {"number": told, "done": " ".join(done)}
    raise PartlyTakenError(" ".join([told, *refused, *codes]), facts=facts)
