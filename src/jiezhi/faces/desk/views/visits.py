"""One visit, written once; and what became of several things that were done at one press."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jiezhi.batches.queries import get_batch
from jiezhi.burden.metering import note_post
from jiezhi.faces.desk.batch_forms import VisitForm
from jiezhi.faces.desk.processes import VISIT
from jiezhi.faces.desk.visits import tasks_of, write_visit
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.links import link_to
from jiezhi.workorders.permissions import VIEW


@needs(VIEW)
def new_visit(request: ActorRequest) -> HttpResponse:
    """Show the tasks of a visit, and take what was found and said, once for all of them."""
    sent = request.POST if request.method == "POST" else request.GET
    tasks = tasks_of(request.actor, sent.getlist("task"))
    form = VisitForm(request.POST if request.method == "POST" else None, tasks=tasks)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "desk/visit.html", {"form": form, "tasks": form.lines()}, status=status)
    at, chosen = timezone.now(), form.chosen()
    batch, done, refused = write_visit(chosen, form.words(), actor=request.actor, at=at)
    note_post(VISIT, form, held=[task.text for task in tasks], actor=request.actor, at=at, made=done)
    return told(request, batch.pk, done=done, refused=refused)


@needs(VIEW)
@require_GET
def batch(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Show what became of each thing that was done at one press."""
    found = get_batch(request.actor, batch_id)
    lines = [(line, link_to(line.subject_kind, line.subject_id)) for line in found.lines.order_by("position")]
    return render(request, "desk/batch.html", {"batch": found, "lines": lines})


def told(request: ActorRequest, batch_id: UUID, *, done: int, refused: int) -> HttpResponse:
    """Lead to what became of a batch, and say how many were done."""
    said = ngettext("%(count)d done.", "%(count)d done.", done) % {"count": done}
    if refused:
        problem = ngettext("%(count)d not possible: see why.", "%(count)d not possible: see why.", refused)
        messages.warning(request, f"{said} {problem % {'count': refused}}")
    else:
        messages.success(request, said)
    return redirect("desk:batch", batch_id)
