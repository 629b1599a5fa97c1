"""What is done on the page of a meeting itself: one verb a view, each a form that becomes one action."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.burden.metering import Process, note_post
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.meetings import actions, forms
from jiezhi.meetings.permissions import KEEP, SEE
from jiezhi.meetings.processes import PROPOSE
from jiezhi.meetings.views.filling import problem_of
from jiezhi.meetings.views.meeting import meeting_screen

Typed = dict[str, Any]


@needs(SEE)
def propose(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Propose a topic."""

    def deed(typed: Typed) -> None:
        draft = actions.TopicDraft(typed["title"], typed["words"], typed["order_number"])
        actions.propose_topic(meeting_id=meeting_id, draft=draft, actor=request.actor, at=timezone.now())

    return carry_out(request, meeting_id, forms.TopicForm, deed, of=PROPOSE, told=_("Proposed."))


@needs(KEEP)
def move_topic(request: ActorRequest, meeting_id: UUID, topic_id: UUID) -> HttpResponse:
    """Move a topic up or down."""

    def deed(typed: Typed) -> None:
        actions.move_topic(
            meeting_id=meeting_id,
            topic_id=topic_id,
            is_up=typed["direction"] == "up",
            actor=request.actor,
            at=timezone.now(),
        )

    return carry_out(request, meeting_id, forms.DirectionForm, deed)


@needs(KEEP)
def close_agenda(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Close the agenda."""

    def deed(typed: Typed) -> None:
        actions.close_agenda(
            meeting_id=meeting_id, seen_version=typed["version"], actor=request.actor, at=timezone.now()
        )

    told = _("The agenda is closed. The departments are told.")
    return carry_out(request, meeting_id, forms.VersionForm, deed, told=told)


@needs(KEEP)
def publish(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Publish the minutes."""

    def deed(typed: Typed) -> None:
        actions.publish_minutes(
            meeting_id=meeting_id, seen_version=typed["version"], actor=request.actor, at=timezone.now()
        )

    told = _("The minutes are published. The departments are told.")
    return carry_out(request, meeting_id, forms.VersionForm, deed, told=told)


@needs(KEEP)
def correct(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Append a correction to published minutes."""

    def deed(typed: Typed) -> None:
        actions.append_correction(
            meeting_id=meeting_id, words=typed["words"], actor=request.actor, at=timezone.now()
        )

    return carry_out(request, meeting_id, forms.WordsForm, deed, told=_("The correction is appended."))


@needs(KEEP)
def refuse(request: ActorRequest, meeting_id: UUID, assignment_id: UUID) -> HttpResponse:
    """Not accept work as done."""

    def deed(typed: Typed) -> None:
        actions.refuse_work(
            meeting_id=meeting_id,
            assignment_id=assignment_id,
            note=typed["words"],
            actor=request.actor,
            at=timezone.now(),
        )

    told = _("Not accepted: the department takes the work up again.")
    return carry_out(request, meeting_id, forms.RefusalForm, deed, told=told)


def carry_out(
    request: ActorRequest,
    meeting_id: UUID,
    kind: type[django_forms.Form],
    deed: Callable[[Typed], None],
    *,
    of: Process | None = None,
    told: str = "",
) -> HttpResponse:
    """Read the form, do the deed, and lead back; or show the meeting with the reason and what was typed.

    Args:
        request: A POST; somebody who reloads the address of a verb is led to the meeting.
        meeting_id: Which meeting.
        kind: The form of the verb.
        deed: Calls the action with what was typed.
        of: What the burden meter counts the post under, where something is typed.
        told: What the person reads when it is done.
    """
    if request.method != "POST":
        return redirect("meetings:meeting", meeting_id=meeting_id)
    form = kind(request.POST)
    problem = problem_of(form, lambda: deed(form.cleaned_data))
    if problem is not None:
        return meeting_screen(request, meeting_id, typed=form, problem=problem, status=problem.status)
    if of is not None:
        note_post(of, form, actor=request.actor, at=timezone.now())
    if told:
        messages.success(request, told)
    return redirect("meetings:meeting", meeting_id=meeting_id)
