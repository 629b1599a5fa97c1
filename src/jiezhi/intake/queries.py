"""Reads of files on their way in, within the actor's street and the kinds the actor may bring in."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiezhi.intake.choices import RunState
from jiezhi.intake.kinds import IntakeKind, find_kind, kinds_for
from jiezhi.intake.models import IntakeRun, RememberedColumns, RowRefusal
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError

SHOWN = 100
STANDS_STILL = timedelta(minutes=2)
"""A part takes seconds: a run that has not come further for this long has lost its worker."""


def visible_runs(actor: Actor) -> QuerySet[IntakeRun]:
    """Give the runs of the street whose kind the actor may bring in."""
    kinds = [kind.name for kind in kinds_for(actor)]
    return IntakeRun.objects.filter(sub_district_id=actor.tenant_id, kind__in=kinds)


def newest_runs(actor: Actor, *, limit: int = SHOWN) -> list[IntakeRun]:
    """Give the newest runs."""
    return list(visible_runs(actor).order_by("-opened_at", "-id")[:limit])


def get_run(actor: Actor, run_id: UUID) -> IntakeRun:
    """Give a run.

    Raises:
        MissingError: There is none that the actor may see.
    """
    run = visible_runs(actor).filter(pk=run_id).first()
    if run is None:
        raise MissingError(_("There is no such file among those you may bring in."))
    return run


def any_run(run_id: UUID) -> IntakeRun | None:
    """Give a run of whatever street, for the worker."""
    return IntakeRun.objects.filter(pk=run_id).first()


def kind_of(run: IntakeRun) -> IntakeKind:
    """Give the kind of a run.

    Raises:
        MissingError: This version of the program no longer has it.
    """
    kind = find_kind(run.kind)
    if kind is None:
        raise MissingError(_("Files of this kind can no longer be brought in."))
    return kind


def refusals_of(run: IntakeRun, *, limit: int | None = None) -> list[RowRefusal]:
    """Give why rows were refused, in their order."""
    return list(run.refusals.order_by("sheet", "row")[:limit])


def titles_digest(titles: Sequence[str]) -> str:
    """Give the digest by which files with the same titles are known again."""
    return hashlib.sha256(json.dumps(list(titles), ensure_ascii=False).encode()).hexdigest()


def remembered_columns(sub_district_id: UUID, kind: str, titles: Sequence[str]) -> dict[str, str]:
    """Give what was chosen for files with these titles; empty when nothing was."""
    row = RememberedColumns.objects.filter(
        sub_district_id=sub_district_id, kind=kind, titles_digest=titles_digest(titles)
    ).first()
    return dict(row.chosen) if row else {}


def stands_still(run: IntakeRun, *, at: datetime) -> bool:
    """Whether a run that should come further has not for longer than any part takes."""
    is_busy = run.state in (RunState.WAITING, RunState.RUNNING)
    return is_busy and at - run.moved_at > STANDS_STILL


def runs_with_content(run_ids: Sequence[UUID], *, ended_before: datetime) -> set[UUID]:
    """Give which of these runs still need their content: open ones, and those that ended lately."""
    rows = IntakeRun.objects.filter(pk__in=run_ids)
    return {run.pk for run in rows if run.is_open or run.moved_at >= ended_before}
