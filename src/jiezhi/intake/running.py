"""What the worker and the command line do with a run: read its file outside any transaction, then one deed a part."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from jiezhi.burden.metering import note_made
from jiezhi.core.masking import without_personal
from jiezhi.core.spellings import squeeze_text
from jiezhi.intake.actions import note_look, open_run, refuse_run, start_run, take_chunk
from jiezhi.intake.choices import RunState
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.keeping import content_of, forget_content, keep_content
from jiezhi.intake.models import IntakeRun
from jiezhi.intake.permissions import BRING_IN
from jiezhi.intake.processes import BRING_IN_FILE
from jiezhi.intake.queries import kind_of, refusals_of, remembered_columns
from jiezhi.intake.rows import TableRead, against_registers, look_at, read_rows
from jiezhi.intake.sheets.reading import Workbook, read_table
from jiezhi.intake.sheets.writing import Out, OutSheet, write_xlsx
from jiezhi.kit.actor import Actor, system_job
from jiezhi.kit.ids import new_id

REASON = "原因"
"""Title of the column that says why a row was refused."""
KEPT = timedelta(days=7)
"""How long the content of a run is kept after it ended, so that refused rows can be fetched and corrected."""


def hand_in(
    content: bytes,
    *,
    kind: str,
    option: str = "",
    file_name: str,
    by_worker: bool = True,
    actor: Actor,
    at: datetime,
) -> IntakeRun:
    """Keep a file and open its run."""
    run_id = new_id()
    keep_content(run_id, content)
    run = open_run(
        run_id=run_id,
        kind=kind,
        option=option,
        file_name=_shown_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        by_worker=by_worker,
        actor=actor,
        at=at,
    )
    if run.pk != run_id:
        forget_content(run_id)
    return run


def _shown_name(written: str) -> str:
    """Give a file's name as it can be kept and shown.

    No marks that turn its end around, no broken characters, and no number of a person after whom it was called.
    """
    return without_personal(squeeze_text(written.encode("utf-8", "replace").decode()).replace("\n", " "))


def advance(run: IntakeRun, *, at: datetime, by_worker: bool = True) -> IntakeRun:
    """Do the next thing that a run needs: look through its file, or bring its next part in.

    Killed at any line it is simply called again: a part is in as a whole or not at all.
    """
    actor = _job(run)
    if run.state not in (RunState.WAITING, RunState.RUNNING):
        return run
    try:
        table = table_of(run, at=run.opened_at)
    except FileRefusedError as refusal:
        return refuse_run(run_id=run.pk, trouble=refusal.message, actor=actor, at=at)
    if run.state == RunState.WAITING:
        look = look_at(table, kind_of(run), option=run.option, actor=actor)
        return note_look(run_id=run.pk, table=table, look=look, actor=actor, at=at)
    until = min(run.taken + kind_of(run).chunk, len(table.rows))
    drafts = [row.draft for row in table.rows[run.taken : until] if row.refusal is None]
    moved = take_chunk(
        run_id=run.pk, drafts=drafts, since=run.taken, until=until, by_worker=by_worker, actor=actor, at=at
    )
    made = moved.imported + moved.completed - run.imported - run.completed if moved.taken > run.taken else 0
    note_made(BRING_IN_FILE, sub_district_id=run.sub_district_id, at=at, made=made)
    if moved.state == RunState.DONE:
        _book.cache_clear()
        if not moved.refused:
            forget_content(run.pk)
    return moved


def bring_in(
    content: bytes,
    *,
    kind: str,
    option: str = "",
    file_name: str,
    actor: Actor,
    now: Callable[[], datetime],
    tell: Callable[[int, int], None] = lambda _done, _whole: None,
) -> IntakeRun:
    """Take a file from the first look to its end without the worker, or take up one whose command was killed.

    Args:
        content: The file.
        kind: What it holds.
        option: What the kind asks for.
        file_name: As it is called.
        actor: Who brings it in.
        now: Gives the time of each deed.
        tell: Told after each part how many rows of how many were worked through.

    Returns:
        The run: done, refused, or checked when none of its rows can be taken.
    """
    run = hand_in(
        content, kind=kind, option=option, file_name=file_name, by_worker=False, actor=actor, at=now()
    )
    if run.state == RunState.WAITING:
        run = advance(run, at=now(), by_worker=False)
    if run.state == RunState.CHECKED and run.refused < run.read:
        run = start_run(run_id=run.pk, by_worker=False, actor=actor, at=now())
    while run.state == RunState.RUNNING:
        run = advance(run, at=now(), by_worker=False)
        tell(run.taken, run.read)
    return run


def _job(run: IntakeRun) -> Actor:
    permissions = frozenset({BRING_IN.code})
    return system_job("intake.advance", sub_district_id=run.sub_district_id, permissions=permissions)


def table_of(run: IntakeRun, *, at: datetime) -> TableRead:
    """Read the file of a run with the columns that were chosen for it, now or for one like it before.

    Once it was looked at, it is read as it was then, whatever is chosen for files like it meanwhile; the street's
    registers are asked as they are now.

    Raises:
        FileRefusedError: It cannot be read, or is no longer kept.
    """
    return against_registers(_read(run, at=at), kind_of(run), option=run.option, actor=_job(run))


def _read(run: IntakeRun, *, at: datetime) -> TableRead:
    book, kind = _book(run.pk), kind_of(run)
    if run.looked_with is not None:
        return read_rows(book, kind, chosen=run.looked_with, at=at)
    table = read_rows(book, kind, chosen=run.chosen, at=at)
    if run.chosen:
        return table
    remembered = remembered_columns(run.sub_district_id, run.kind, table.titles)
    return read_rows(book, kind, chosen=remembered, at=at) if remembered else table


def refused_rows_file(run: IntakeRun) -> bytes:
    """Give the refused rows of a run as a workbook to correct and hand back, with the reason at the end.

    Raises:
        FileRefusedError: The file is no longer kept.
    """
    kind, reasons = kind_of(run), {(row.sheet, row.row): row for row in refusals_of(run)}
    table = table_of(run, at=run.opened_at)
    sheets: dict[str, tuple[tuple[str, ...], list[list[Out]]]] = {}
    for read in table.rows:
        reason = reasons.get((read.refusal.sheet[:64], read.refusal.row)) if read.refusal else None
        if read.refusal is None or reason is None:
            continue
        _titles, lines = sheets.setdefault(read.refusal.sheet, ((*read.titles, REASON), []))
        cells = [_out(read.row.cell(place)) for place in range(len(read.titles))]
        lines.append([*cells, f"{reason.column}：{kind.words_for(reason.reason)}"])
    _book.cache_clear()
    return write_xlsx([OutSheet(name, titles, lines) for name, (titles, lines) in sheets.items()])


@lru_cache(maxsize=1)
def _book(run_id: UUID) -> Workbook:
    # The parts of one file follow each other: it is parsed once, not once a part.
    return read_table(content_of(run_id))


def _out(cell: object) -> Out:
    return cell if isinstance(cell, str | int | float | datetime) or cell is None else str(cell)
