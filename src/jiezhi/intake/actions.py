"""Deeds on files on their way in: handed in, looked through, started, brought in part by part, stopped."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.intake.choices import OPEN_STATES, RunState
from jiezhi.intake.errors import RunStateError
from jiezhi.intake.events import RunDue
from jiezhi.intake.kinds import find_kind
from jiezhi.intake.models import IntakeRun, RememberedColumns, RowRefusal
from jiezhi.intake.permissions import BRING_IN
from jiezhi.intake.queries import kind_of, stands_still, titles_digest, visible_runs
from jiezhi.intake.rows import Look, TableRead
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.outbox import emit

RUN = "intake.run"


@action
def open_run(
    *,
    run_id: UUID,
    kind: str,
    option: str = "",
    file_name: str,
    sha256: str,
    size_bytes: int,
    by_worker: bool = True,
    actor: Actor,
    at: datetime,
) -> IntakeRun:
    """Note that a file was handed in; the same file that is still on its way makes no second run.

    Args:
        run_id: Under which its content is kept already.
        kind: What it holds.
        option: What the kind asks for.
        file_name: As it was handed in.
        sha256: Of its content.
        size_bytes: Of its content.
        by_worker: Whether the worker shall look through it; otherwise whoever called does.
        actor: Who hands it in.
        at: Now.

    Raises:
        InvalidError: There is no such kind, or no such option.
    """
    require(actor, BRING_IN)
    known = find_kind(kind)
    if known is None:
        raise InvalidError(_("Choose what the file holds."))
    require(actor, known.permission)
    if known.options is not None and option not in dict(known.options(actor)):
        raise InvalidError(_("Choose where the file comes from."))
    hold(f"intake.run:{actor.tenant_id}:{sha256}")
    twin = visible_runs(actor).filter(kind=kind, option=option, sha256=sha256, state__in=OPEN_STATES).first()
    if twin is not None:
        audit.record("intake.run_opened", kind=RUN, id=twin.pk, facts={"kind": kind, "is_repeat": True})
        return twin
    run = IntakeRun.objects.create(
        pk=run_id,
        sub_district_id=actor.tenant_id,
        kind=kind,
        option=option,
        file_name=file_name[-200:],
        sha256=sha256,
        size_bytes=size_bytes,
        opened_by=actor.label or actor.id,
        opened_at=at,
        moved_at=at,
    )
    audit.record("intake.run_opened", kind=RUN, id=run.pk, facts={"kind": kind, "bytes": size_bytes})
    if by_worker:
        emit(RunDue(run.pk))
    return run


@action
def note_look(*, run_id: UUID, table: TableRead, look: Look, actor: Actor, at: datetime) -> IntakeRun:
    """Note what would become of the file, and which rows cannot be taken.

    The choice of columns it was looked at with stays with it: what is brought in is what was looked at.
    """
    require(actor, BRING_IN)
    run = _lock(actor, run_id, RunState.WAITING)
    RowRefusal.objects.filter(run=run).delete()
    RowRefusal.objects.bulk_create(
        RowRefusal(
            sub_district_id=run.sub_district_id,
            run=run,
            sheet=refusal.sheet[:64],
            row=refusal.row,
            column=refusal.column[:128],
            reason=refusal.reason,
        )
        for refusal in look.refusals
    )
    run.titles, run.found, run.left_out = list(table.titles), table.found, list(table.left_out)
    run.looked_with = table.chosen
    run.read, run.imported, run.completed = look.read, look.new, look.completed
    run.already, run.refused = look.already, len(look.refusals)
    _move(run, RunState.CHECKED, at=at)
    audit.record("intake.run_checked", kind=RUN, id=run.pk, facts={"read": look.read, "new": look.new})
    return run


@action
def refuse_run(*, run_id: UUID, trouble: str, actor: Actor, at: datetime) -> IntakeRun:
    """Note that a file cannot be read, and what to do with it."""
    require(actor, BRING_IN)
    run = _lock(actor, run_id, RunState.WAITING, RunState.RUNNING)
    run.trouble = trouble[:300]
    _move(run, RunState.REFUSED, at=at)
    audit.record("intake.run_checked", kind=RUN, id=run.pk, facts={"is_refused": True})
    return run


@action
def choose_columns(*, run_id: UUID, chosen: Mapping[str, str], actor: Actor, at: datetime) -> IntakeRun:
    """Choose which title of the file stands for which column, and have it looked through again.

    Args:
        run_id: A run that is ready.
        chosen: A title for each column; an empty one where the file has none.
        actor: Who chooses.
        at: Now.

    Raises:
        InvalidError: The file has no such title, or one was chosen twice.
        RunStateError: The file is not waiting to be started.
    """
    require(actor, BRING_IN)
    run = _lock(actor, run_id, RunState.CHECKED)
    names = {column.name for column in kind_of(run).columns}
    titles = [title for title in chosen.values() if title]
    if not set(chosen) <= names or not set(titles) <= set(run.titles):
        raise InvalidError(_("The file has no such column. Choose from the list."))
    if len(set(titles)) != len(titles):
        raise InvalidError(_("The same column was chosen twice. Each can hold one thing only."))
    run.chosen, run.looked_with = dict(chosen), None
    _move(run, RunState.WAITING, at=at)
    audit.record("intake.columns_chosen", kind=RUN, id=run.pk, facts={"columns": len(titles)})
    emit(RunDue(run.pk))
    return run


@action
def start_run(*, run_id: UUID, by_worker: bool = True, actor: Actor, at: datetime) -> IntakeRun:
    """Begin to bring a file in, or take one up again that stands still.

    What was chosen for its columns is remembered for the next file with the same titles.

    Raises:
        InvalidError: There is nothing in it to be taken.
        RunStateError: It is over, or comes further by itself.
    """
    require(actor, BRING_IN)
    run = _lock(actor, run_id, RunState.CHECKED, RunState.RUNNING, RunState.WAITING)
    if run.state != RunState.CHECKED:
        if not stands_still(run, at=at):
            raise RunStateError(_("The file is on its way. Wait until it is done."))
        _move(run, RunState(run.state), at=at)
    elif run.read == run.refused:
        raise InvalidError(_("No row of the file can be taken. Choose its columns, or correct the file."))
    else:
        _remember(run)
        run.imported = run.completed = run.already = run.taken = 0
        _move(run, RunState.RUNNING, at=at)
    audit.record("intake.run_started", kind=RUN, id=run.pk)
    if by_worker:
        emit(RunDue(run.pk))
    return run


@action
def take_chunk(
    *,
    run_id: UUID,
    drafts: Sequence[Any],
    since: int,
    until: int,
    by_worker: bool = True,
    actor: Actor,
    at: datetime,
) -> IntakeRun:
    """Bring the next part of a file in; a part that was taken already is left alone.

    Args:
        run_id: A run under way.
        drafts: Of the rows from `since` up to `until` that can be taken.
        since: How many rows were worked through before.
        until: How many are afterwards.
        by_worker: Whether the worker shall go on with the next part.
        actor: With the permission of the kind.
        at: Now.
    """
    require(actor, BRING_IN)
    run = _lock(actor, run_id)
    if run.state != RunState.RUNNING or run.taken != since:
        audit.record("intake.chunk_taken", kind=RUN, id=run.pk, facts={"is_repeat": True})
        return run
    kind = kind_of(run)
    taken = kind.take(
        drafts=drafts,
        option=run.option,
        source=run.file_name,
        actor=actor.lent(kind.permission.code, *(each.code for each in kind.lends)),
        at=at,
    )
    run.taken = until
    run.imported += taken.imported
    run.completed += taken.completed
    run.already += taken.already
    _move(run, RunState.DONE if until >= run.read else RunState.RUNNING, at=at)
    facts = {
        "imported": taken.imported,
        "completed": taken.completed,
        "already": taken.already,
        "until": until,
    }
    audit.record("intake.chunk_taken", kind=RUN, id=run.pk, facts=facts)
    if by_worker and run.state == RunState.RUNNING:
        emit(RunDue(run.pk))
    return run


@action
def stop_run(*, run_id: UUID, actor: Actor, at: datetime) -> IntakeRun:
    """Leave a file where it is; what is in stays in, and the same file can be handed in again later.

    Raises:
        RunStateError: It is over already.
    """
    require(actor, BRING_IN)
    run = _lock(actor, run_id, *OPEN_STATES)
    if run.state != RunState.RUNNING:
        run.imported = run.completed = run.already = 0
    _move(run, RunState.STOPPED, at=at)
    audit.record("intake.run_stopped", kind=RUN, id=run.pk, facts={"taken": run.taken})
    return run


@action
def note_fetched(*, run_id: UUID, actor: Actor, at: datetime) -> None:
    """Leave a trace that the refused rows of a file were fetched: they say what residents said."""
    require(actor, BRING_IN)
    run = _lock(actor, run_id)
    audit.record("intake.refused_rows_fetched", kind=RUN, id=run.pk, facts={"rows": run.refused})


def _lock(actor: Actor, run_id: UUID, *states: RunState) -> IntakeRun:
    run = IntakeRun.objects.select_for_update().filter(sub_district_id=actor.tenant_id, pk=run_id).first()
    if run is None:
        raise MissingError(_("There is no such file among those you may bring in."))
    if actor.is_staff:
        require(actor, kind_of(run).permission)
    if states and run.state not in states:
        raise RunStateError(
            _("The file is “%(state)s” meanwhile. Look at it again.") % {"state": run.get_state_display()}
        )
    return run


def _move(run: IntakeRun, state: RunState, *, at: datetime) -> None:
    run.state, run.moved_at = state, at
    run.version += 1
    run.save()


def _remember(run: IntakeRun) -> None:
    if run.chosen:
        RememberedColumns.objects.update_or_create(
            sub_district_id=run.sub_district_id,
            kind=run.kind,
            titles_digest=titles_digest(run.titles),
            defaults={"chosen": run.chosen},
        )
