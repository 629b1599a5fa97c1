"""Requests at the dispatcher's desk: read, decide, ask back, answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiezhi.burden.metering import note_post
from jiezhi.concerns.actions import Confirmation, answer_concern, ask_reporter, confirm_concern
from jiezhi.concerns.permissions import READ, RECEIVE
from jiezhi.concerns.processes import ANSWER, ASK, CONFIRM
from jiezhi.concerns.queries import find_next_to_receive, get_concern
from jiezhi.faces.desk.decision import decision_for
from jiezhi.faces.desk.forms import DecisionForm, QuestionForm, ReplyForm, uuid_of
from jiezhi.faces.desk.homes import home_of
from jiezhi.faces.desk.pages import RequestPage, render_request
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, InvalidError
from jiezhi.workorders.choices import HandOverMode, UrgencyTier


@needs(READ)
@require_GET
def concern(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Show one request with what is proposed for it; htmx gets the pane alone."""
    return render_request(request, get_concern(request.actor, concern_id))


@needs(READ)
@require_GET
def following(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Lead on to the request that came in next after this one; a deed that is done need not look for it itself."""
    after = get_concern(request.actor, concern_id).pk
    found = find_next_to_receive(request.actor, after=after, at=timezone.now())
    return redirect("desk:concern", found) if found else redirect(home_of(request.actor))


@needs(RECEIVE)
@require_POST
def decision(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Propose again after the matter was changed; nothing is stored. A POST, since a brief may not ride in a URL."""
    found = get_concern(request.actor, concern_id)
    proposed = decision_for(found, actor=request.actor, at=timezone.now(), typed=request.POST.dict())
    if request.htmx:
        return render(request, "desk/_decision.html", {"concern": found, "decision": proposed})
    return render_request(request, found, RequestPage(decision=proposed))


@needs(RECEIVE)
@require_POST
def confirm(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Receive, open and dispatch in one deed, and go on with the next request."""
    form = DecisionForm(request.POST)
    try:
        _require_valid(form)
        order = confirm_concern(
            concern_id=concern_id,
            confirmation=_decided(form, without=request.POST.getlist("without")),
            seen_version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as problem:
        return _again(
            request, concern_id, problem, RequestPage(form=form, typed=request.POST.get("brief", ""))
        )
    note_post(CONFIRM, form, actor=request.actor, at=timezone.now())
    lead = order.lead.name if order.lead else ""
    return _onward(
        request, concern_id, _("%(number)s is with %(lead)s.") % {"number": order.number, "lead": lead}
    )


@needs(RECEIVE)
@require_POST
def ask(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Ask the reporter for what is missing, and go on with the next request."""
    form = QuestionForm(request.POST)
    try:
        form.is_valid()
        asked = ask_reporter(
            concern_id=concern_id,
            question=form.cleaned_data.get("question", ""),
            seen_version=form.cleaned_data.get("version"),
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as problem:
        page = RequestPage(question_form=form, typed=request.POST.get("question", ""))
        return _again(request, concern_id, problem, page)
    note_post(ASK, form, channel=asked.channel, held=[asked.words], actor=request.actor, at=timezone.now())
    said = _("The question to %(number)s is out; it comes back to this list with the answer.")
    return _onward(request, concern_id, said % {"number": asked.number})


@needs(RECEIVE)
@require_POST
def answer(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Answer an enquiry on the spot, and go on with the next request."""
    form = ReplyForm(request.POST)
    try:
        _require_valid(form)
        order = answer_concern(
            concern_id=concern_id,
            matter_id=form.cleaned_data["matter"],
            reply=form.cleaned_data["reply"],
            seen_version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as problem:
        page = RequestPage(reply_form=form, typed=request.POST.get("reply", ""))
        return _again(request, concern_id, problem, page)
    note_post(ANSWER, form, held=[order.brief], actor=request.actor, at=timezone.now())
    return _onward(request, concern_id, _("%(number)s is answered and closed.") % {"number": order.number})


def _decided(form: DecisionForm, *, without: list[str]) -> Confirmation:
    return Confirmation(
        matter_id=form.cleaned_data["matter"],
        brief=form.cleaned_data["brief"],
        department_id=form.cleaned_data["department"],
        urgency=UrgencyTier(form.cleaned_data["urgency"]),
        community_id=form.cleaned_data["community"],
        way=HandOverMode(form.cleaned_data["way"]) if form.cleaned_data["way"] else None,
        without=frozenset(pk for pk in map(uuid_of, without) if pk is not None),
    )


def _require_valid(form: DecisionForm | ReplyForm) -> None:
    if not form.is_valid():
        raise InvalidError(_("Something is missing. It is marked below; what you wrote is kept."))


def _again(request: ActorRequest, concern_id: UUID, problem: DomainError, page: RequestPage) -> HttpResponse:
    if problem.status in (403, 404):
        raise problem
    page.problem = problem
    return render_request(request, get_concern(request.actor, concern_id), page)


def _onward(request: ActorRequest, concern_id: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("desk:following", concern_id)
