"""Reporting from patrol in three taps, and the pictures that a telephone sends before."""

from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.burden.metering import note_post
from jiezhi.faces.patrol.answers import answered, require_writer, take
from jiezhi.faces.patrol.forms import ReportForm
from jiezhi.faces.patrol.words import field_context
from jiezhi.fieldwork.actions import ReportDraft, Taken, keep_field_picture, take_report
from jiezhi.fieldwork.permissions import REPORT
from jiezhi.fieldwork.processes import REPORTED
from jiezhi.fieldwork.queries import most_used_matters, own_estates
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, InvalidError
from jiezhi.pictures.keeping import store_picture
from jiezhi.workorders.queries import find_order_id

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@needs(REPORT)
@require_http_methods(["GET", "POST"])
def report(request: ActorRequest) -> HttpResponse:
    """Take what was seen: a matter, a place, a picture if there is one."""

    def screen(form: ReportForm, *, problem: DomainError | None = None, status: int = 200) -> HttpResponse:
        return _screen(request, form, problem=problem, status=status)

    if request.method != "POST":
        return screen(ReportForm(initial={"key": uuid4()}))
    require_writer(request)
    form = ReportForm(request.POST, request.FILES)
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
    draft = ReportDraft(
        key=typed["key"] or uuid4(),
        matter_id=typed["matter"],
        words=typed["words"],
        estate_id=typed["estate"],
        lon=typed["lon"],
        lat=typed["lat"],
        place_note=typed["place_note"],
        picture_keys=typed["picture_keys"],
        picture_ids=(store_picture(photo, sub_district_id=actor.tenant_id, at=at).pk,) if photo else (),
        seen_at=typed["seen_at"],
    )
    return take_report(draft=draft, actor=actor, at=at)


def _screen(
    request: ActorRequest, form: ReportForm, *, problem: DomainError | None = None, status: int = 200
) -> HttpResponse:
    form.offer(own_estates(request.actor))
    tiles, others = most_used_matters(request.actor, at=timezone.now())
    context: dict[str, object] = {"form": form, "problem": problem, "tiles": tiles, "others": others}
    context["chosen"] = str(form["matter"].value() or "")
    context["chosen_other"] = str(form["other_matter"].value() or "")
    return render(request, "patrol/report.html", {**context, **field_context(request)}, status=status)
