"""The keeper's own pages: attendance, the minutes of a topic, and the work that it leads to."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.burden.metering import MeteredForm, Process, note_post
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.meetings import actions, forms
from jiezhi.meetings.models import AgendaTopic, JointMeeting
from jiezhi.meetings.permissions import KEEP
from jiezhi.meetings.processes import ASSIGN, RECORD_ATTENDANCE, WRITE_MINUTES
from jiezhi.meetings.queries import departments_in, get_meeting, get_topic
from jiezhi.meetings.views.filling import fill
from jiezhi.organisation.queries import departments_of, matters_of
from jiezhi.places.queries import communities_of


@needs(KEEP)
def attendance(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Record which departments took part."""
    meeting = get_meeting(request.actor, meeting_id)
    known = {row.department_id: row.presence for row in meeting.attendances.all()}
    form = forms.AttendanceForm(request.POST or None, departments=departments_in(meeting.series), known=known)

    def deed() -> str:
        actions.record_attendance(
            meeting_id=meeting_id, presences=form.presences(), actor=request.actor, at=timezone.now()
        )
        return _("Recorded. Now write the minutes.")

    return _page(request, meeting, form, deed, of=RECORD_ATTENDANCE, heading=_("Who was present"))


@needs(KEEP)
def minute(request: ActorRequest, meeting_id: UUID, topic_id: UUID) -> HttpResponse:
    """Write what was said and decided about a topic."""
    meeting = get_meeting(request.actor, meeting_id)
    topic = get_topic(meeting, topic_id)
    known = {"said": topic.said, "decided": topic.decided, "version": topic.version}
    form = forms.MinuteForm(request.POST or None, initial=known)

    def deed() -> str:
        typed = form.cleaned_data
        actions.write_minute(
            meeting_id=meeting_id,
            topic_id=topic_id,
            said=typed["said"],
            decided=typed["decided"],
            seen_version=typed["version"],
            actor=request.actor,
            at=timezone.now(),
        )
        return _("Written.")

    return _page(request, meeting, form, deed, of=WRITE_MINUTES, heading=topic.title, topic=topic)


@needs(KEEP)
def assign(request: ActorRequest, meeting_id: UUID, topic_id: UUID) -> HttpResponse:
    """Assign work that a topic led to."""
    meeting = get_meeting(request.actor, meeting_id)
    topic = get_topic(meeting, topic_id)
    form = _work_form(request)

    def deed() -> str:
        assigned = actions.assign_work(
            meeting_id=meeting_id,
            topic_id=topic_id,
            draft=_draft(form.cleaned_data),
            actor=request.actor,
            at=timezone.now(),
        )
        return _("Assigned as work order %(number)s.") % {"number": assigned.order.number}

    return _page(request, meeting, form, deed, of=ASSIGN, heading=_("Assign work"), topic=topic)


def _work_form(request: ActorRequest) -> forms.WorkForm:
    form = forms.WorkForm(request.POST or None)
    tenant_id = request.actor.tenant_id
    form.offer(
        departments=[(row.pk, row.name) for row in departments_of(tenant_id)],
        matters=[(row.pk, row.name) for row in matters_of(tenant_id)],
        communities=[(row.pk, row.name) for row in communities_of(tenant_id)],
    )
    return form


def _draft(typed: dict[str, Any]) -> actions.WorkDraft:
    return actions.WorkDraft(
        department_id=typed["department"],
        brief=typed["brief"],
        matter_id=typed["matter"],
        by_on=typed["by_on"],
        community_id=typed["community"],
    )


def _page(
    request: ActorRequest,
    meeting: JointMeeting,
    form: MeteredForm,
    deed: Callable[[], str],
    *,
    of: Process,
    heading: str,
    topic: AgendaTopic | None = None,
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = fill(form, lambda: messages.success(request, deed()))
        if not status:
            held = [topic.title, topic.words, topic.decided] if topic else []
            note_post(of, form, held=held, actor=request.actor, at=timezone.now())
            return redirect("meetings:meeting", meeting_id=meeting.pk)
    context = {"meeting": meeting, "form": form, "heading": heading, "topic": topic}
    return render(request, "meetings/writing.html", context, status=status)
