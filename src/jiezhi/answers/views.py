"""Standard answers: a department writes them, whoever keeps matters approves them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiezhi.answers import processes
from jiezhi.answers.actions import decide_answer, end_answer, propose_answer
from jiezhi.answers.forms import AnswerForm, DecisionForm
from jiezhi.answers.permissions import APPROVE, WRITE
from jiezhi.answers.queries import answers_of, get_answer, known_words
from jiezhi.burden.metering import note_post
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.organisation.queries import list_choices


@needs(WRITE)
@require_safe
def answer_list(request: ActorRequest) -> HttpResponse:
    """List the answers that the reader may see, by matter."""
    return render(request, "answers/list.html", {"answers": answers_of(request.actor)})


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ActorRequest) -> HttpResponse:
    """Write an answer, or a new version of one that is known by its name."""
    begun = known_words(request.actor, request.GET.get("from", ""))
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=begun)
    form.offer(list_choices(request.actor.tenant_id).matters)
    problem = None
    if form.is_bound and form.is_valid():
        try:
            version = propose_answer(draft=form.draft(), actor=request.actor, at=timezone.now())
        except DomainError as error:
            problem = error
        else:
            note_post(processes.WRITE_ANSWER, form, actor=request.actor, at=timezone.now())
            messages.success(request, _("Written. It is offered as soon as somebody else has approved it."))
            return redirect("answers:answer", version.answer_id)
    status = problem.status if problem else (422 if form.errors else 200)
    return render(request, "answers/write.html", {"form": form, "problem": problem}, status=status)


@needs(WRITE)
@require_safe
def answer(request: ActorRequest, answer_id: UUID) -> HttpResponse:
    """Show an answer with all its versions."""
    found = get_answer(request.actor, answer_id)
    versions = list(found.versions.all())
    context = {
        "answer": found,
        "versions": versions,
        "may_approve": request.actor.may(APPROVE.code),
        "own_id": request.actor.id,
        "form": DecisionForm(),
    }
    return render(request, "answers/answer.html", context)


@needs(APPROVE)
@require_POST
def decide(request: ActorRequest, answer_id: UUID, version_id: UUID) -> HttpResponse:
    """Approve a version, or say why not."""
    get_answer(request.actor, answer_id)
    form, at = DecisionForm(request.POST), timezone.now()
    is_approved = request.POST.get("decision") == "approve"
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        decide_answer(version_id=version_id, is_approved=is_approved, note=note, actor=request.actor, at=at)
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        note_post(processes.DECIDE_ANSWER, form, actor=request.actor, at=at)
        messages.success(request, _("In use from now on.") if is_approved else _("Given back to its writer."))
    return redirect("answers:answer", answer_id)


@needs(WRITE)
@require_POST
def end(request: ActorRequest, answer_id: UUID) -> HttpResponse:
    """Take an answer out of use."""
    ended = end_answer(answer_id=answer_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("“%(name)s” is out of use.") % {"name": ended.name})
    return redirect("answers:list")
