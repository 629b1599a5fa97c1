"""The page of one meeting: agenda, minutes, assigned work and attendance; printed, it is the minutes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import DomainError
from jiezhi.kit.links import link_to
from jiezhi.meetings.choices import MeetingVerb, Presence
from jiezhi.meetings.forms import TopicForm, WordsForm
from jiezhi.meetings.models import AgendaTopic, Assignment, JointMeeting
from jiezhi.meetings.permissions import KEEP, SEE
from jiezhi.meetings.queries import departments_in, get_meeting, is_missed, notes_of, topics_of
from jiezhi.meetings.standing import meeting_standing, rule_words
from jiezhi.meetings.stuck import StuckOrders, stuck_orders
from jiezhi.meetings.workflow import MEETING
from jiezhi.organisation.calendars import working_calendar
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.standing import STATE_TONES, countdown_of

PRESENCE_TONES = {Presence.PRESENT: "ok", Presence.EXCUSED: "warn", Presence.ABSENT: "bad"}


@needs(SEE)
def show(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Show a meeting and what can be done with it now."""
    return meeting_screen(request, meeting_id)


def meeting_screen(
    request: ActorRequest,
    meeting_id: UUID,
    *,
    typed: Form | None = None,
    problem: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page of a meeting as it is now, with what was typed and why it could not be done.

    Args:
        request: Of the reader.
        meeting_id: Which meeting.
        typed: The form that was sent and refused.
        problem: Why it was refused.
        status: Of the answer.
    """
    actor, at = request.actor, timezone.now()
    meeting = get_meeting(actor, meeting_id)
    on = timezone.localdate(at)
    verbs, agenda = _possible_verbs(actor, meeting), topics_of(meeting, actor)
    feeds = MeetingVerb.PROPOSE in verbs and actor.may(KEEP.code) and not is_missed(meeting, on=on)
    context: dict[str, Any] = {
        "meeting": meeting,
        "rule": rule_words(meeting.series),
        "standing": meeting_standing(meeting, on=on),
        "is_missed": is_missed(meeting, on=on),
        "is_due": meeting.meets_on <= on,
        "attendance": _attendance(meeting),
        "topics": _topics(agenda, actor, meeting),
        "stuck": stuck_orders(actor, agenda, at=at) if feeds else StuckOrders(),
        "notes": notes_of(meeting) if MeetingVerb.CORRECT in MEETING.verbs_from(meeting.state) else [],
        "may": {verb.value: verb in verbs for verb in MeetingVerb},
        "topic_form": typed if isinstance(typed, TopicForm) else TopicForm(),
        "words_form": typed if type(typed) is WordsForm else WordsForm(),
        "problem": problem,
        "kept": _kept_texts(typed, verbs),
    }
    return render(request, "meetings/meeting.html", context, status=status)


def _kept_texts(typed: Form | None, verbs: set[str]) -> list[tuple[str, str]]:
    """Give what was typed, label and text, unless its form is still on the page."""
    shown = {TopicForm: MeetingVerb.PROPOSE, WordsForm: MeetingVerb.CORRECT}
    if typed is None or shown.get(type(typed)) in verbs:
        return []
    fields = typed.visible_fields()
    return [(str(field.label), field.value()) for field in fields if field.value()]


def _possible_verbs(actor: Actor, meeting: JointMeeting) -> set[str]:
    verbs = set(MEETING.verbs_from(meeting.state))
    if actor.may(KEEP.code):
        return verbs
    belongs = any(row.pk in actor.scope.department_ids for row in departments_in(meeting.series))
    return verbs & {MeetingVerb.PROPOSE} if belongs else set()


def _attendance(meeting: JointMeeting) -> list[dict[str, Any]]:
    known = {row.department_id: Presence(row.presence) for row in meeting.attendances.all()}
    rows = []
    for department in departments_in(meeting.series):
        presence = known.get(department.pk)
        tone = PRESENCE_TONES[presence] if presence else ""
        rows.append({"department": department, "presence": presence.label if presence else "", "tone": tone})
    return rows


def _topics(topics: list[AgendaTopic], actor: Actor, meeting: JointMeeting) -> list[dict[str, Any]]:
    at = timezone.now()
    orders = [assignment.order for topic in topics for assignment in topic.assignments.all()]
    since = min((order.opened_at for order in orders), default=at)
    office = working_calendar(meeting.sub_district_id, since=timezone.localdate(since)) if orders else None
    return [
        {
            "topic": topic,
            "is_first": index == 0,
            "is_last": index == len(topics) - 1,
            "order_url": _order_url(topic.order, topic) if topic.order else "",
            "work": [_work(row, office, actor, at=at) for row in topic.assignments.all() if office],
        }
        for index, topic in enumerate(topics)
    ]


def _work(assignment: Assignment, office: WorkingCalendar, actor: Actor, *, at: datetime) -> dict[str, Any]:
    order = assignment.order
    is_refusable = order.state == OrderState.CLOSED and not order.reopened_count
    return {
        "assignment": assignment,
        "order": order,
        "tone": STATE_TONES[OrderState(order.state)],
        "url": _order_url(order, assignment),
        "countdown": countdown_of(order, office, at=at),
        "may_refuse": is_refusable and actor.may(KEEP.code),
    }


def _order_url(order: WorkOrder, row: AgendaTopic | Assignment) -> str:
    """Give the address of an order for those who may open it; others read its number."""
    return link_to("workorders.order", order.pk) if getattr(row, "may_open", False) else ""
