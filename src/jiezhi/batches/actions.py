"""A batch: taken up in one deed, then each of its things in a deed of its own.

One thing that cannot be done stops no other: an error caught inside a transaction would poison the rest, so each has
its own, and what was done stays done. All of them carry the batch's id as their trace.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.batches.choices import BatchKind, LineState
from jiezhi.batches.models import Batch, BatchLine
from jiezhi.kit import audit
from jiezhi.kit.action import action, current_unit
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import DomainError, InvalidError, StaleError

BATCH = "batches.batch"
MOST = 50
"""Things in one batch: a page of a list."""


@dataclass(frozen=True)
class BatchSubject:
    """A thing that a batch takes up.

    Args:
        kind: `app.noun`.
        id: Its id.
        label: Its number, as it stands on the page.
    """

    kind: str
    id: UUID
    label: str


@dataclass(frozen=True)
class BatchDraft:
    """What a press is for.

    Args:
        kind: What is done with the things.
        subjects: Which; each once.
        press: Names the page that was sent; the same again takes up nothing.
    """

    kind: BatchKind
    subjects: tuple[BatchSubject, ...]
    press: str


Deed = Callable[[], object]
"""Calls the one action that a thing of a batch is for; a `DomainError` says why it cannot be done."""


@action
def open_batch(*, draft: BatchDraft, actor: Actor, at: datetime) -> Batch:
    """Note what is to be done with which things, before the first of them is done; a press sent twice is one batch.

    What was written is not kept here: each thing keeps what it is told, under its own rules.

    Raises:
        InvalidError: Nothing was chosen, or more than a page of a list.
    """
    subjects = list(dict.fromkeys(draft.subjects))
    if not subjects:
        raise InvalidError(_("Nothing is chosen. Tick the lines that you mean, then go on."))
    if len(subjects) > MOST:
        raise InvalidError(_("At most %(most)d at once. Take the rest afterwards.") % {"most": MOST})
    # Of two that arrive at once the constraint lets one in; the other is given its batch.
    batch, is_new = Batch.objects.get_or_create(
        sub_district_id=actor.tenant_id,
        beginner_id=actor.id,
        press=draft.press,
        defaults={"kind": draft.kind, "begun_at": at, "begun_by": actor.label},
    )
    current_unit().trace_id = batch.pk
    facts: dict[str, str | int | bool | None] = {"kind": batch.kind, "things": len(subjects)}
    if is_new:
        _note_lines(batch, subjects)
        audit.record("batches.batch_opened", kind=BATCH, id=batch.pk, facts=facts)
    else:
        audit.record("batches.sent_again", kind=BATCH, id=batch.pk, facts=facts)
    return batch


def _note_lines(batch: Batch, subjects: list[BatchSubject]) -> None:
    BatchLine.objects.bulk_create(
        BatchLine(
            sub_district_id=batch.sub_district_id,
            batch=batch,
            position=position,
            subject_kind=subject.kind,
            subject_id=subject.id,
            label=subject.label[:64],
        )
        for position, subject in enumerate(subjects, start=1)
    )


@action
def carry_out_line(*, line_id: UUID, deed: Deed, actor: Actor, at: datetime) -> BatchLine:
    """Do what one thing of a batch is for, and note that it is done, in one transaction with the batch's trace.

    Raises:
        DomainError: The thing itself cannot be done, as its own action says; nothing of it is kept.
        StaleError: It was settled before, by the same press sent twice.
    """
    line = _lock(line_id, actor)
    current_unit().trace_id = line.batch_id
    deed()
    audit.record("batches.line_done", kind=line.subject_kind, id=line.subject_id, facts=_facts(line))
    return _settle(line, LineState.DONE, at=at)


@action
def refuse_line(*, line_id: UUID, reason: str, actor: Actor, at: datetime) -> BatchLine:
    """Note why one thing of a batch could not be done.

    Raises:
        StaleError: It was settled before.
    """
    line = _lock(line_id, actor)
    current_unit().trace_id = line.batch_id
    line.reason = reason
    audit.record("batches.line_refused", kind=line.subject_kind, id=line.subject_id, facts=_facts(line))
    return _settle(line, LineState.REFUSED, at=at)


@dataclass(frozen=True)
class Outcome:
    """What became of a press.

    Args:
        done: How many of its things were done.
        refused: Why others were not possible, by the id of each thing.
        own: How many of those done this call did; the rest the same page did, sent a second time at that moment.
    """

    done: int
    refused: dict[UUID, str]
    own: int


def carry_out(batch: Batch, deeds: Iterable[tuple[UUID, Deed]], *, actor: Actor, at: datetime) -> Outcome:
    """Do what a batch is for, thing by thing; one that cannot be done is noted with its reason and stops no other.

    Of the same page sent twice at one moment both go through the things, and each is done by whoever locks it first.
    So all are settled when either is through, and either tells the whole.

    Args:
        batch: Just taken up.
        deeds: For the id of each thing the call of its action.
        actor: Who acts.
        at: Now.
    """
    lines = {line.subject_id: line.pk for line in batch.lines.all()}
    # What the first of two has moved can look different to the second: only what the batch took up is done.
    own = sum(
        _is_own(lines[subject_id], deed, actor=actor, at=at)
        for subject_id, deed in deeds
        if subject_id in lines
    )
    settled = batch.lines.values_list("subject_id", "state", "reason")
    done = sum(state == LineState.DONE for _id, state, _reason in settled)
    refused = {subject_id: reason for subject_id, state, reason in settled if state == LineState.REFUSED}
    return Outcome(done, refused, own)


def _is_own(line_id: UUID, deed: Deed, *, actor: Actor, at: datetime) -> bool:
    """Settle a line unless somebody else does; True where this call did what it is for."""
    try:
        carry_out_line(line_id=line_id, deed=deed, actor=actor, at=at)
    except StaleLineError:
        return False
    except DomainError as problem:
        # Between the deed and this note the same page sent twice may have settled it.
        with suppress(StaleLineError):
            refuse_line(line_id=line_id, reason=problem.message, actor=actor, at=at)
        return False
    return True


class StaleLineError(StaleError):
    """One thing of a batch was settled before."""

    code = "batch_line_settled"


def _lock(line_id: UUID, actor: Actor) -> BatchLine:
    line = BatchLine.objects.select_for_update().get(pk=line_id, sub_district_id=actor.tenant_id)
    if line.state != LineState.WAITING:
        raise StaleLineError(_("This was settled before."))
    return line


def _settle(line: BatchLine, state: LineState, *, at: datetime) -> BatchLine:
    line.state, line.settled_at = state, at
    line.save(update_fields=["state", "reason", "settled_at"])
    return line


def _facts(line: BatchLine) -> dict[str, str | int | bool | None]:
    return {"batch": str(line.batch_id)}
