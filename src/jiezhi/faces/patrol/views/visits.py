"""Visits: written down on one page, and read by whoever goes there next."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiezhi.burden.metering import note_post
from jiezhi.concerns.codes import code_for
from jiezhi.faces.patrol.answers import answered, require_writer, take
from jiezhi.faces.patrol.forms import VisitForm
from jiezhi.faces.patrol.joint_visits import joint_visits_of
from jiezhi.faces.patrol.words import field_context
from jiezhi.fieldwork.actions import Taken, VisitDraft, take_visit
from jiezhi.fieldwork.choices import NextStep
from jiezhi.fieldwork.permissions import VISIT
from jiezhi.fieldwork.processes import VISITED
from jiezhi.fieldwork.queries import (
    get_visit,
    own_estates,
    read_visit,
    served_beside,
    visits_due,
    visits_listed,
)
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError


@needs(VISIT)
@require_http_methods(["GET", "POST"])
def new_visit(request: ActorRequest) -> HttpResponse:
    """Take the record of a visit; what somebody wishes becomes a request with it."""

    def screen(form: VisitForm, *, problem: DomainError | None = None, status: int = 200) -> HttpResponse:
        return _screen(request, form, problem=problem, status=status)

    if request.method != "POST":
        return screen(VisitForm(initial={"key": uuid4(), **_followed(request)}))
    require_writer(request)
    form = VisitForm(request.POST)
    taken = take(request, form, lambda: _visit(request, form), screen)
    if isinstance(taken, HttpResponse):
        return taken
    note_post(VISITED, form, actor=request.actor, at=timezone.now(), made=int(bool(taken.number)))
    return _told(request, taken)


@needs(VISIT)
@require_GET
def round_of_visits(request: ActorRequest) -> HttpResponse:
    """List the visits that are due, and what is joined with them: where patrol begins for who checks nothing."""
    at = timezone.now()
    due = visits_due(request.actor, on=timezone.localdate(at))
    joint = joint_visits_of(request.actor, at=at) if due else []
    return render(request, "patrol/round.html", {"visits": joint, "due": due, **field_context(request)})


@needs(VISIT)
@require_GET
def visits(request: ActorRequest) -> HttpResponse:
    """List the visits of the area, without what is sealed."""
    context = {"page": visits_listed(request.actor, request.GET.get("page")), **field_context(request)}
    return render(request, "patrol/visits.html", context)


@needs(VISIT)
@require_GET
def visit(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """Show when a visit was and what follows; its words only for whoever asks for them."""
    found = get_visit(request.actor, visit_id)
    context = {"visit": found, "served": served_beside(found), **field_context(request)}
    return render(request, "patrol/visit.html", context)


@needs(VISIT)
@require_POST
def visit_words(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """Show door and words this once; the look is on record before they are."""
    purpose = str(_("Visit again or go on with it"))
    words = read_visit(request.actor, visit_id, purpose=purpose, at=timezone.now())
    context = {"visit": get_visit(request.actor, visit_id), "words": words, **field_context(request)}
    return render(request, "patrol/visit.html", context)


def _followed(request: ActorRequest) -> dict[str, object]:
    """Give what is known of the visit that this one follows, without what is sealed."""
    asked = request.GET.get("follows", "")
    try:
        before = get_visit(request.actor, UUID(asked)) if asked else None
    except ValueError:
        before = None
    return {"follows": before.pk, "estate": before.estate_id} if before else {}


def _visit(request: ActorRequest, form: VisitForm) -> Taken:
    typed = form.cleaned_data
    draft = VisitDraft(
        key=typed["key"] or uuid4(),
        seen=typed["seen"],
        estate_id=typed["estate"],
        door=typed["door"],
        wish=typed["wish"],
        has_agreed=typed["has_agreed"],
        phone=typed["phone"],
        next_step=NextStep(typed["next_step"]),
        next_on=typed["next_on"],
        follows=typed["follows"],
        visited_at=typed["seen_at"],
    )
    return take_visit(draft=draft, actor=request.actor, at=timezone.now())


def _told(request: ActorRequest, taken: Taken) -> HttpResponse:
    """Tell what was taken; the query code of a request is made anew each time, since nobody keeps it."""
    url, words, code = reverse("patrol:visit", args=[taken.id]), _("The visit is written down."), ""
    concern = get_visit(request.actor, UUID(taken.id)).concern if taken.number else None
    if concern is not None:
        code = code_for(concern.submission_key)
        words = _("The visit is written down, and the wish is request %(number)s. Its query code:") % {
            "number": taken.number
        }
    return answered(request, taken, words=words, url=url, to="patrol:new_visit", code=code)


def _screen(
    request: ActorRequest, form: VisitForm, *, problem: DomainError | None = None, status: int = 200
) -> HttpResponse:
    form.offer(own_estates(request.actor))
    context = {"form": form, "problem": problem, **field_context(request)}
    return render(request, "patrol/new_visit.html", context, status=status)
