"""Files at the desk: hand one in, see what would become of it, bring it in, fetch what was refused."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiezhi.burden.metering import note_post
from jiezhi.faces.desk.intake_forms import ColumnsForm, FileForm
from jiezhi.intake.actions import choose_columns, note_fetched, start_run, stop_run
from jiezhi.intake.choices import RunState
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.keeping import has_content
from jiezhi.intake.kinds import find_kind, kinds_for
from jiezhi.intake.models import IntakeRun
from jiezhi.intake.permissions import BRING_IN
from jiezhi.intake.processes import BRING_IN_FILE
from jiezhi.intake.queries import get_run, kind_of, newest_runs, refusals_of, stands_still
from jiezhi.intake.running import hand_in, refused_rows_file
from jiezhi.intake.sheets.gate import MOST_BYTES, pass_gate
from jiezhi.intake.sheets.writing import xlsx_file_response
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError

REFUSALS_SHOWN = 20


@needs(BRING_IN)
@never_cache
@require_http_methods(["GET", "POST"])
def intakes(request: ActorRequest) -> HttpResponse:
    """List the files that were handed in, and take another."""
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    form.offer(kinds_for(request.actor), request.actor)
    if form.is_bound and form.is_valid():
        try:
            run = _hand_in(form, request)
        except DomainError as problem:
            if problem.status in (403, 404):
                raise
            form.add_error("file", problem.message)
        else:
            note_post(BRING_IN_FILE, form, made=0, actor=request.actor, at=timezone.now())
            return redirect("desk:intake", run.pk)
    rows = [(run, find_kind(run.kind)) for run in newest_runs(request.actor)]
    context = {"form": form, "rows": rows}
    return render(request, "desk/intakes.html", context, status=422 if form.errors else 200)


def _hand_in(form: FileForm, request: ActorRequest) -> IntakeRun:
    content = form.upload.read(MOST_BYTES + 1)
    pass_gate(content)
    kind, option = form.kind_and_option
    return hand_in(
        content,
        kind=kind,
        option=option,
        file_name=form.upload.name or "",
        actor=request.actor,
        at=timezone.now(),
    )


@needs(BRING_IN)
@never_cache
@require_GET
def intake(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Show how far a file has come, and what can be done with it."""
    return _page(request, get_run(request.actor, run_id))


@needs(BRING_IN)
@require_POST
def columns(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Choose the columns of a file, and have it looked through again."""
    run = get_run(request.actor, run_id)
    form = ColumnsForm(request.POST, run=run, kind=kind_of(run))
    if not form.is_valid():
        return _page(request, run, form=form, status=422)
    try:
        choose_columns(run_id=run_id, chosen=form.cleaned_data, actor=request.actor, at=timezone.now())
    except DomainError as problem:
        form.add_error(None, problem.message)
        return _page(request, get_run(request.actor, run_id), form=form, status=problem.status)
    note_post(BRING_IN_FILE, form, made=0, actor=request.actor, at=timezone.now())
    return redirect("desk:intake", run_id)


@needs(BRING_IN)
@require_POST
def start(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Begin to bring a file in, or take it up again."""
    start_run(run_id=get_run(request.actor, run_id).pk, actor=request.actor, at=timezone.now())
    return redirect("desk:intake", run_id)


@needs(BRING_IN)
@require_POST
def stop(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Leave a file where it is."""
    stop_run(run_id=get_run(request.actor, run_id).pk, actor=request.actor, at=timezone.now())
    return redirect("desk:intake", run_id)


@needs(BRING_IN)
@require_POST
def refused(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Give the refused rows as a workbook to correct and hand back."""
    run = get_run(request.actor, run_id)
    try:
        workbook = refused_rows_file(run)
    except FileRefusedError as problem:
        messages.error(request, problem.message)
        return redirect("desk:intake", run_id)
    note_fetched(run_id=run_id, actor=request.actor, at=timezone.now())
    stem = run.file_name.rpartition(".")[0] or run.file_name
    return xlsx_file_response(workbook, file_name=_("%(name)s-refused.xlsx") % {"name": stem})


def _page(
    request: ActorRequest, run: IntakeRun, *, form: ColumnsForm | None = None, status: int = 200
) -> HttpResponse:
    kind = kind_of(run)
    shown = refusals_of(run, limit=REFUSALS_SHOWN)
    if run.state == RunState.CHECKED:
        form = form or ColumnsForm(run=run, kind=kind)
    context = {
        "run": run,
        "kind": kind,
        "form": form,
        "option": dict(kind.options(request.actor)).get(run.option, "") if kind.options else "",
        "refusals": [(row, kind.words_for(row.reason)) for row in shown],
        "more": run.refused - len(shown),
        "lacking": [c for c in kind.columns if c.is_required and c.name not in run.found],
        "stands_still": stands_still(run, at=timezone.now()),
        "can_fetch": run.refused and has_content(run.pk),
        "can_start": run.state == RunState.CHECKED and run.refused < run.read,
    }
    return render(request, "desk/intake.html", context, status=status)
