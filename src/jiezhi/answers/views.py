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
from jiezhi.answers.choices import AnswerState
from jiezhi.answers.forms import AnswerForm, DecisionForm
from jiezhi.answers.permissions import APPROVE, WRITE
from jiezhi.answers.queries import answers_of, get_answer, get_own_answer, may_write, newest_words
from jiezhi.burden.metering import note_post
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, MissingError
from jiezhi.organisation.queries import list_choices


@needs(WRITE)
@require_safe
def answer_list(request: ActorRequest) -> HttpResponse:
    """List the answers that the reader may see, by matter."""
    return render(request, "answers/list.html", {"answers": answers_of(request.actor)})


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ActorRequest) -> HttpResponse:
    """Write an answer, or a new version of the one that the address names."""
    form, problem = _answer_form(request)
    if problem is None and form.is_bound and form.is_valid():
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


def _answer_form(request: ActorRequest) -> tuple[AnswerForm, DomainError | None]:
    """Give the form, and why it can be no version of the answer that the address names: then nothing typed is lost."""
    sent = request.POST if request.method == "POST" else None
    known, problem = None, None
    if request.GET.get("from"):
        try:
            known = get_own_answer(request.actor, UUID(request.GET["from"]))
        except ValueError:
            pass
        except MissingError as error:
            if sent is None:
                raise
            problem = error
    form = AnswerForm(sent, initial={"text": newest_words(known)} if known else None)
    form.offer(list_choices(request.actor.tenant_id).matters)
    if known:
        form.belong_to(known)
    return form, problem


@needs(WRITE)
@require_safe
def answer(request: ActorRequest, answer_id: UUID) -> HttpResponse:
    """Show an answer with all its versions."""
    return _answer_page(request, answer_id)


def _answer_page(
    request: ActorRequest,
    answer_id: UUID,
    *,
    typed: DecisionForm | None = None,
    of: UUID | None = None,
    problem: DomainError | None = None,
) -> HttpResponse:
    """Show an answer; with what was typed about one of its versions, and why that could not be done."""
    found = get_answer(request.actor, answer_id)
    versions = list(found.versions.all())
    proposed = next((row for row in versions if row.state == AnswerState.PROPOSED), None)
    may_decide = request.actor.may(APPROVE.code) and proposed and proposed.writer_id != request.actor.id
    is_there = may_decide and proposed and proposed.pk == of
    context = {
        "answer": found,
        "versions": versions,
        "may_decide": may_decide,
        "may_write": may_write(request.actor, found),
        "form": typed if typed and is_there else DecisionForm(),
        "problem": problem,
        "kept": typed["note"].value() if typed and not is_there else "",
    }
    status = problem.status if problem else (422 if typed else 200)
    return render(request, "answers/answer.html", context, status=status)


@needs(APPROVE)
@require_POST
def decide(request: ActorRequest, answer_id: UUID, version_id: UUID) -> HttpResponse:
    """Approve a version, or say why not."""
    get_answer(request.actor, answer_id)
    form, at = DecisionForm(request.POST), timezone.now()
    if not form.is_valid():
        return _answer_page(request, answer_id, typed=form, of=version_id)
    is_approved, note = form.cleaned_data["decision"] == "approve", form.cleaned_data["note"]
    try:
        decide_answer(version_id=version_id, is_approved=is_approved, note=note, actor=request.actor, at=at)
    except DomainError as problem:
        return _answer_page(request, answer_id, typed=form, of=version_id, problem=problem)
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
