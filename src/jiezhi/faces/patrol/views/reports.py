"""Reporting from patrol in three taps, and the pictures that a telephone sends before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.burden.metering import note_post
from jiezhi.faces.patrol.answers import answered, is_queue, require_writer, take
from jiezhi.faces.patrol.forms import ANOTHER, ReportForm
from jiezhi.faces.patrol.words import field_context, known_row
from jiezhi.fieldwork.actions import ReportDraft, Taken, keep_field_picture, take_report
from jiezhi.fieldwork.permissions import REPORT
from jiezhi.fieldwork.processes import REPORTED
from jiezhi.fieldwork.queries import known_here, most_used_matters, own_estates
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, InvalidError
from jiezhi.pictures.keeping import store_picture
from jiezhi.workorders.errors import MergeRefusedError
from jiezhi.workorders.queries import find_order_id

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@needs(REPORT)
@require_http_methods(["GET", "POST"])
def report(request: ActorRequest) -> HttpResponse:
    """Take what was seen: a matter, a place, a picture if there is one."""

    def screen(form: ReportForm, **told: Any) -> HttpResponse:
        return _screen(request, form, **told)

    if request.method != "POST":
        return screen(ReportForm(initial={"key": uuid4()}))
    require_writer(request)
    form = ReportForm(request.POST, request.FILES)
    found = [] if is_queue(request) else _known(request, form)
    if found:
        return screen(_with_picture_kept(request, form), known=found)
    taken = take(request, form, lambda: _report(request, form), screen)
    if isinstance(taken, HttpResponse):
        return taken
    note_post(REPORTED, form, actor=request.actor, at=timezone.now())
    # A point may lie in a community of others: then its order is none of theirs to open.
    is_theirs = find_order_id(request.actor, taken.number) is not None
    url = reverse("workorders:order", args=[taken.id]) if is_theirs else ""
    words = _("Reported as %(number)s.") % {"number": taken.number}
    return answered(request, taken, words=words, url=url, to="patrol:report")


@needs(REPORT)
@require_POST
def known(request: ActorRequest) -> HttpResponse:
    """Tell a telephone what is open already of what is about to be reported. By POST: no address says where."""
    require_writer(request)
    return JsonResponse({"known": _known(request, ReportForm(request.POST))})


@needs(REPORT)
@require_POST
def picture(request: ActorRequest) -> HttpResponse:
    """Take one picture under a key of its own."""
    require_writer(request)
    upload = cast("UploadedFile[bytes] | None", request.FILES.get("photo"))
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = None
    if upload is None or key is None:
        raise InvalidError(_("No picture arrived. Send it again."))
    taken = keep_field_picture(upload, key=key, actor=request.actor, at=timezone.now())
    return answered(request, taken, words=_("Picture received."), url="", to="patrol:report")


def _report(request: ActorRequest, form: ReportForm) -> Taken:
    typed, at, actor = form.cleaned_data, timezone.now(), request.actor
    photo = typed["photo"]
    joins = typed["joins"]
    draft = ReportDraft(
        key=typed["key"] or uuid4(),
        **form.seen(),
        place_note=typed["place_note"],
        picture_keys=typed["picture_keys"],
        picture_ids=(store_picture(photo, sub_district_id=actor.tenant_id, at=at).pk,) if photo else (),
        seen_at=typed["seen_at"],
        was_asked=bool(joins),
        joins_id=joins if isinstance(joins, UUID) else None,
    )
    try:
        return take_report(draft=draft, actor=actor, at=at)
    except MergeRefusedError:  # Reported done at this very moment: then it stands by itself.
        return take_report(draft=replace(draft, joins_id=None, was_asked=False), actor=actor, at=at)


def _known(request: ActorRequest, form: ReportForm) -> list[dict[str, str]]:
    """Give what is open there already, in words; nothing once somebody has said which it is."""
    if not form.is_valid() or form.cleaned_data["joins"]:
        return []
    return [known_row(each) for each in known_here(request.actor, **form.seen(), at=timezone.now())]


def _with_picture_kept(request: ActorRequest, form: ReportForm) -> ReportForm:
    """Give the form once more with its picture under a key of its own: no page gives a file back."""
    told, photo = request.POST.copy(), form.cleaned_data["photo"]
    if photo:
        key = uuid4()
        keep_field_picture(photo, key=key, actor=request.actor, at=timezone.now())
        told["picture_keys"] = f"{told.get('picture_keys', '')} {key}".strip()
    return ReportForm(told)


def _screen(
    request: ActorRequest,
    form: ReportForm,
    *,
    problem: DomainError | None = None,
    known: Sequence[dict[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    form.offer(own_estates(request.actor))
    tiles, others = most_used_matters(request.actor, at=timezone.now())
    context: dict[str, object] = {"form": form, "problem": problem, "tiles": tiles, "others": others}
    context |= {"known": known, "another": ANOTHER}
    context["chosen"] = str(form["matter"].value() or "")
    context["chosen_other"] = str(form["other_matter"].value() or "")
    return render(request, "patrol/report.html", {**context, **field_context(request)}, status=status)
