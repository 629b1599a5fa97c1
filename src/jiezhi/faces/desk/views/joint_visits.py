"""One joint visit, written once; and what became of several things that were done at one press."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiezhi.batches.choices import BatchKind
from jiezhi.batches.models import Batch
from jiezhi.batches.queries import get_batch, own_batches, refused_lines
from jiezhi.burden.metering import note_post
from jiezhi.concerns.permissions import READ
from jiezhi.concerns.queries import PICTURE_OWNER as CONCERN
from jiezhi.faces.desk.due_visits import codes_told, visits_nearby
from jiezhi.faces.desk.joint_visits import tasks_left, tasks_of, write_joint_visit
from jiezhi.faces.desk.pressing import PRESS, led_to_first, new_press, outcome_words, press_of, told
from jiezhi.faces.desk.processes import JOINT_VISIT
from jiezhi.faces.desk.queued_visits import take_queued_visit
from jiezhi.faces.desk.visit_forms import JointVisitForm
from jiezhi.faces.patrol.answers import answered, is_queue, require_writer
from jiezhi.fieldwork.actions import Taken
from jiezhi.fieldwork.choices import DeedKind
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.links import link_to
from jiezhi.workorders.permissions import CHECK, VIEW

UNDER_WAY = timedelta(minutes=1)
"""So long a batch may still be at work when somebody looks at it."""


@needs(VIEW)
def joint_visit(request: ActorRequest) -> HttpResponse:
    """Show the tasks of a joint visit, and take what was found and said, once for all of them."""
    if request.method == "POST":
        return _take(request) if is_queue(request) else _write(request)
    tasks = tasks_of(request.actor, request.GET.getlist("task"))
    return _page(request, JointVisitForm(tasks=tasks))


def _take(request: ActorRequest) -> HttpResponse:
    """Take it from the queue of a telephone."""
    require_writer(request)
    batch = take_queued_visit(request.POST, actor=request.actor, at=timezone.now())
    words = outcome_words(done=batch.lines.count(), refused=0)
    taken = Taken(DeedKind.JOINT.value, str(batch.pk), words)
    url = reverse("desk:batch", args=[batch.pk])
    code = _(", ").join(code for _number, code in codes_told(batch.pk))
    return answered(request, taken, words=words, url=url, to="desk:batch", code=code)


def _write(request: ActorRequest) -> HttpResponse:
    actor, press, at = request.actor, press_of(request.POST), timezone.now()
    before = led_to_first(request, actor, press)
    if before is not None:
        return before
    tasks, gone = tasks_left(actor, request.POST.getlist("task"))
    form = JointVisitForm(request.POST, tasks=tasks, gone=gone)
    if not form.is_valid():
        # What is wrong may be what the same press has done in this moment.
        return led_to_first(request, actor, press) or _page(request, form)
    chosen, words = form.chosen(), form.words()
    batch, outcome = write_joint_visit(chosen, words, press=press, actor=actor, at=at)
    note_post(JOINT_VISIT, form, held=[task.text for task in tasks], actor=actor, at=at, made=outcome.own)
    if not outcome.refused:
        return _told(request, batch, done=outcome.done)
    again, gone = tasks_left(actor, [task.key for task, _outcome in chosen if task.id in outcome.refused])
    kept = form.kept_for(again)
    said = outcome_words(done=outcome.done, refused=len(outcome.refused))
    return _page(request, JointVisitForm(initial=kept, tasks=again), batch=batch, outcome=said)


def _told(request: ActorRequest, batch: Batch, *, done: int) -> HttpResponse:
    codes = codes_told(batch.pk)
    if not codes:
        return told(request, batch, done=done)
    # In the answer itself: a code must not ride in an address or lie in a session.
    return render(request, "desk/visit_codes.html", {"codes": codes, "batch": batch})


def _page(
    request: ActorRequest, form: JointVisitForm, *, batch: Batch | None = None, outcome: str = ""
) -> HttpResponse:
    """Show the page: to begin with, with what is wrong, or with what was not possible and the words still in it."""
    press = request.POST.get(PRESS) if form.is_bound else ""
    lines, nearby = form.lines(), visits_nearby(request.actor, form.tasks, at=timezone.now())
    context = {"form": form, "tasks": lines, "press": press or new_press(), "batch": batch, "nearby": nearby}
    if batch is not None:
        context |= {"outcome": outcome, "refused": refused_lines(batch), "codes": codes_told(batch.pk)}
    return render(request, "desk/joint_visit.html", context, status=422 if form.is_bound else 200)


@needs(VIEW)
@require_GET
def batches(request: ActorRequest) -> HttpResponse:
    """Show what the reader did with several things at one press, the newest first."""
    return render(request, "desk/batches.html", {"batches": own_batches(request.actor)})


@needs(VIEW)
@require_GET
def batch(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Show what became of each thing that was done at one press."""
    found = get_batch(request.actor, batch_id)
    # Whoever heard a callback at the door reads no more of the request than its question.
    may_read = {CONCERN: request.actor.may(READ.code)}
    lines = [
        (line, link_to(line.subject_kind, line.subject_id) if may_read.get(line.subject_kind, True) else "")
        for line in found.lines.order_by("position")
    ]
    may_be_at_work = timezone.now() - found.begun_at < UNDER_WAY
    context = {"batch": found, "lines": lines, "may_be_at_work": may_be_at_work}
    context["may_check"] = request.actor.may(CHECK.code)
    # A page sent twice, or loaded anew, leads here: whoever was told a code at the door may need it once more. Others
    # who see the batch hold no code of a resident's.
    is_own = found.kind == BatchKind.JOINT_VISIT and found.beginner_id == request.actor.id
    context["codes"] = codes_told(found.pk) if is_own else []
    return render(request, "desk/batch.html", context)
